"""What lies between segments, and the values they state."""

from tm.align.boundaries import boundaries
from tm.align.figures import figures, tables


def test_a_sentence_that_goes_on_and_a_heading():
    soft, bare = boundaries(
        ["Keep the form, the seal,", "and the stamp together.", "Annual Report", "It is."], "en"
    )
    assert soft.tolist() == [False, True, False, False, False]
    assert bare.tolist() == [False, False, False, True, False]
    soft, bare = boundaries(["样品和检查记录一并封存，", "不得拆开。", "年度报告", "“这样。”", "好。"], "zh")
    assert soft.tolist() == [False, True, False, False, False, False]
    assert bare.tolist() == [False, False, False, True, False, False]


def test_nothing_between_no_segments():
    assert [one.tolist() for one in boundaries([], "zh")] == [[False], [False]]
    assert [one.tolist() for one in boundaries(["", " "], "en")] == [[False] * 3, [False, True, False]]


def test_values_are_equal_in_both_languages():
    en = figures(
        "CQC sent 96 teams between January 7 and March 22 and spent 1.2 billion yuan under ISO 9001.", "en"
    )
    zh = figures("1月7日至3月22日，CQC派出九十六个组，依据ISO 9001投入12亿元。", "zh")
    assert en == zh
    left, right = tables([en, frozenset()], [zh])
    assert (left[0] == right[0]).all()
    assert left.sum() == len(en)
