import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from tm.bitext import Bead, Lang, Segment, SpanLink, Term, TermForms, TermHit
from tm.errors import ReportError
from tm.jobs.corrections import place, read_reviews
from tm.report import About, Light, LightKind, Place, alignment_page, term_lights, value_lights, word_lights
from tm.report.bands import LONGEST_BAND, bands

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    "]]>&amp;<b>",
    "${title} $title {0}",
    "\x00\x1b[31m\u202eabc",
)


def words(segments: list[Segment], place: Place) -> str:
    return segments[place.segment].text[slice(*place.span)]


def texts(root: html.HtmlElement, side: str) -> list[str]:
    return [node.text_content() for node in root.xpath(f'//*[starts-with(@id, "{side}-")]//*[@class="text"]')]


def test_a_page_holds_both_texts_and_their_languages(mou, about: About) -> None:
    root = html.document_fromstring(alignment_page(mou.en, mou.zh, mou.beads, about=about))
    assert texts(root, "en") == [segment.text for segment in mou.en]
    assert texts(root, "zh") == [segment.text for segment in mou.zh]
    assert root.xpath("//h1/text()") == [mou.en[0].text, mou.zh[0].text]
    assert {node.get("lang") for node in root.find_class("side")} == {"en", "zh-Hans"}
    top = root.find_class("top")[0].text_content()
    for fact in ("en/a.shtml", "zh/甲.shtml", "2020-11-23", "2020-11-19", "model use", "has no date"):
        assert fact in top


def test_a_page_loads_nothing(mou) -> None:
    page = alignment_page(mou.en, mou.zh, mou.beads)
    root = html.document_fromstring(page)
    assert not root.xpath("//link | //img | //iframe | //script[@src] | //object")
    assert all(value.startswith("#") for value in root.xpath("//@href"))
    assert not re.search(r"@import|url\(|fetch\(|https?://(?!www\.w3\.org/2000/svg)", page)


def test_every_kind_of_bead_is_marked(small, beads_of: Callable[[str], list[dict]]) -> None:
    page = alignment_page(small.en, small.zh, small.beads)
    root = html.document_fromstring(page)

    def classes(id_: str) -> set[str]:
        return set(root.get_element_by_id(id_).get("class").split())

    assert {"c1", "title"} <= classes("en-0")
    assert {"c1", "confirmed"} <= classes("zh-2")
    assert {"c5", "review"} <= classes("zh-4")
    assert {"c2", "null"} <= classes("en-3")
    assert {"null"} <= classes("zh-5")
    assert {"moved"} <= classes("en-4") & classes("zh-1")
    badges = sorted(" ".join(node.text_content().split()) for node in root.find_class("notes"))
    assert badges == [
        "review 0.41", "review 0.41", "↕ moved: en 4", "↕ moved: zh 1", "∅ Chinese only", "∅ English only",
        "✓ confirmed", "✓ confirmed",
    ]  # fmt: skip
    assert [bead["classes"] for bead in beads_of(page)] == [
        "c1", "c1 confirmed", "c5 review", "c2 null", "c2 null", "c1 moved",
    ]  # fmt: skip
    assert beads_of(page)[2]["zh"] == [3, 4]


def test_without_script_numbers_in_the_margin_lead_across(small) -> None:
    root = html.document_fromstring(alignment_page(small.en, small.zh, small.beads))
    assert root.get_element_by_id("en-2").find_class("num")[0].get("href") == "#zh-3"
    assert root.get_element_by_id("zh-4").find_class("num")[0].get("href") == "#en-2"
    assert [root.get_element_by_id(f"zh-{at}").find_class("tie")[0].text for at in range(6)] == list("051224")
    assert "js" not in (root.get("class") or "")


