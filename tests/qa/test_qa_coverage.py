"""Omitted and added content by the embedded encoder, and the planted drafts of `corpora/`."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tm.bitext import Draft, DraftSegment, Lang, Term, TermForms, TermStatus
from tm.embed import Vectors, encoder
from tm.qa import Evidence, check, check_with
from tm.qa.coverage import Settled, zh_weight
from tm.qa.entities import open_names
from tm.qa.formulas import formulas_in
from tm.qa.lacking import FEATURES, compare_rows
from tm.qa.omissions import models, settle
from tm.qa.row import Row, make_row
from tm.qa.sounds import sound_likeness
from tm.qa.stretches import pieces
from tm.qa.teaching import taught
from tm.qa.units import UnitVectors, units
from tm.termbase import TermFinder

CORPORA = Path(__file__).parent.parent.parent / "corpora"
SOURCE = "下一步，中心将完成200个型号产品的认证，大力推动认证结果在招标采购中得到采信。"
WHOLE = (
    "Next, the centre will complete the certification of 200 models of products and promote the acceptance "
    "of certification results in tendering and procurement."
)
CUT = "Next, the centre will complete the certification of 200 models of products."
MORE = WHOLE.removesuffix(".") + ", while its tea is famous all over the world."


def rules(source: str, draft: str) -> list[str]:
    segments = (DraftSegment(source=source, draft=draft),)
    whole = Draft(name="t", source_lang=Lang.ZH_HANS, target_lang=Lang.EN, segments=segments)
    return [finding.rule for finding in check(whole, encoder=encoder("use"))]


def test_the_models_are_for_the_embedded_weights() -> None:
    assert models().weights_hash == encoder("use").weights_hash


def test_a_dropped_clause_and_an_added_one() -> None:
    assert rules(SOURCE, WHOLE) == []
    assert rules(SOURCE, CUT) == ["omitted"]
    assert rules(SOURCE, MORE) == ["added"]


def test_the_span_marked_is_what_is_missing() -> None:
    segments = (DraftSegment(source=SOURCE, draft=CUT),)
    whole = Draft(name="t", source_lang=Lang.ZH_HANS, target_lang=Lang.EN, segments=segments)
    (found,) = check(whole, encoder=encoder("use"))
    assert found.source_span is not None
    assert "招标采购" in SOURCE[slice(*found.source_span)]


def test_another_text_altogether() -> None:
    found = rules(SOURCE, "He likes to watch birds in the garden behind the old church on Sundays.")
    assert "mismatch" in found or "omitted" in found


def test_a_replaced_foreign_name() -> None:
    assert rules("默克尔访问了这家工厂。", "Merkel visited the plant.") == []
    assert rules("默克尔访问了这家工厂。", "Yesterday Kardashian visited the plant.") == ["name"]


@pytest.mark.parametrize(
    ("chinese", "expected"),
    [("默克尔访问了这家工厂。", []), ("一位女士访问了这家工厂。", ["name"])],
)
def test_a_foreign_name_lost_in_chinese(chinese: str, expected: list[str]) -> None:
    segments = (DraftSegment(source="Yesterday Merkel visited this plant.", draft=chinese),)
    whole = Draft(name="t", source_lang=Lang.EN, target_lang=Lang.ZH_HANS, segments=segments)
    found = [finding.rule for finding in check(whole, encoder=encoder("use"))]
    assert [rule for rule in found if rule == "name"] == expected


class Other:
    """An encoder that the models were not fitted for."""

    name = "other"
    dimension = 8
    weights_hash = "0" * 64

    def encode(self, texts: list[str]) -> Vectors:
        return np.full((len(texts), 8), 8**-0.5, np.float32)


def test_rules_of_meaning_are_silent_for_another_encoder() -> None:
    segments = (DraftSegment(source=SOURCE, draft=CUT),)
    whole = Draft(name="t", source_lang=Lang.ZH_HANS, target_lang=Lang.EN, segments=segments)
    found = check_with(whole, Evidence(encoder=Other()))
    assert not {finding.rule for finding in found} & {"omitted", "added", "mismatch"}


def test_units_have_the_text_of_their_spans() -> None:
    for text, side in ((WHOLE, "en"), (SOURCE, "zh")):
        found = units(text, "en" if side == "en" else "zh")
        assert [text[slice(*span)] for span in found.spans] == list(found.texts)


def test_cover_is_between_the_rows_own_bounds() -> None:
    rows = [
        make_row(0, DraftSegment(source=SOURCE, draft=CUT), "zh"),
        make_row(1, DraftSegment(source="", draft=""), "zh"),
    ]
    use = models().fit(encoder("use"))
    assert use is not None
    first, second = compare_rows(rows, Evidence(encoder=use), use)
    assert second is None
    assert first is not None
    assert first.zh.values.shape == (len(first.zh.spans), len(FEATURES))
    assert all(0 <= start < end <= len(SOURCE) for start, end in first.zh.spans)
    lack, none = models().worst(first)
    assert lack.probability > 0.9 > none.probability
    assert 0 < first.en_cover <= 1


def test_a_screen_lets_pass_what_may_be_lacking_and_spares_the_rest() -> None:
    use = models().fit(encoder("use"))
    assert use is not None
    short = ("他于周一到会。", "He arrived at the meeting on Monday.")
    pairs = [(SOURCE, CUT), (SOURCE, MORE), short]
    rows = [make_row(at, DraftSegment(source=zh, draft=en), "zh") for at, (zh, en) in enumerate(pairs)]
    known = Evidence(encoder=use)
    settled: list[int] = []

    def look(row: Row) -> Settled:
        settled.append(row.index)
        return Settled()

    screened = compare_rows(rows, known, use, screen=models().screen, settle=look)
    assert [one is not None for one in screened] == [True, True, False]
    assert settled == [0, 1]
    whole = compare_rows(rows, known, use)
    for one, other in zip(screened, whole, strict=True):
        assert other is not None
        assert one is None or one.zh.spans == other.zh.spans
        if one is not None:
            np.testing.assert_allclose(one.en.values, other.en.values, atol=1e-5)


TITLE = "首批养老机构服务认证证书颁发仪式在杭州举行"


def test_a_title_cut_short_by_its_editor_lacks_nothing() -> None:
    assert rules(TITLE, "First Elderly Care Institutions Certified") == []
    assert "omitted" in rules(f"{TITLE}。", "First elderly care institutions were certified.")


def test_a_body_of_the_house_goes_without_saying() -> None:
    zh = TermForms(full="中国质量认证中心", short=("质量认证中心",))
    en = TermForms(full="China Quality Certification Centre", abbreviation=("CQC",))
    row = make_row(
        0,
        DraftSegment(
            source="中国质量认证中心还将在合肥举办培训班。", draft="More courses will be held in Hefei."
        ),
        "zh",
    )
    told = settle(row, Evidence(finder=TermFinder([Term(zh=zh, en=en)])))
    other = replace(en, abbreviation=("XYZ",))
    strange = settle(row, Evidence(finder=TermFinder([Term(zh=zh, en=other)])))
    assert ((0, 8) in told.zh_answered, told.zh_open) == (True, ())
    assert ((0, 8) in strange.zh_answered, strange.zh_open) == (False, ((0, 8),))


def test_of_two_phrases_of_four_the_second_counts_less_and_fillers_hardly() -> None:
    assert zh_weight("统筹谋划、协同推进，") < 7 < zh_weight("统筹谋划、协同推进认证，")
    assert zh_weight("切实大力进一步") < 2


def test_what_is_settled_raises_and_lowers_the_cover() -> None:
    use = models().fit(encoder("use"))
    assert use is not None
    row = make_row(0, DraftSegment(source=SOURCE, draft=CUT), "zh")
    (lost,) = compare_rows([row], Evidence(encoder=use), use)
    whole = Settled(zh_answered=((0, len(SOURCE)),), en_open=((0, len(CUT)),))
    (held,) = compare_rows([row], Evidence(encoder=use), use, settle=lambda _: whole)
    assert lost is not None
    assert held is not None
    assert held.zh_cover > 0.9 > lost.zh_cover
    assert held.en_cover < 0.3 < lost.en_cover


def test_vectors_of_units_are_those_of_the_encoder_however_many_were_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tm.qa.units._KEPT", 3)
    use = encoder("use")
    store = UnitVectors(use)
    words = ["认证", "tea", "质量", "quality", "检验"]
    store.read(words[:4])
    store.forget()
    found = store.rows(words)
    np.testing.assert_allclose(found, use.encode(words), atol=2e-3)


def test_units_asked_for_lately_stay_and_room_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tm.qa.units._KEPT", 3)
    use = encoder("use")
    store, read = UnitVectors(use), Counter[str]()
    encode = use.encode
    monkeypatch.setattr(use, "encode", lambda texts: read.update(texts) or encode(texts))
    for new in ("检验", "quality", "质量", "认可"):
        store.rows(["认证", "samovar"])
        store.rows([new])
        store.forget()
    assert read["认证"] == read["samovar"] == 1
    store.rows(["检验"])
    assert read["检验"] == 2


def test_pieces_cover_a_text_without_gaps() -> None:
    for text, side in ((WHOLE, "en"), (SOURCE, "zh"), ("", "zh")):
        assert "".join(text[a:b] for a, b in pieces(text, "en" if side == "en" else "zh")) == text


def test_a_draft_of_many_rows_teaches_its_lengths_and_words() -> None:
    rows = [
        (f"{name}有效。", f"The {word} is valid at present.")
        for name, word in (("证书", "certificate"), ("执照", "licence"))
    ]
    segments = tuple(
        DraftSegment(source=zh * (1 + n % 3), draft=(en + " ") * (1 + n % 3))
        for n in range(60)
        for zh, en in rows
    )
    few = Draft(name="t", source_lang=Lang.ZH_HANS, target_lang=Lang.EN, segments=segments[:4])
    many = Draft(name="t", source_lang=Lang.ZH_HANS, target_lang=Lang.EN, segments=segments)
    assert taught(Evidence(), few).draft_lexicon is None
    known = taught(Evidence(), many)
    assert known.register is not None
    assert known.register.characters > Evidence().lengths.mean


def test_transliterations_sound_alike() -> None:
    assert sound_likeness("Nyiragongo", "尼拉贡戈火山")[1] > 0.85
    assert sound_likeness("Nyiragongo", "波士顿大学")[1] < 0.8


def glossary() -> Iterator[Term]:
    with (CORPORA / "glossary.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            cells = {
                key: tuple(part.strip() for part in (value or "").split("|") if part.strip())
                for key, value in row.items()
            }
            yield Term(
                zh=TermForms(full=row["zh"], short=cells["zh_short"], variants=cells["zh_variants"]),
                en=TermForms(
                    full=row["en"],
                    short=cells["en_short"],
                    abbreviation=cells["en_abbreviation"],
                    variants=cells["en_variants"],
                ),
                status=TermStatus(row["status"]),
                required=row["required"] == "true",
                domain=row["domain"],
            )


FAMILY = {
    "number": {"number", "unit", "count"}, "magnitude": {"number", "unit"}, "date": {"date", "number"},
    "name": {"name", "people-order"},
    "omission": {"omitted", "empty", "number", "date", "term", "term-required", "name"},
    "addition": {"added"}, "untranslated": {"untranslated", "wrong-language"},
    "punctuation": {"width", "pairing", "ending", "stray", "spacing"},
    "term": {"term", "term-required", "term-forbidden", "term-deprecated", "confusable", "post", "wording"},
}  # fmt: skip


@pytest.mark.slow
def test_planted_errors_are_found_and_clean_rows_left_alone() -> None:
    planted: dict[str, list[dict[str, str]]] = {}
    for line in (CORPORA / "drafts" / "planted.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        planted.setdefault(entry["draft"], []).append(entry)
    finder, use = TermFinder(tuple(glossary())), encoder("use")
    found_errors = errors = clean = false = 0
    for name, entries in planted.items():
        lines = (CORPORA / "drafts" / name).read_text(encoding="utf-8").split("\n")
        rows = [line.partition("\t") for line in lines if line]
        langs = (Lang.ZH_HANS, Lang.EN) if entries[0]["from"] == "zh" else (Lang.EN, Lang.ZH_HANS)
        segments = tuple(DraftSegment(source=source, draft=draft) for source, _, draft in rows)
        draft = Draft(name=name, source_lang=langs[0], target_lang=langs[1], segments=segments)
        found = check(draft, terms=finder, encoder=use)
        wrong = {entry["segment"] for entry in entries}
        for entry in entries:
            errors += 1
            found_errors += any(
                f.segment == entry["segment"] and f.rule in FAMILY[entry["rule"]] for f in found
            )
        clean += len(segments) - len(wrong)
        false += sum(finding.segment not in wrong for finding in found)
    assert found_errors / errors >= 0.9
    assert false <= clean / 25


def test_no_number_is_cut_in_two() -> None:
    text = "全市茶企去年实现销售额共计4381.27亿元并持续扩大"
    cuts = [text[start:end] for start, end in pieces(text, "zh")]
    assert "".join(cuts) == text
    assert any("4381.27亿" in cut for cut in cuts)


def test_set_phrases_of_both_languages_answer_each_other() -> None:
    zh, en = (
        "逾期申请恕不受理，费用自理。",
        "Late applications will not be processed; participants bear their own costs.",
    )
    chinese, english = formulas_in(zh, en)
    assert [zh[slice(*span)] for span in chinese] == ["恕不受理", "费用自理"]
    assert [en[slice(*span)] for span in english] == ["will not be processed", "bear their own costs"]
    assert formulas_in(zh, "Applications are welcome.") == ([], [])


def test_words_for_a_nickname_in_quotes_are_not_added() -> None:
    source = "请勿购买“三无”头盔，选购时应认准标志。"
    plain = "Do not buy helmets whose maker, date and quality nobody vouches for; look for the mark."
    assert rules(source, plain) == []
    assert "added" in rules(source.replace("“三无”", ""), plain)


def test_set_phrases_of_lists_and_of_working_together() -> None:
    zh = "双方携手改进茶叶、竹编等产品。"
    en = "The two sides work together to improve tea, bamboo ware and other products."
    chinese, english = formulas_in(zh, en)
    assert [zh[slice(*span)] for span in chinese] == ["携手", "等产品"]
    assert [en[slice(*span)] for span in english] == ["work together", "and other products"]


def test_a_province_is_answered_by_the_character_that_stands_for_it() -> None:
    draft = "The centre holds courses that help tea companies in {} improve quality."
    for place, left in (("Hunan", []), ("Guangxi", ["Guangxi"])):
        segment = DraftSegment(source="中心举办培训班，帮助湘茶企业提高质量。", draft=draft.format(place))
        assert [name for name, _ in open_names(make_row(0, segment, "zh"))] == left
