"""Good translations and planted errors from the gold folder and `corpora/`. Leaves out: judging them."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tm.bitext import Side

CORPORA = Path(__file__).parent.parent.parent / "corpora"
GOOD_MQM = -1.0
Pair = tuple[str, str]
"""Chinese, English."""


@dataclass(frozen=True, kw_only=True)
class Planted:
    """A draft row with one error of a known kind; `clean` is the row as it was, where that is known."""

    kind: str
    source_side: Side
    source: str
    draft: str
    clean: str | None = None


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def wmt_good(gold: Path) -> list[Pair]:
    """Return the human references of `wmt21-mqm` with a score of -1 or better."""
    rows = _table(gold / "wmt21-mqm" / "wmt21_news_zhen.tsv")
    return [
        (row["source"], row["hypothesis"])
        for row in rows
        if row["system"] == "ref-A" and float(row["mqm_score"]) >= GOOD_MQM
    ]


def tico(gold: Path) -> list[Pair]:
    """Return the units of `tico19`."""
    found = []
    tree = etree.parse(gold / "tico19" / "tico19.en-zh.tmx", etree.XMLParser(resolve_entities=False))
    for unit in tree.iter("tu"):
        en, zh = ("".join(seg.itertext()) for seg in unit.iter("seg"))
        found.append((zh, en))
    return found


def asvs(gold: Path) -> list[Pair]:
    """Return the segments of `asvs`, chapter by chapter."""
    found = []
    for path in sorted((gold / "asvs").glob("*.gold.tsv")):
        stem = path.name.removesuffix(".gold.tsv")
        en, zh = (
            path.with_name(f"{stem}.{side}.txt").read_text(encoding="utf-8").split("\n")
            for side in ("en", "zh")
        )
        for line in path.read_text(encoding="utf-8").splitlines():
            one, other = line.split("\t")
            found.append((zh[int(other)], en[int(one)]))
    return found


def own(corpora: Path = CORPORA) -> list[Pair]:
    """Return the gold beads of `corpora/` that have both sides."""
    found = []
    for path in sorted((corpora / "gold" / "beads").glob("*.beads.tsv")):
        stem = path.name.removesuffix(".beads.tsv")
        zh, en = (
            path.with_name(f"{stem}.{side}.txt").read_text(encoding="utf-8").split("\n")
            for side in ("zh", "en")
        )
        for line in path.read_text(encoding="utf-8").splitlines():
            left, right = line.split("\t")
            if left and right:
                chinese = "".join(zh[int(number)] for number in left.split(","))
                found.append((chinese, " ".join(en[int(number)] for number in right.split(","))))
    return found


def good_sets(gold: Path | None) -> dict[str, list[Pair]]:
    """Return good translations by set; only `corpora` where no gold folder is given."""
    if gold is None:
        return {"corpora": own()}
    return {"wmt21-mqm": wmt_good(gold), "tico19": tico(gold), "asvs": asvs(gold), "corpora": own()}


def demetr(gold: Path) -> list[Planted]:
    """Return the rows of DEMETR that hold a checked, visible error and do not need the reference."""
    return [
        Planted(
            kind=row["pert_name"].partition("_id")[2].partition("_")[2] or row["pert_name"],
            source_side="zh",
            source=row["source"],
            draft=row["perturbed"],
            clean=row["mt"],
        )
        for row in _table(gold / "demetr" / "demetr_zhen_dev.tsv")
        if row["pert_check"] == "True"
        and row["mt"] != row["perturbed"]
        and row["pert_name"] != "base_id35_reference"
    ]


def drafts(corpora: Path = CORPORA) -> list[tuple[str, Side, list[Pair], dict[int, list[str]]]]:
    """Return the drafts of `corpora/`: name, source side, (source, draft) rows, planted rules by row."""
    planted: dict[str, dict[int, list[str]]] = {}
    sides: dict[str, Side] = {}
    for line in (corpora / "drafts" / "planted.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        planted.setdefault(entry["draft"], {}).setdefault(entry["segment"], []).append(entry["rule"])
        sides[entry["draft"]] = entry["from"]
    found = []
    for name, errors in sorted(planted.items()):
        lines = (corpora / "drafts" / name).read_text(encoding="utf-8").split("\n")
        rows = [(source, draft) for line in lines if line for source, _, draft in (line.partition("\t"),)]
        found.append((name, sides[name], rows, errors))
    return found
