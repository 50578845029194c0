"""Term extraction: how much of the gold term lists is proposed, from `tico19` and from `corpora/`.

    scripts/bench terms --gold DIR [--show 100] [--min-count 2]

An entry counts where it stands in two units or more on either side (case, English plurals, width and script
folded). "Together" counts those only that stand twice or more in the same units: what co-occurrence can tell.
Precision is judged by reading: `--show` prints the first proposals.
"""

import argparse
import csv
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tm.bitext import Provenance, TranslationUnit
from tm.jobs.session import Session
from tm.jobs.terms import Extraction, extract_terms
from tm.jobs.upkeep import import_units
from tm.termbase.extraction_candidates import chinese_key, english_key

CORPORA = Path(__file__).resolve().parents[2] / "corpora"
LISTS = ("f_en-zh_CN.csv", "g_en_zh-CN.csv")
CUTS = (100, 500, 1_000, 2_000, 5_000)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A gold entry with the units its sides stand in."""

    en: str
    zh: str
    apart: int
    together: int


def main(argv: Sequence[str] | None = None) -> int:
    """Print recall of each list, at several cuts, and the first proposals if asked."""
    parser = argparse.ArgumentParser(prog="scripts/bench terms", description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, help="folder of the gold sets; without it only corpora/ is run")
    parser.add_argument("--show", type=int, default=0, help="proposals to print for reading")
    parser.add_argument("--misses", action="store_true", help="print the entries that are not proposed")
    parser.add_argument("--min-count", type=int, default=2)
    parser.add_argument("--model", default="use")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        if args.gold is None:
            print("--gold DIR not given: tico19 is left out")
        else:
            with Session(memory=str(Path(folder) / "tico.sqlite"), model=args.model) as session:
                import_units(session, [args.gold / "tico19" / "tico19.en-zh.tmx"])
                rows = [row for name in LISTS for row in list_entries(args.gold / "tico19" / name)]
                _measure("tico19", session, rows, args)
        with Session(memory=str(Path(folder) / "corpora.sqlite"), model=args.model) as session:
            session.memory.units.add(corpora_units())
            _measure("corpora", session, glossary_entries(), args)
    return 0


def list_entries(path: Path) -> list[tuple[str, str]]:
    """Return the entries of a tico19 list; several Chinese forms of one are entries each."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            (row["sourceString"].strip(), form.strip())
            for row in csv.DictReader(file)
            for form in row["targetString"].split(" : ")
        ]


def corpora_units() -> Iterator[TranslationUnit]:
    """Yield the units of the sample corpus by its own beads, so that pairing and aligning have no say."""
    for path in sorted((CORPORA / "gold" / "beads").glob("*.beads.tsv")):
        name = path.name.removesuffix(".beads.tsv")
        en, zh = (
            path.with_name(f"{name}.{side}.txt").read_text("utf-8").split("\n") for side in ("en", "zh")
        )
        for line in path.read_text("utf-8").splitlines():
            other, own = ([int(at) for at in cell.split(",") if at] for cell in line.split("\t"))
            if own and other:
                yield TranslationUnit(
                    en=" ".join(en[at] for at in own),
                    zh="".join(zh[at] for at in other),
                    provenance=Provenance(document=name),
                )


def glossary_entries() -> list[tuple[str, str]]:
    """Return the glossary's good entries, each pair of forms that answer each other."""
    with (CORPORA / "glossary.tsv").open(encoding="utf-8", newline="") as file:
        rows = [
            row for row in csv.DictReader(file, delimiter="\t") if row["status"] in {"preferred", "admitted"}
        ]
    return [(row["en"], row["zh"]) for row in rows]


def _measure(name: str, session: Session, rows: list[tuple[str, str]], args: argparse.Namespace) -> None:
    units = list(session.memory.units.scan())
    entries = _entries(rows, units)
    started = time.perf_counter()
    found = extract_terms(session, min_count=args.min_count)
    seconds = time.perf_counter() - started
    print(f"{name}: {len(units)} units, {len(found.proposals)} proposals in {seconds:.1f} s", flush=True)
    ranks = _ranks(found)
    for title, kept in (
        ("twice on both sides", [entry for entry in entries if entry.apart > 1]),
        ("twice together", [entry for entry in entries if entry.together > 1]),
    ):
        places = [ranks.get((entry.en, entry.zh)) for entry in kept]
        cuts = [(str(cut), cut) for cut in CUTS if cut < len(ranks)] + [("all", len(ranks))]
        shares = " ".join(
            f"{label}:{sum(at is not None and at < cut for at in places) / max(1, len(kept)):.3f}"
            for label, cut in cuts
        )
        print(f"  {title}: {len(kept)} entries, recall at {shares}")
    for entry in entries:
        if args.misses and entry.apart > 1 and (entry.en, entry.zh) not in ranks:
            print(f"  missed\t{entry.en}\t{entry.zh}\t{entry.apart}\t{entry.together}")
    for proposal in found.proposals[: args.show]:
        print(f"  {proposal.source}\t{proposal.target}\t{proposal.count}\t{proposal.confidence:.2f}")


def _entries(rows: list[tuple[str, str]], units: list[TranslationUnit]) -> list[Entry]:
    en_texts = [f" {english_key(unit.en)} " for unit in units]
    zh_texts = [chinese_key(unit.zh) for unit in units]
    keys = dict.fromkeys((english_key(en), chinese_key(zh)) for en, zh in rows)
    entries = []
    for en, zh in keys:
        if not en or not zh:
            continue
        own = {at for at, text in enumerate(en_texts) if f" {en} " in text}
        other = {at for at, text in enumerate(zh_texts) if zh in text}
        entries.append(Entry(en=en, zh=zh, apart=min(len(own), len(other)), together=len(own & other)))
    return entries


def _ranks(found: Extraction) -> dict[tuple[str, str], int]:
    ranks: dict[tuple[str, str], int] = {}
    for at, proposal in enumerate(found.proposals):
        ranks.setdefault((english_key(proposal.target), chinese_key(proposal.source)), at)
    return ranks
