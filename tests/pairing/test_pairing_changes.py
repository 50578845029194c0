"""Numbers that differ where sentences answer each other, and how well kindred releases are answered."""

import numpy as np
import pytest

from tm.bitext import Lang, Release, Segment, Side
from tm.embed import encoder
from tm.pairing import Pairing, PairingInput, pair_releases
from tm.pairing.changes import Compared, Figures, compared, figures
from tm.pairing.features import _usual
from tm.pairing.overlap import GRADES, _better_first, _graded

EN = (
    "Solar Pump Certificates Awarded",
    "CQC awarded the first 34 certificates for solar pumps in Kunming.",
    "Tests in the laboratory took 18 months.",
    "Makers expect to sell 5,200 units next year.",
    "The plant in Dali employs 410 people.",
    "Inspectors looked at 76 items of every pump.",
    "The archive keeps 290 drawings.",
)
ZH = (
    "光伏水泵认证证书颁发",
    "CQC在昆明颁发了首批34张光伏水泵认证证书。",
    "实验室检测历时18个月。",
    "生产企业预计明年销量可达5200台。",
    "大理工厂有410名员工。",
    "检查员对每台水泵检查76个项目。",
    "档案室保存290张图纸。",
)
OTHER_EVENT = (
    "光伏水泵认证证书颁发",
    "CQC在昆明颁发了首批410张光伏水泵认证证书。",
    "实验室检测历时76个月。",
    "生产企业预计明年销量可达290台。",
    "大理工厂有34名员工。",
    "检查员对每台水泵检查18个项目。",
    "档案室保存5200张图纸。",
)


def pair(en: tuple[str, ...], zh: tuple[str, ...]) -> Pairing:
    made = [
        PairingInput(
            release=Release(key=key, lang=lang, title=texts[0], paragraphs=texts[1:]),
            segments=tuple(Segment(text=text, paragraph=place) for place, text in enumerate(texts)),
        )
        for key, lang, texts in (("en", Lang.EN, en), ("zh", Lang.ZH_HANS, zh))
    ]
    return pair_releases(made[:1], made[1:], encoder("use"))


def test_a_number_that_stands_elsewhere_hides_no_change() -> None:
    """Both releases hold the same numbers, but say them of other things."""
    assert len(pair(EN, ZH).pairs) == 1
    assert not pair(EN, OTHER_EVENT).pairs


def read(*texts: str, side: Side = "en") -> list[Figures]:
    return figures(texts, side)


@pytest.mark.parametrize(
    ("english", "chinese", "count"),
    [
        ("It has 34 members and 7 offices.", "有34名会员、7个办事处。", 0),
        ("It has 34 members and 7 offices.", "有35名会员、7个办事处。", 1),
        ("It has 34 members and 7 offices.", "有35名会员、8个办事处。", 2),
        ("It has 34 members and 7 offices.", "有35名会员和若干办事处。", 1),
        ("It has 34 members.", "有会员若干。", 0),
        ("Sales came to 120 million yuan.", "销售额达1.2亿元。", 0),
        ("The hall dates from the 1870s.", "大厅建于1870s。", 0),
        ("The season of 1987/88 was wet.", "1987/88 年雨季雨量大。", 0),
        ("Three of eight pumps leaked.", "3/8的水泵漏水。", 0),
        ("Three of eight pumps leaked.", "5/8的水泵漏水。", 1),
        ("Nine out of every ten pumps passed.", "每10台水泵中有9台合格。", 0),
        ("It closes on November 31.", "11月31日闭馆。", 0),
        ("At the 4th Pump Fair 34 makers met.", "第四届水泵展有34家企业参加。", 0),
        ("A fence of 1,200 m.", "围栏长1.2公里。", 0),
    ],
)
def test_changed_numbers_are_counted(english: str, chinese: str, count: int) -> None:
    (en,), (zh,) = read(english), read(chinese, side="zh")
    assert compared(en, zh).changed == count


def test_a_number_moved_to_the_next_sentence_is_not_changed() -> None:
    en = read("It opened with 34 members.", "There are 7 offices.", "All went well.")
    zh = read("开业。", "会员34名，另有9个网点。", "办事处7个。", side="zh")
    assert compared(en[0], zh[0]).changed == 0
    assert compared(en[1], zh[1]).changed == 0
    assert compared(en[0], zh[2]).changed == 0


def test_numbers_that_answer_each_other_are_counted() -> None:
    (en,), (zh,) = (
        read("In 2021 it had 34 members and 7 offices."),
        read("2021年有35名会员、7个办事处。", side="zh"),
    )
    assert compared(en, zh) == Compared(kept=2, changed=1)
    assert compared(en, read("会员若干。", side="zh")[0]) == Compared(kept=0, changed=0)


def test_similar_releases_tell_what_is_usual() -> None:
    alike = np.array([0.9, 0.2, 0.5, 0.4], np.float32)
    places = np.array([0, 0, 1, 2])
    near = np.array([[1, 2], [0, 2], [0, 1]])
    assert _usual(alike, places, near) == pytest.approx([0.45, 0.45, 0.65, 0.7])


def test_a_release_without_similar_ones_is_like_all() -> None:
    near = np.zeros((1, 0), np.int64)
    assert _usual(np.array([0.3, 0.6], np.float32), np.array([0, 0]), near) == pytest.approx([0.6, 0.6])


def test_grades_are_shares_of_the_text_the_better_matched_text_first() -> None:
    best = np.array([[0.1, 0.3, 0.9]], np.float32)
    graded = _graded(best, np.array([[0.5, 0.25, 0.25]], np.float32))
    assert graded.shape == (1, len(GRADES))
    assert graded[0] == pytest.approx([0.25, 0, 0, 0, 0.25])
    other = _graded(np.array([[0.85, 0.9]], np.float32), np.array([[0.5, 0.5]], np.float32))
    assert _better_first(graded, other)[0, 0] == pytest.approx([0, 0, 0, 0, 1])
    assert np.array_equal(_better_first(graded, other), _better_first(other, graded))
