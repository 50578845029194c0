"""Confirmed beads and lexicons teach words."""

from collections.abc import Sequence

from tm.align import Alignment, Correction, align
from tm.align.lexicon import Lexicon
from tm.align.taught import with_confirmed
from tm.bitext import Segment
from tm.embed import encoder

EN = [
    "Fendril opened the shop at dawn.",
    "Fendril sold two lamps.",
    "Fendril counted the coins.",
    "Grumbold mended a boat.",
    "Grumbold sang in the evening.",
    "Grumbold slept until noon.",
    "Fendril waited at the gate, and it rained.",
    "Grumbold waited at the gate.",
]
OPEN = ["张三在门口等着。", "李四在门口等着。"]
HELD = [Correction(action="confirm", en=(at,), zh=(at,)) for at in range(6)]


def segments(texts: Sequence[str]) -> list[Segment]:
    return [Segment(text=text, paragraph=1) for text in texts]


def chinese(fendril: str, grumbold: str) -> list[str]:
    return [
        f"{fendril}一早开了店。",
        f"{fendril}卖了两盏灯。",
        f"{fendril}数了硬币。",
        f"{grumbold}修了一条船。",
        f"{grumbold}晚上唱歌。",
        f"{grumbold}睡到中午。",
        *OPEN,
    ]


def confidence(found: Alignment) -> float:
    return next(bead.confidence for bead in found.beads if (bead.en, bead.zh) == ((6,), (6,)))


def test_names_learned_from_confirmed_beads_count_in_the_rest() -> None:
    same, other = (
        align(segments(EN), segments(chinese(*names)), encoder(), confirmed=HELD)
        for names in (("张三", "李四"), ("李四", "张三"))
    )
    assert confidence(same) > confidence(other) + 0.05


def test_a_lexicon_given_counts_too() -> None:
    zh = segments(chinese("王五", "赵六"))
    right = Lexicon(entries={"fendril": {"张": 0.9, "三": 0.9}, "grumbold": {"李": 0.9, "四": 0.9}})
    wrong = Lexicon(entries={"fendril": {"李": 0.9, "四": 0.9}, "grumbold": {"张": 0.9, "三": 0.9}})
    same, other = (align(segments(EN), zh, encoder(), lexicon=lexicon) for lexicon in (right, wrong))
    assert confidence(same) > confidence(other) + 0.05


def test_what_is_known_and_what_is_confirmed_are_joined() -> None:
    zh = segments(chinese("张三", "李四"))
    known = Lexicon(entries={"fendril": {"张三": 0.1}, "gate": {"门口": 0.5}}, pairs=9)
    found = with_confirmed(known, HELD, segments(EN), zh)
    assert found.score("gate", "门口") == 0.5
    assert found.score("fendril", "张三") > 0.4
    assert found.score("fendril", "李四") == 0
    assert found.pairs == 15
    rejected = [Correction(action="reject", en=(0,), zh=(0,)), Correction(action="confirm", en=(1,), zh=())]
    assert with_confirmed(None, rejected, segments(EN), zh).entries == {}
