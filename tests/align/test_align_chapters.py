"""A chapter of a fifth of the text missing or moved, in texts longer than a window: the rest is unharmed."""

import numpy as np
import pytest

from tm.align import Alignment, Correction, align, evaluate
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
    there, gone = traits(en, whole, path, path), traits(en, zh, path, short)
    assert abs(gone.ratio / there.ratio - 1) < 0.03
    assert abs(gone.closeness - there.closeness) < 0.02
    assert gone.numbers_count == there.numbers_count


def test_a_null_rejected_in_a_missing_chapter_does_not_come_out() -> None:
    order = [n for n in range(SIZE) if n not in CHAPTER]
    en = [Segment(text=sentence(n)[0], paragraph=1) for n in range(SIZE)]
    zh = [Segment(text=sentence(n)[1], paragraph=1) for n in order]
    wrong = Correction(action="reject", en=(80,), zh=())
    found = align(en, zh, encoder(), confirmed=[wrong]).beads
    assert all(bead.zh for bead in found if 80 in bead.en)


def test_numbers_of_a_missing_chapter_do_not_make_the_rest_seem_careless() -> None:
    use = encoder()
    assert isinstance(use, ComposingEncoder)
    en, zh = ([f"{sentence(n)[side]} {100 + n}" for n in range(SIZE)] for side in (0, 1))
    left = prepare([Segment(text=text, paragraph=1) for text in en], "en", use, use)
    right = prepare([Segment(text=text, paragraph=1) for text in zh[: CHAPTER.start]], "zh", use, use)
    path_en, path_zh = np.array([0, CHAPTER.start, SIZE]), np.array([0, CHAPTER.start, CHAPTER.start])
    assert traits(left, right, path_en, path_zh).numbers_count == 1


@pytest.mark.parametrize("at", [0, 130, 160])
def test_a_moved_chapter_is_found_and_the_rest_unharmed(at: int) -> None:
    rest = [n for n in range(SIZE) if n not in CHAPTER]
    order = [*rest[:at], *CHAPTER, *rest[at:]]
    found = aligned(order).beads
    gold = [((n,), (order.index(n),)) for n in range(SIZE)]
    assert evaluate(found, gold).strict[2] >= 0.97
    moved = {i for bead in found if bead.moved for i in bead.en}
    assert len(moved) >= 0.9 * min(len(CHAPTER), abs(at - CHAPTER.start))


def test_a_passage_that_crosses_only_a_confirmed_bead_is_marked_moved() -> None:
    """Everything before a bead confirmed far ahead stands after it in Chinese."""
    chapter, rest = list(range(40)), list(range(40, 60))
    order = [*rest, *chapter]
    en = [Segment(text=sentence(n)[0], paragraph=1) for n in range(60)]
    zh = [Segment(text=sentence(n)[1], paragraph=1) for n in order]
    held = [Correction(action="confirm", en=(n,), zh=(order.index(n),)) for n in rest]
    found = align(en, zh, encoder(), confirmed=held).beads
    steady = [bead.zh for bead in found if bead.zh and not bead.moved]
    assert steady == sorted(steady)
    assert {bead.en[0] for bead in found if bead.moved} in (set(chapter), set(rest))


ASIDES = [
    ("Nobody there would have thought it possible.", "谁也没想到"), ("Who could blame them?", "这也难怪"),
    ("It was not the first time, and it would not be the last.", "这不是头一回"),
    ("So the neighbours said.", "邻居们都这么说"),
]  # fmt: skip


def told_freely(n: int) -> tuple[list[str], list[str]]:
    """Return a passage of a novel and what a free translation makes of it."""
    (who, zh_who), (deed, zh_deed) = PEOPLE[n % len(PEOPLE)], DEEDS[n % len(DEEDS)]
    place, (aside, zh_aside) = PLACES[n % len(PLACES)][0], ASIDES[n % len(ASIDES)]
    return [
        ([f"At last, far from {place}, {who} {deed}.", aside], [f"{zh_deed}的正是{zh_who}，{zh_aside}。"]),
        ([f"At last, in {place}, {who} {deed}.", aside], [f"{zh_deed}的正是{zh_who}，{zh_aside}。"]),
        ([f"By then {who} had long left {place}."], [f"此时{zh_who}早就不在了。"]),
        (
            [f"That year {who} {deed}, or so it was told in {place}."],
            [f"那一年，听说有人{zh_deed}。", f"{zh_aside}。"],
        ),
        ([f"All that was left to do in {place} was done: {who} {deed}."], [f"{zh_who}把该做的事都做了。"]),
    ][n % 5]


def test_a_moved_chapter_of_a_free_translation_harms_nothing() -> None:
    size, chapter, at = 150, range(45, 75), 120
    rest = [n for n in range(size) if n not in chapter]
    scores = []
    for order in (list(range(size)), [*rest[:at], *chapter, *rest[at:]]):
        en: list[Segment] = []
        zh = [Segment(text=text, paragraph=1) for n in order for text in told_freely(n)[1]]
        starts = np.cumsum([0, *(len(told_freely(n)[1]) for n in order)])
        gold, own = [], set()
        for n in range(size):
            first, last = starts[order.index(n)], starts[order.index(n) + 1]
            rows = tuple(range(len(en), len(en) + len(told_freely(n)[0])))
            gold.append((rows, tuple(range(first, last))))
            own.update(rows if n in chapter else ())
            en.extend(Segment(text=text, paragraph=1) for text in told_freely(n)[0])
        found = align(en, zh, encoder()).beads
        scores.append(evaluate(found, gold))
    assert scores[1].strict[2] >= scores[0].strict[2] - 0.03
    assert scores[1].lax[2] >= scores[0].lax[2] - 0.03
    moved = {i for bead in found if bead.moved for i in bead.en}
    assert len(moved & own) >= 0.8 * len(own)
    assert moved <= own