def test_hostile_texts_stay_texts() -> None:
    en = [Segment(text=text, paragraph=at) for at, text in enumerate(HOSTILE)]
    zh = [Segment(text=text + "。", paragraph=at) for at, text in enumerate(HOSTILE)]
    beads = [Bead(en=(at,), zh=(at,)) for at in range(len(HOSTILE))]
    about = About(en_name="<script>", zh_name='"', model="</style>", warnings=("<b>",))
    lights = [Light(kind=LightKind.WORD, en=Place(segment=0, span=(2, 9)), zh=Place(segment=0, span=(0, 3)))]
    page = alignment_page(en, zh, beads, about=about, lights=lights)
    root = html.document_fromstring(page)
    assert len(root.xpath("//script")) == 2
    assert not root.xpath("//@onerror | //@onmouseover | //img")
    assert texts(root, "en")[:6] == list(HOSTILE[:6])
    assert texts(root, "en")[6] == "␀␛[31m\u202eabc"


def test_traditional_text_says_so(small) -> None:
    root = html.document_fromstring(
        alignment_page(small.en, small.zh, small.beads, about=About(zh_lang=Lang.ZH_HANT))
    )
    assert {node.get("lang") for node in root.find_class("zh")} == {"zh-Hant"}


def test_values_are_lit_on_both_sides(mou) -> None:
    lights = value_lights(mou.en, mou.zh, mou.beads)
    lit = {(light.kind.value, words(mou.en, light.en), words(mou.zh, light.zh)) for light in lights}
    assert {
        ("number", "1.26 billion US dollars", "12.6亿美元"),
        ("number", "40 percent", "四成"),
        ("date", "October 24", "10月24日"),
        ("date", "first half of 2017", "2017年上半年"),
    } <= lit
    root = html.document_fromstring(alignment_page(mou.en, mou.zh, mou.beads, lights=lights))
    for number, light in enumerate(lights):
        marks = [
            node for node in root.xpath("//mark[@data-of]") if f"l{number}" in node.get("data-of").split()
        ]
        assert len(marks) == 2
        assert all(light.kind.value in node.get("class").split() for node in marks)
    assert [box.get("value") for box in root.xpath('//input[@type="checkbox"]')] == ["number", "date"]


def test_a_value_stated_twice_answers_twice_and_another_not_at_all() -> None:
    en = [Segment(text="It grew 30 percent, 30 percent in all, to 7.", paragraph=0)]
    zh = [Segment(text="增长三成，达8。", paragraph=0)]
    lights = value_lights(en, zh, [Bead(en=(0,), zh=(0,))])
    assert [(light.en.span, light.zh.span) for light in lights] == [((8, 18), (2, 4)), ((20, 30), (2, 4))]


def test_terms_are_lit_where_both_sides_have_them() -> None:
    term = Term(en=TermForms(full="certification"), zh=TermForms(full="认证"))
    en_hits = [[TermHit(term=term, side="en", form="certification", span=(0, 13))], []]
    zh_hits = [[TermHit(term=term, side="zh", form="认证", span=span) for span in ((0, 2), (5, 7))]]
    lights = term_lights([Bead(en=(0, 1), zh=(0,))], en_hits, zh_hits)
    assert [(light.en.span, light.zh.span) for light in lights] == [((0, 13), (0, 2)), ((0, 13), (5, 7))]


def test_linked_words_are_lit_in_their_segments() -> None:
    en = [Segment(text=text, paragraph=0) for text in ("CQC grew.", "It opened.")]
    zh = [Segment(text=text, paragraph=0) for text in ("用CQC", "CQC增长。")]
    links = [
        SpanLink(en=(13, 19), zh=(8, 10), score=0.9),
        SpanLink(en=(0, 3), zh=(1, 4), score=0.9),
        SpanLink(en=(4, 12), zh=(0, 1), score=0.9),
    ]
    lights = word_lights(Bead(en=(0, 1), zh=(0, 1)), en, zh, links)
    assert [(words(en, light.en), words(zh, light.zh)) for light in lights] == [
        ("opened", "增长"),
        ("CQC", "CQC"),
    ]


def test_read_bead_by_bead_no_side_runs_backwards(small) -> None:
    root = html.document_fromstring(alignment_page(small.en, small.zh, small.beads))
    for side, count in (("en", 5), ("zh", 6)):
        orders = [
            int(root.get_element_by_id(f"{side}-{at}").get("style").split(":")[1]) for at in range(count)
        ]
        assert orders == sorted(orders)


