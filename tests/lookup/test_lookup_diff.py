import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.lookup.diff import diff

TEXTS = st.text(alphabet="副主任出席会議议2020年 ,.，。AaＡbc①㎡<>'’-", max_size=30)


@given(TEXTS, TEXTS)
def test_the_pieces_joined_are_the_texts(query: str, source: str) -> None:
    found = diff(query, source)
    if found:
        assert "".join(op.query for op in found) == (query if any(op.query for op in found) else "")
        assert "".join(op.source for op in found) == (source if any(op.source for op in found) else "")


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(op.op == "equal" for op in diff(text, text))


@pytest.mark.parametrize(
    ("query", "source", "ops"),
    [
        ("副主任出席", "主任出席", [("insert", "副", ""), ("equal", "主任出席", "主任出席")]),
        ("国家", "國家", [("replace", "国", "國"), ("equal", "家", "家")]),
        ("2020年", "2021年", [("replace", "2020", "2021"), ("equal", "年", "年")]),
        (
            "The CQC forum",
            "The forum",
            [("equal", "The ", "The "), ("insert", "CQC ", ""), ("equal", "forum", "forum")],
        ),
    ],
)
def test_what_differs(query: str, source: str, ops: list[tuple[str, str, str]]) -> None:
    assert [(op.op, op.query, op.source) for op in diff(query, source)] == ops
