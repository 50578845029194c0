"""`tm pair` as people read it: paths whole, reasons in words, what is left over by its side."""

from pathlib import Path

import pytest

from tm.cli.show_texts import reasons_line
from tm.pairing import Reasons

FERRY_EN = (
    "New Ferry Line to Open",
    "A ferry line between Shiwan and East Pier will open on 1 May 2025.",
    "Six boats will carry up to 4,200 passengers a day.",
    "Tickets cost 5 yuan, half of the bus fare.",
)
FERRY_ZH = (
    "新轮渡航线即将开通",
    "石湾至东码头的轮渡航线将于2025年5月1日开通。",
    "六艘船每天最多运送4200名乘客。",
    "票价5元，为公交票价的一半。",
)
BEES = ("Beekeepers Count Hives", "The beekeepers of Mulin counted 1,930 hives by 12 April 2025.")


def write(path: Path, texts: tuple[str, ...]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(texts), encoding="utf-8")
    return path


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    deep = "a-folder-with-a-rather-long-name/" * 4
    write(tmp_path / "en" / deep / "ferry.txt", FERRY_EN)
    write(tmp_path / "en" / "bees.txt", BEES)
    write(tmp_path / "zh" / "轮渡.txt", FERRY_ZH)
    return tmp_path / "en", tmp_path / "zh"


def test_a_pair_is_one_whole_line_with_its_reasons_below(tm, folders: tuple[Path, Path]) -> None:
    lines = tm("pair", *folders).out.splitlines()
    assert lines[0].endswith("/ferry.txt ↔ 轮渡.txt")
    told = " ".join(" ".join(lines[1:]).split())
    assert "answered: numbers 100%" in told
    assert "1 May 2025" in told
    assert "12 April 2025" not in told
    assert lines[-1] == "no counterpart (English): bees.txt"


def test_versions_that_cannot_be_told_apart_are_listed_with_their_reasons(
    tm, folders: tuple[Path, Path]
) -> None:
    write(folders[0] / "ferry-2.txt", (*FERRY_EN[:3], "A ticket costs 5 yuan, half the fare of the bus."))
    Path("tm.toml").write_text("[pairing]\ntie_odds = 1000\n", encoding="utf-8")
    (folders[0] / "other.zip").write_bytes(b"PK")
    ran = tm("pair", *folders)
    told = ran.out.splitlines()
    ways = [line for line in told if line.startswith("  0.")]
    assert [line.split(" ↔ ")[1] for line in ways] == ["轮渡.txt", "轮渡.txt"]
    assert ran.err == f"ignored 1 file of another type: {folders[0] / 'other.zip'}\n"


def test_only_what_is_known_is_told() -> None:
    known = {"numbers": None, "names": 0.5, "latin": None, "title_cosine": None, "alignment": 0.4}
    held = Reasons(date_days=None, body_cosine=0.313, length=1.0, **known)
    assert reasons_line(held) == "answered: names 50%, sentences 40% · alike: texts 0.31"
    for days, told in ((0, "same day"), (1, "English 1 day later"), (-5, "English 5 days earlier")):
        assert told in reasons_line(Reasons(date_days=days, body_cosine=0.3, length=1.0, **known))
    assert "English 0.50 times as long" in reasons_line(
        Reasons(date_days=None, body_cosine=0.3, length=0.5, **known)
    )