def test_what_moved_parts_no_bead_on_narrow_screens() -> None:
    en = [Segment(text=text, paragraph=1) for text in ("One.", "Two.", "Three.", "Four.")]
    zh = [Segment(text=text, paragraph=1) for text in ("三。", "一。", "二。", "四。")]
    beads = [
        Bead(en=(0,), zh=(1,)),
        Bead(en=(1,), zh=(2,)),
        Bead(en=(2,), zh=(0,), moved=True),
        Bead(en=(3,), zh=(3,)),
    ]
    root = html.document_fromstring(alignment_page(en, zh, beads))
    segments = sorted(root.find_class("seg"), key=lambda node: int(node.get("style").split(":")[1]))
    order = [node.get("id") for node in segments]
    assert order == ["zh-0", "en-0", "zh-1", "en-1", "zh-2", "en-2", "en-3", "zh-3"]
    firsts = {node.get("id") for node in root.find_class("first")}
    assert firsts == {"zh-0", "en-0", "en-1", "en-2", "en-3"}


def test_one_is_not_many() -> None:
    one = [Segment(text="A", paragraph=1)], [Segment(text="甲", paragraph=1)]
    top = html.document_fromstring(alignment_page(*one, [Bead(en=(0,), zh=(0,))])).find_class("top")[0]
    assert "1 segment" in top.text_content()
    assert "1 bead " in " ".join(top.text_content().replace("·", " ").split())
    assert "1 segments" not in top.text_content()


@pytest.mark.parametrize(
    ("beads", "message"),
    [
        ([Bead(en=(0,), zh=(0,))], "zh segment 1 of 2 is in 0 beads"),
        ([Bead(en=(0,), zh=(0, 1)), Bead(en=(0,), zh=())], "en segment 0 of 1 is in 2 beads"),
        ([Bead(en=(0,), zh=(0, 1, 2))], "zh segment 2 of 2 is in 1 beads"),
    ],
)
def test_beads_that_do_not_fit_are_refused(beads: list[Bead], message: str) -> None:
    en = [Segment(text="One.", paragraph=0)]
    zh = [Segment(text="一。", paragraph=0), Segment(text="二。", paragraph=1)]
    with pytest.raises(ReportError, match=message):
        alignment_page(en, zh, beads)


def test_empty_sides_make_a_page() -> None:
    assert "<main>" in alignment_page([], [], [])
    root = html.document_fromstring(
        alignment_page([Segment(text="A", paragraph=1)], [], [Bead(en=(0,), zh=())])
    )
    assert texts(root, "en") == ["A"]


@st.composite
def alignments(draw: st.DrawFn) -> tuple[list[Segment], list[Segment], list[Bead]]:
    shapes = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), max_size=30))
    beads, en, zh = [], 0, 0
    for n, m, moved in shapes:
        beads.append(Bead(en=tuple(range(en, en + n)), zh=tuple(range(zh, zh + m)), moved=moved))
        en, zh = en + n, zh + m
    cuts = [draw(st.lists(st.booleans(), min_size=count, max_size=count)) for count in (en, zh)]
    sides = [[Segment(text="x", paragraph=sum(cut[:at])) for at in range(len(cut))] for cut in cuts]
    return sides[0], sides[1], beads


@given(alignments())
def test_bands_hold_every_segment_once_in_order(
    case: tuple[list[Segment], list[Segment], list[Bead]],
) -> None:
    en, zh, beads = case
    found = bands(en, zh, beads)
    assert [index for band in found for index in band.en] == list(range(len(en)))
    assert [index for band in found for index in band.zh] == list(range(len(zh)))
    straight = [bead for bead in beads if not bead.moved]
    if len(straight) == len(beads):
        assert all(max(len(band.en), len(band.zh)) < LONGEST_BAND + 3 for band in found)
        for bead in straight:
            assert sum(set(bead.en) <= set(band.en) and set(bead.zh) <= set(band.zh) for band in found) >= 1


