"""What lies between segments, and the values they state."""

from tm.align.boundaries import boundaries
from tm.align.figures import figures, tables


def test_a_sentence_that_goes_on():
    en = ["Keep the form, the seal,", "and the stamp together.", "Annual Report", "of the body", "It is."]
    assert boundaries(en, "en").tolist() == [False, True, False, True, False, False]
    zh = ["样品和检查记录一并封存，", "不得拆开。", "年度报告", "“这样，”", "好。"]
    assert boundaries(zh, "zh").tolist() == [False, True, False, False, True, False]


def test_nothing_between_no_segments():
    assert boundaries([], "zh").tolist() == [False]
    assert boundaries(["", " "], "en").tolist() == [False, False, False]


def test_values_are_equal_in_both_languages():
    en = figures(
        "CQC sent 96 teams between January 7 and March 22 and spent 1.2 billion yuan under ISO 9001.", "en"
    )
    zh = figures("1月7日至3月22日，CQC派出九十六个组，依据ISO 9001投入12亿元。", "zh")
    assert en == zh
    left, right = tables([en, frozenset()], [zh])
    assert (left[0] == right[0]).all()
    assert left.sum() == len(en)
