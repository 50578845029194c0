"""Aligning whole texts: cover, order, corrections, bad input."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tm.align import AlignConfig, Alignment, Correction, align, evaluate
from tm.bitext import BeadStatus, Segment
from tm.embed import encoder
from tm.errors import AlignError, ConfigError

EN = [
    "The General Administration held a meeting on food safety in Beijing.",
    "More than 200 delegates from 31 provinces attended.",
    "Director Zhou Mingyuan said that inspections had risen by 12 percent.",
    "He asked local offices to publish their results every month.",
    "Two new laboratories will open next year.",
    "The meeting closed with a visit to a testing centre.",
]
ZH = [
    "总局在北京召开食品安全工作会议。",
    "来自31个省的200多名代表参加了会议。",
    "周明远主任表示，检查次数增加了12%，并要求各地每月公布结果。",
    "明年将新建两个实验室。",
    "会议最后，代表们参观了检测中心。",
]
GOLD = [((0,), (0,)), ((1,), (1,)), ((2, 3), (2,)), ((4,), (3,)), ((5,), (4,))]


def segments(texts: Sequence[str], paragraphs: Sequence[int] | None = None) -> list[Segment]:
    numbers = paragraphs or [1] * len(texts)
    return [Segment(text=text, paragraph=number) for text, number in zip(texts, numbers, strict=True)]


def pairs(found: Alignment) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.en, bead.zh) for bead in found.beads]


def check_cover(found: Alignment, rows: int, columns: int) -> None:
    assert sorted(i for bead in found.beads for i in bead.en) == list(range(rows))
    assert sorted(j for bead in found.beads for j in bead.zh) == list(range(columns))
    in_order = [bead for bead in found.beads if not bead.moved]
    for side in ("en", "zh"):
        numbers = [i for bead in in_order for i in getattr(bead, side)]
        assert numbers == sorted(numbers)
    for bead in found.beads:
        assert bead.en or bead.zh
        assert 0 <= bead.confidence <= 1


def test_a_long_text_is_aligned_as_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    en = [f"{text} ({n})" for n in range(12) for text in EN]
    zh = [f"{text}（{n}）" for n in range(12) for text in ZH]
    whole = align(segments(en), segments(zh), encoder())
    monkeypatch.setattr("tm.align.windows._WINDOW", 60)
    monkeypatch.setattr("tm.align.windows._OVERLAP", 30)
    confirmed = [Correction(action="confirm", en=(70,), zh=(58,))]
    found = align(segments(en), segments(zh), encoder(), confirmed=confirmed)
    assert pairs(found) == pairs(whole)
    check_cover(found, len(en), len(zh))


def test_a_release_is_aligned() -> None:
    found = align(segments(EN), segments(ZH), encoder())
    assert pairs(found) == GOLD
    assert found.model == "use"
    assert found.en_vectors.shape == (6, 512)
    check_cover(found, 6, 5)


def test_traditional_and_mixed_script_align_as_well() -> None:
    traditional = [
        "總局在北京召開食品安全工作會議。",
        "來自31個省的200多名代表參加了會議。",
        "周明遠主任表示，檢查次數增加了12%，並要求各地每月公佈結果。",
        "明年將新建兩個實驗室。",
        "會議最後，代表們參觀了檢測中心。",
    ]
    assert pairs(align(segments(EN), segments(traditional), encoder())) == GOLD
    mixed = [*ZH[:2], *traditional[2:4], ZH[4]]
    assert pairs(align(segments(EN), segments(mixed), encoder())) == GOLD


def test_a_paragraph_one_side_lacks_stands_alone() -> None:
    extra = "The canteen will be closed on Friday for repairs to the kitchen floor."
    found = align(segments([*EN[:4], extra, *EN[4:]]), segments(ZH), encoder())
    assert ((4,), ()) in pairs(found)
    assert ((5,), (3,)) in pairs(found)


def test_confirmed_beads_hold_and_the_rest_is_searched_between() -> None:
    held = Correction(action="confirm", en=(1, 2), zh=(1,))
    found = align(segments(EN), segments(ZH), encoder(), confirmed=[held])
    bead = next(bead for bead in found.beads if bead.en == (1, 2))
    assert (bead.zh, bead.status, bead.confidence) == ((1,), BeadStatus.CONFIRMED, 1.0)
    check_cover(found, 6, 5)


def test_rejected_beads_do_not_come_out() -> None:
    wrong = Correction(action="reject", en=(4,), zh=(3,))
    found = align(segments(EN), segments(ZH), encoder(), confirmed=[wrong])
    assert ((4,), (3,)) not in pairs(found)
    check_cover(found, 6, 5)


def test_confirmed_nulls_and_crossings_hold() -> None:
    corrections = [
        Correction(action="confirm", en=(0,), zh=(4,)),
        Correction(action="confirm", en=(5,), zh=()),
        Correction(action="confirm", en=(), zh=(0,)),
    ]
    found = align(segments(EN), segments(ZH), encoder(), confirmed=corrections)
    for one in corrections:
        assert (one.en, one.zh) in pairs(found)
    assert sorted(i for bead in found.beads for i in bead.en) == list(range(6))
    assert sorted(j for bead in found.beads for j in bead.zh) == list(range(5))


def test_a_bead_confirmed_far_off_was_moved_and_leaves_the_rest_alone() -> None:
    en = [*EN, "The canteen serves noodles on Thursdays."]
    zh = ["食堂每周四供应面条。", *ZH]
    held = Correction(action="confirm", en=(6,), zh=(0,))
    found = align(segments(en), segments(zh), encoder(), confirmed=[held])
    rest = {(en, tuple(j + 1 for j in zh)) for en, zh in GOLD}
    assert set(pairs(found)) == rest | {((6,), (0,))}
    [bead] = [bead for bead in found.beads if bead.en == (6,)]
    assert (bead.moved, bead.status) == (True, BeadStatus.CONFIRMED)
    check_cover(found, 7, 6)


def test_beads_confirmed_together_outweigh_what_contradicts_them() -> None:
    shifted = [Correction(action="confirm", en=(i,), zh=(i + 1,)) for i in range(4)]
    found = align(segments(EN), segments(ZH), encoder(), confirmed=shifted)
    assert not any(bead.moved for bead in found.beads)
    assert {((i,), (i + 1,)) for i in range(4)} <= set(pairs(found))
    check_cover(found, 6, 5)


def test_a_run_of_segments_is_confirmed_or_rejected_as_nulls_one_by_one() -> None:
    lone = align(segments(EN), segments(ZH), encoder(), confirmed=[_null("confirm", (4, 5), ())])
    assert {((4,), ()), ((5,), ())} <= {(bead.en, bead.zh) for bead in lone.beads if bead.confidence == 1}
    found = align(
        segments(EN),
        segments(ZH),
        encoder(),
        confirmed=[_null("confirm", (4, 5), ()), _null("reject", (), (3, 4))],
    )
    assert not {((), (3,)), ((), (4,))} & set(pairs(found))
    check_cover(found, 6, 5)


def _null(action: Any, en: tuple[int, ...], zh: tuple[int, ...]) -> Correction:
    return Correction(action=action, en=en, zh=zh)


def test_nulls_confirmed_against_an_empty_side_say_so(hashing: Any) -> None:
    found = align(segments(EN[:2]), [], hashing, confirmed=[_null("confirm", (1,), ())])
    assert [bead.status for bead in found.beads] == [BeadStatus.AUTO, BeadStatus.CONFIRMED]


@pytest.mark.parametrize(
    ("corrections", "message"),
    [
        ([Correction(action="confirm", en=(9,), zh=(0,))], "has 6 segments"),
        (
            [
                Correction(action="confirm", en=(0,), zh=(0,)),
                Correction(action="confirm", en=(0, 1), zh=(1,)),
            ],
            "two confirmed beads",
        ),
    ],
)
def test_corrections_that_cannot_be_are_errors(corrections: list[Correction], message: str) -> None:
    with pytest.raises(AlignError, match=message):
        align(segments(EN), segments(ZH), encoder(), confirmed=corrections)


def test_an_empty_side_leaves_nulls(hashing: Any) -> None:
    assert pairs(align([], segments(ZH[:2]), hashing)) == [((), (0,)), ((), (1,))]
    assert pairs(align(segments(EN[:2]), [], hashing)) == [((0,), ()), ((1,), ())]
    assert pairs(align([], [], hashing)) == []


@pytest.mark.parametrize(
    ("en", "zh", "message"),
    [(ZH * 2, EN * 2, "swap"), (ZH * 2, ZH * 2, "English side is Chinese"), (EN * 2, EN * 2, "no Chinese")],
)
def test_wrong_languages_are_errors(en: list[str], zh: list[str], message: str) -> None:
    with pytest.raises(AlignError, match=message):
        align(segments(en), segments(zh), encoder())


@pytest.mark.parametrize(
    ("en", "zh"),
    [
        (["a"], ["中"] * 400),
        (["One line."] * 300, ["一行。"] * 280),
        (["!", "?", "...", "—"], ["！", "？", "……"]),
        (["a\x00b", "\x01\x02", "\ufeff"], ["中\x00文", "\x7f"]),
        (["word " * 4_000], ["字" * 20_000, "二"]),
        (["", " ", "\t"], ["", "　"]),
    ],
    ids=["one against many", "duplicates", "punctuation", "control", "long", "blank"],
)
def test_odd_texts_are_covered(en: list[str], zh: list[str]) -> None:
    check_cover(align(segments(en), segments(zh), encoder()), len(en), len(zh))


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
LINES = st.lists(st.tuples(TEXT, st.integers(0, 3)), max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(en=LINES, zh=LINES, moved=st.sampled_from([0, 1, 3]))
def test_every_segment_is_in_exactly_one_bead(
    en: list[tuple[str, int]], zh: list[tuple[str, int]], moved: int, hashing: Any
) -> None:
    sides = [[Segment(text=text, paragraph=number) for text, number in side] for side in (en, zh)]
    try:
        found = align(*sides, hashing, AlignConfig(moved_min=moved))
    except AlignError:  # a side not in its language
        return
    check_cover(found, len(en), len(zh))


@st.composite
def corrected(draw: st.DrawFn) -> tuple[list[str], list[str], list[Correction]]:
    """Two texts, runs of theirs confirmed as beads or nulls, and others rejected."""
    en = draw(st.lists(st.sampled_from(["Rain fell.", "Rain.", "Go on.", "", "7"]), min_size=1, max_size=9))
    zh = draw(st.lists(st.sampled_from(["下雨了。", "雨。", "继续。", "", "七"]), min_size=1, max_size=9))

    def cut(size: int) -> list[tuple[int, ...]]:
        runs, at = [], 0
        while at < size:
            length = draw(st.integers(1, 3))
            runs.append(tuple(range(at, min(size, at + length))))
            at += length
        return draw(st.permutations(runs))

    corrections = []
    for ours, theirs in zip(cut(len(en)), cut(len(zh)), strict=False):
        kind = draw(st.sampled_from(["pair", "en", "zh", "reject", "reject null", "nothing"]))
        sides = {"pair": (ours, theirs), "en": (ours, ()), "zh": ((), theirs), "reject": (ours, theirs)}
        if kind != "nothing":
            left, right = sides.get(kind, (ours, ()))
            action: Any = "reject" if kind.startswith("reject") else "confirm"
            corrections.append(Correction(action=action, en=left, zh=right))
    return en, zh, corrections


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=corrected())
def test_any_corrections_are_held_to_and_every_segment_stays_in_one_bead(
    case: tuple[list[str], list[str], list[Correction]], hashing: Any
) -> None:
    en, zh, corrections = case
    try:
        found = align(segments(en), segments(zh), hashing, confirmed=corrections)
    except AlignError:
        if not any(one.action == "reject" for one in corrections):
            raise
        return  # the rejected beads leave no way
    check_cover(found, len(en), len(zh))
    beads = set(pairs(found))
    for one in corrections:
        if one.en and one.zh:
            assert ((one.en, one.zh) in beads) == (one.action == "confirm")
        else:
            nulls = {((i,), ()) for i in one.en} | {((), (j,)) for j in one.zh}
            assert nulls <= beads if one.action == "confirm" else not nulls & beads


def test_a_null_rejected_where_nothing_is_left_beside_it_is_an_error(hashing: Any) -> None:
    en, zh = segments(["Rain fell."] * 7), segments(["下雨了。"] * 3)
    confirmed = [
        Correction(action="confirm", en=(0,), zh=(0,)),
        Correction(action="confirm", en=(1,), zh=(2,)),
        Correction(action="reject", en=(2,), zh=()),
    ]
    with pytest.raises(AlignError, match="no way"):
        align(en, zh, hashing, confirmed=confirmed)


def test_a_passage_that_stands_elsewhere_is_marked_moved() -> None:
    extra_en = [
        "Farmers in the north planted rice two weeks early this spring.",
        "The river rose by three metres after the storm.",
        "Engineers repaired the old bridge within ten days.",
        "Children collected books for the village library.",
        "A new bus line links the harbour with the airport.",
    ]
    extra_zh = [
        "今年春天，北方农民提前两周种植了水稻。",
        "暴风雨过后，河水上涨了三米。",
        "工程师十天内修好了旧桥。",
        "孩子们为村里的图书馆收集图书。",
        "一条新的公交线路连接港口和机场。",
    ]
    found = align(segments([*extra_en, *EN]), segments([*ZH, *extra_zh]), encoder())
    check_cover(found, 11, 10)
    extra = {((i,), (i + 5,)) for i in range(5)}
    rest = {(tuple(i + 5 for i in en), zh) for en, zh in GOLD}
    assert set(pairs(found)) == extra | rest
    assert {(bead.en, bead.zh) for bead in found.beads if bead.moved} in (extra, rest)


@pytest.mark.parametrize(
    "wrong", [{"max_bead": 1}, {"max_bead": 8}, {"band": 5}, {"review_below": 1.5}, {"moved_min": -1}]
)
def test_settings_out_of_range_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match=next(iter(wrong))):
        AlignConfig(**wrong)


def test_evaluation_counts_as_the_field_does() -> None:
    gold = [((0,), (0,)), ((1, 2), (1,)), ((3,), ()), ((4,), (2,))]
    ours = [((0,), (0,)), ((1,), (1,)), ((2,), ()), ((3,), ()), ((4,), (2,))]
    found = evaluate(ours, gold)
    assert found.strict[:2] == (3 / 5, 2 / 3)
    assert found.lax[:2] == (4 / 5, 1.0)
    assert found.nulls[:2] == (1 / 2, 1.0)
    assert found.by_kind["1-1"] == (2, 3, 2)
    twice = found + found
    assert twice.strict == found.strict
    assert twice.predicted == 10