def test_a_long_release_is_quick_and_a_long_line_whole() -> None:
    count = 5_000
    en = [Segment(text=f"Sentence {at} of the book.", paragraph=at // 7) for at in range(count)]
    zh = [Segment(text=f"书的第{at}句。", paragraph=at // 7) for at in range(count)]
    zh[9] = Segment(text="认" * 100_000, paragraph=1)
    start = time.perf_counter()
    page = alignment_page(en, zh, [Bead(en=(at,), zh=(at,)) for at in range(count)])
    assert time.perf_counter() - start < 5
    assert page.count('class="seg') == 2 * count
    assert "认" * 100_000 in page


PATH = 2
"""`FPDF_PAGEOBJ_PATH` of PDFium."""
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


browser = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")


def browse(folder: Path, page: str, *how: str) -> str:
    """Open a page in a browser and return what it comes to, or its complaint where `how` asks for a file."""
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    command = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update",
        f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=3000", *how, path.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, check=True, capture_output=True, timeout=120)
    return done.stdout.decode("utf-8")


@pytest.mark.slow
@browser
def test_a_browser_draws_every_link(small, tmp_path: Path) -> None:
    page = alignment_page(small.en, small.zh, small.beads)
    root = html.document_fromstring(browse(tmp_path, page, "--window-size=1400,1000", "--dump-dom"))
    links = root.xpath('//*[local-name()="g"][contains(@class, "link")]')
    assert len(links) == len(small.beads)
    assert root.get("class") == "js"
    assert len(root.find_class("strip")[0]) == len(small.beads)


@pytest.mark.slow
@browser
def test_links_are_printed_whatever_the_window(small, tmp_path: Path) -> None:
    import pypdfium2

    drawn = []
    for width in (1400, 500):
        printed = tmp_path / f"{width}.pdf"
        how = (f"--window-size={width},900", f"--print-to-pdf={printed}", "--no-pdf-header-footer")
        browse(tmp_path, alignment_page(small.en, small.zh, small.beads), *how)
        document = pypdfium2.PdfDocument(printed)
        drawn.append([sum(one.type == PATH for one in sheet.get_objects()) for sheet in document])
        document.close()
    assert drawn[0] == drawn[1]


WORK = """
const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", {key}));
const pick = (id) => document.getElementById(id).dispatchEvent(
  new MouseEvent("click", {bubbles: true, shiftKey: true}));
URL.createObjectURL = (blob) => { blob.text().then((lines) => { document.body.dataset.lines = lines; }); };
URL.revokeObjectURL = () => {};
HTMLAnchorElement.prototype.click = () => {};
press("j"); press("c"); press("j"); press("x"); press("j"); press("c"); press("u"); press("c");
pick("en-1"); pick("zh-3"); press("c");
pick("en-0"); pick("en-2"); press("c"); press("Escape");
press("s");
"""


@pytest.mark.slow
@browser
def test_corrections_made_on_the_page_are_found_again(tmp_path: Path) -> None:
    en = [Segment(text=text, paragraph=1) for text in ("Applause.", "It & I <left>.", "Applause.", "Rain.")]
    zh = [Segment(text=text, paragraph=1) for text in ("掌声。", "我和它走了。", "掌声。", "下雨。")]
    page = alignment_page(en, zh, [Bead(en=(at,), zh=(at,)) for at in range(4)])
    free = re.sub(r"<meta http-equiv[^>]*>", "", page).replace("</body>", f"<script>{WORK}</script></body>")
    root = html.document_fromstring(browse(tmp_path, free, "--dump-dom"))
    asked = tmp_path / "asked.jsonl"
    asked.write_text(root.find("body").get("data-lines"), encoding="utf-8")
    found = place(read_reviews(asked), en, zh)
    assert [(one.action, one.en, one.zh) for one in found.corrections] == [
        ("confirm", (0,), (0,)),
        ("reject", (1,), (1,)),
        ("confirm", (1,), (3,)),
        ("confirm", (2,), (2,)),
    ]
    said = {node.get("id"): node.get("data-said") for node in root.find_class("seg")}
    assert (said["zh-1"], said["zh-3"], said["en-2"]) == ("reject", "confirm", "confirm")
