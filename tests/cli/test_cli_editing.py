"""`tm edit`, `delete`, `merge`, `confirm`, `status`, `audit` and `history --unit` as people use them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Tm = Callable[..., Any]


@pytest.fixture
def on(tm: Tm, memory: Path) -> Tm:
    """Run a command on a memory of its own; JSON unless told otherwise."""

    def run(*words: object, text: bool = False) -> Any:
        return tm(*words, "--memory", memory, *(() if text else ("--json",)))

    return run


@pytest.fixture
def units(on: Tm) -> list[int]:
    """The numbers of the first three units."""
    return [unit for unit in range(1, 20) if on("status", unit).code == 0][:3]


def test_edit_shows_before_and_after_and_is_undone(on: Tm, units: list[int]) -> None:
    ran = on("edit", units[0], "--target", "Something quite different.", "--by", "李")
    assert ran.code == 0, ran.err
    document = ran.document
    assert document["after"]["en"] == "Something quite different."
    assert document["before"]["zh"] == document["after"]["zh"]
    history = on("history", "--unit", units[0]).document
    assert history["changes"][0]["by"] == "李"
    assert any(op["op"] == "replace" for op in history["changes"][0]["en_diff"])
    assert on("undo").document["undone"] == f"edit unit {units[0]}"
    assert on("status", units[0]).document["units"][0]["en"] == document["before"]["en"]


def test_confirm_and_status(on: Tm, units: list[int]) -> None:
    done = on("confirm", *units, "--by", "王").document["units"]
    assert [(unit["id"], unit["status"]) for unit in done] == [(number, "confirmed") for number in units]
    assert {unit["provenance"]["confirmed_by"] for unit in done} == {"王"}
    again = on("status", *units, "--set", "do-not-reuse").document["units"]
    assert {unit["status"] for unit in again} == {"do-not-reuse"}


def test_delete_and_merge(on: Tm, units: list[int]) -> None:
    first, second, third = units
    assert on("merge", first, second).document["merged"] == [second]
    assert on("delete", third).document["deleted"] == [third]
    assert "no unit" in on("status", second).complaint
    for label in (f"delete unit {third}", f"merge unit {second} into unit {first}"):
        assert on("undo").document["undone"] == label
    assert len(on("status", *units).document["units"]) == 3


def test_audit_names_units_that_can_be_worked_on(on: Tm, units: list[int]) -> None:
    source = on("status", units[1]).document["units"][0]["zh"]
    assert on("edit", units[0], "--source", source).code == 0
    document = on("audit", "--kinds", "several-targets, duplicate", "--limit", "5").document
    assert set(document["summary"]) == {"several-targets", "duplicate"}
    [finding] = [each for each in document["findings"] if source in each["zh"]]
    assert set(units[:2]) <= set(finding["units"])
    assert 0 < finding["confidence"] <= 1
    assert document["units"] > 20


def test_views_for_people(on: Tm, units: list[int]) -> None:
    edited = on("edit", units[0], "--target", "Something quite different.", text=True)
    assert "{+Something" in edited.out
    assert "nothing changed" in on("edit", units[0], "--target", "Something quite different.", text=True).out
    assert "confirmed by" in on("confirm", units[0], "--by", "王", text=True).out
    history = on("history", "--unit", units[0], text=True).out
    assert "王" in history
    assert "{+Something" in history
    assert "1 units out of use" in on("delete", units[2], text=True).out
    assert "taken back" in on("undo", text=True).out
    assert "stands for" in on("merge", units[0], units[1], text=True).out
    audited = on("audit", text=True)
    assert audited.code == 0
    assert " units: " in audited.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("edit", "1"), "nothing to change"),
        (("edit", "999999", "--note", "x"), "no unit 999999 in use"),
        (("edit", "{unit}", "--target", ""), "the text is empty"),
        (("edit", "{unit}", "--target", "中文", "--from", "zh"), "not the en side"),
        (("edit", "{unit}", "--source", "中文", "--target", "也是"), "both zh"),
        (("delete", "0"), "no unit 0 in use"),
        (("delete", "99999999999999999999999"), "no unit 99999999999999999999999 in use"),
        (("merge", "{unit}", "{unit}"), "merged into itself"),
        (("confirm", "999999"), "no unit 999999 in use"),
        (("status", "{unit}", "--set", "good"), "unknown status 'good'"),
        (("history", "--unit", "999999"), "there never was a unit 999999"),
        (("audit", "--kinds", "typos"), "known are unlike"),
        (("audit", "--from", "fr"), "'fr'"),
    ],
)
def test_what_cannot_be_done_is_one_line(on: Tm, units: list[int], words: tuple[str, ...], said: str) -> None:
    assert said in on(*(word.format(unit=units[0]) for word in words), text=True).complaint


@pytest.mark.parametrize("words", [("delete",), ("merge", "1"), ("status", "one"), ("audit", "--min", "2")])
def test_wrong_usage_is_told(on: Tm, words: tuple[str, ...]) -> None:
    assert on(*words, text=True).code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("edit", "1", "--note", "x"),
        ("delete", "1"),
        ("merge", "1", "2"),
        ("confirm", "1"),
        ("status", "1"),
        ("audit",),
    ],
)
def test_no_memory_is_made(tm: Tm, tmp_path: Path, words: tuple[str, ...]) -> None:
    missing = tmp_path / "none.sqlite"
    assert "there is no memory here" in tm(*words, "--memory", missing).complaint
    assert not missing.exists()


def test_what_waits_for_review_is_listed_and_put_on_pages(
    tm, memory: Path, built: Path, tmp_path: Path
) -> None:
    Path("tm.toml").write_text("[align]\nreview_below = 0.99\n", encoding="utf-8")
    done = tm("build", built / "en", built / "zh", "--memory", memory, "--json").document
    found = tm("review", "--memory", memory, "--json").document
    assert found["waiting"] == done["needs_review"] > 3
    sure = [unit["provenance"]["confidence"] for unit in found["units"]]
    assert sure == sorted(sure)
    assert all(share < 0.99 for share in sure)
    assert found["pages"] == []
    first = found["units"][0]
    ran = tm("review", "--memory", memory, "--limit", "1", "-o", tmp_path / "pages")
    [page] = (tmp_path / "pages").iterdir()
    assert ran.err == f"written: {page}\n"
    assert f"{found['waiting']} units to review, 1 shown" in ran.out
    assert first["en"].split()[0] in page.read_text(encoding="utf-8")
    unsure = page.read_text(encoding="utf-8").count('class="badge review"')
    tm("confirm", str(first["id"]), "--memory", memory)
    tm("review", "--memory", memory, "-o", tmp_path / "pages")
    written = page.read_text(encoding="utf-8")
    assert 'class="badge confirmed"' in written
    assert written.count('class="badge review"') == unsure - 2
    assert tm("review", "--memory", memory, "--json").document["waiting"] == found["waiting"] - 1
    tm("undo", "--memory", memory)
    (tmp_path / "pages" / "taken").write_text("", encoding="utf-8")
    assert "taken" in tm("review", "--memory", memory, "-o", tmp_path / "pages" / "taken").complaint
