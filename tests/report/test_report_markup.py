import base64
import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from tm.errors import ReportError
from tm.report.markup import Mark, escaped, marked, page, visible


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(max_size=40))
    edges = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(edges, edges).map(sorted).map(tuple), max_size=6))
    return text, [Mark(span=span, classes=("hit",), ids=(str(at),)) for at, span in enumerate(spans)]


@given(texts_with_spans())
def test_marks_change_no_character_and_cover_their_span(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    root = html.fragment_fromstring(f"<div>|{marked(text, marks)}</div>")
    assert root.text_content() == "|" + visible(text)
    for mark in marks:
        pieces = [
            node.text_content() for node in root.iter("mark") if mark.ids[0] in node.get("data-of").split()
        ]
        assert "".join(pieces) == visible(text[slice(*mark.span)])
        assert pieces, "even an empty span leaves a mark"


@given(st.text())
def test_visible_keeps_every_place(text: str) -> None:
    assert len(visible(text)) == len(text)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", visible(text))


def test_quotes_and_tags_are_escaped() -> None:
    assert escaped("""<a href="x">'认证'</a>""") == "&lt;a href=&quot;x&quot;&gt;&#x27;认证&#x27;&lt;/a&gt;"


def test_a_span_outside_its_text_is_refused() -> None:
    with pytest.raises(ReportError, match=r"span \(0, 5\).*4 characters"):
        marked("认证中心", [Mark(span=(0, 5))])


def test_a_page_lets_only_its_own_script_run() -> None:
    parts = dict.fromkeys(("title", "facts", "notice", "severities", "rules", "cards"), "")
    text = page("findings", **parts)
    script = text.rsplit("<script>", 1)[1].split("</script>", 1)[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in text
    assert "default-src 'none'" in text
