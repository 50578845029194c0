"""A chapter of a fifth of the text missing or moved, in texts longer than a window: the rest is unharmed."""

import numpy as np
import pytest

from tm.align import Alignment, align, evaluate
from tm.align.sides import prepare
from tm.align.traits import traits
from tm.bitext import Segment
from tm.embed import ComposingEncoder, encoder

PEOPLE = [
    ("Liu Ming", "刘明"), ("the mayor", "市长"), ("two engineers", "两名工程师"), ("a farmer", "一位农民"),
    ("the teachers", "老师们"), ("our reporter", "本报记者"), ("the police", "警察"),
    ("three doctors", "三位医生"), ("the librarian", "图书管理员"), ("a young painter", "一位年轻画家"),
    ("the coach", "教练"),
]  # fmt: skip
DEEDS = [
    ("inspected the old bridge", "检查了旧桥"), ("planted rice", "种植了水稻"),
    ("sold the horses", "卖掉了马匹"), ("repaired the water pump", "修好了水泵"),
    ("wrote a long letter", "写了一封长信"), ("opened a bakery", "开了一家面包店"),
    ("measured the snow", "测量了积雪"), ("sang at the wedding", "在婚礼上唱了歌"),
    ("lost the election", "输掉了选举"), ("counted the birds", "清点了鸟类"),
    ("closed the mine", "关闭了矿山"), ("taught chess", "教了国际象棋"),
    ("drew a map of the caves", "绘制了洞穴地图"),
]  # fmt: skip
PLACES = [
    ("Harbin", "哈尔滨"), ("Kunming", "昆明"), ("Oslo", "奥斯陆"), ("Cairo", "开罗"), ("Lima", "利马"),
    ("Lhasa", "拉萨"), ("Boston", "波士顿"),
]  # fmt: skip
SIZE, CHAPTER = 200, range(60, 100)


def sentence(n: int) -> tuple[str, str]:
    """Return the n-th of a thousand different sentences in both languages."""
    (who, zh_who), (deed, zh_deed) = PEOPLE[n % len(PEOPLE)], DEEDS[n % len(DEEDS)]
    place, zh_place = PLACES[n % len(PLACES)]
    return f"In {place}, {who} {deed}.", f"在{zh_place}，{zh_who}{zh_deed}。"


def aligned(zh_order: list[int]) -> Alignment:
    en = [Segment(text=sentence(n)[0], paragraph=1) for n in range(SIZE)]
    zh = [Segment(text=sentence(n)[1], paragraph=1) for n in zh_order]
    return align(en, zh, encoder())


@pytest.fixture(autouse=True)
def small_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tm.align.windows._WINDOW", 60)
    monkeypatch.setattr("tm.align.windows._OVERLAP", 24)


@pytest.mark.parametrize("gap", [CHAPTER, range(40), range(160, SIZE)])
def test_a_missing_chapter_does_not_derail_the_rest(gap: range) -> None:
    order = [n for n in range(SIZE) if n not in gap]
    gold = [((n,), (order.index(n),) if n in order else ()) for n in range(SIZE)]
    assert evaluate(aligned(order).beads, gold).strict[2] >= 0.97


def test_what_is_known_of_the_whole_leaves_out_what_one_side_lacks() -> None:
    """A window that holds half of a missing chapter must not take the translator for terse."""
    use = encoder()
    assert isinstance(use, ComposingEncoder)
    order = [n for n in range(SIZE) if n not in CHAPTER]
    en = prepare([Segment(text=sentence(n)[0], paragraph=1) for n in range(SIZE)], "en", use, use)
    zh = prepare([Segment(text=sentence(n)[1], paragraph=1) for n in order], "zh", use, use)
    whole = prepare([Segment(text=sentence(n)[1], paragraph=1) for n in range(SIZE)], "zh", use, use)
    path = np.array([0, CHAPTER.start, CHAPTER.stop, SIZE])
    short = np.array([0, CHAPTER.start, CHAPTER.start, len(order)])
    assert abs(traits(en, zh, path, short).ratio / traits(en, whole, path, path).ratio - 1) < 0.03


@pytest.mark.parametrize("at", [0, 130, 160])
def test_a_moved_chapter_is_found_and_the_rest_unharmed(at: int) -> None:
    rest = [n for n in range(SIZE) if n not in CHAPTER]
    order = [*rest[:at], *CHAPTER, *rest[at:]]
    found = aligned(order).beads
    gold = [((n,), (order.index(n),)) for n in range(SIZE)]
    assert evaluate(found, gold).strict[2] >= 0.97
    moved = {i for bead in found if bead.moved for i in bead.en}
    assert len(moved) >= 0.9 * min(len(CHAPTER), abs(at - CHAPTER.start))
