"""A fifth of a real text missing or moved: `scripts/bench align-chapters --gold DIR [--sets mac-dev]`.

Texts whose lines do not repeat: 3,000 lines of `tico19`, the chapters of `asvs` one after another (merged,
split and dropped as in `align`), those of `mac-dev`, and the releases of the sample corpus. Each is cut into
five parts of equally many beads. Each part in turn is taken out of the Chinese side, or moved to its end
(the last one to its beginning); the five results are counted together.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benches.gold import Damage, Document, asvs, corpora, damaged, mac
from benches.lookup_units import tmx_pairs

from tm.align import Evaluation, align, evaluate
from tm.bitext import Bead
from tm.embed import Encoder, encoder

SETS = ("tico19", "asvs", "mac-dev", "corpora")
CHANGES = ("whole", "missing", "moved")
PARTS = 5
_LINES = 3_000
_CORPORA = Path(__file__).resolve().parents[2] / "corpora"


@dataclass(frozen=True, kw_only=True)
class Moved:
    """English segments in beads marked moved, in beads of the moved part, and in both."""

    found: int = 0
    gold: int = 0
    right: int = 0

    def __add__(self, other: "Moved") -> "Moved":
        """Count two texts together."""
        return Moved(
            found=self.found + other.found, gold=self.gold + other.gold, right=self.right + other.right
        )

    def __str__(self) -> str:
        """Name precision and recall."""
        return f"moved P {self.right / max(1, self.found):.3f} R {self.right / max(1, self.gold):.3f}"


def joined(documents: Sequence[Document], name: str) -> Document:
    """Return documents one after another as one, paragraphs not told."""
    en: list[str] = []
    zh: list[str] = []
    beads = []
    for one in documents:
        beads.extend(
            (tuple(i + len(en) for i in left), tuple(j + len(zh) for j in right)) for left, right in one.beads
        )
        en.extend(one.en)
        zh.extend(one.zh)
    return Document(name=name, en=tuple(en), zh=tuple(zh), beads=tuple(beads))


def text(gold: Path, name: str) -> Document:
    """Return a set as one text."""
    if name == "tico19":
        pairs = list(tmx_pairs(gold / "tico19" / "tico19.en-zh.tmx"))[:_LINES]
        en, zh = zip(*pairs, strict=True)
        return Document(name=name, en=en, zh=zh, beads=tuple(((n,), (n,)) for n in range(len(pairs))))
    if name == "asvs":
        return joined([damaged(one, Damage(), seed=1) for one in asvs(gold)], name)
    return joined(mac(gold) if name == "mac-dev" else corpora(_CORPORA), name)


def changed(document: Document, part: int, change: str) -> tuple[Document, set[int]]:
    """Return the document with one part missing or moved in Chinese, and the English segments of that part.

    Only segments that answer something are counted as moved.
    """
    cuts = [round(len(document.beads) * k / PARTS) for k in range(PARTS + 1)]
    own = document.beads[cuts[part] : cuts[part + 1]]
    gone = {j for _, zh in own for j in zh}
    kept = [j for j in range(len(document.zh)) if j not in gone]
    if change == "moved":
        kept = [*kept, *sorted(gone)] if part < PARTS - 1 else [*sorted(gone), *kept]
    place = {j: at for at, j in enumerate(kept)}
    beads = []
    for en, zh in document.beads:
        if all(j in place for j in zh):
            beads.append((en, tuple(place[j] for j in zh)))
        else:
            beads.extend(((i,), ()) for i in en)
    new = Document(
        name=document.name, en=document.en, zh=tuple(document.zh[j] for j in kept), beads=tuple(beads)
    )
    return new, {i for en, zh in own if zh for i in en} if change == "moved" else set()


def measure(document: Document, change: str, chosen: Encoder) -> Iterator[tuple[Evaluation, Moved]]:
    """Yield what comes of each part missing or moved."""
    for part in range(PARTS if change != "whole" else 1):
        new, apart = changed(document, part, change) if change != "whole" else (document, set())
        beads = align(*new.segments(), chosen).beads
        yield evaluate(beads, new.beads), _moved(beads, apart)


def _moved(beads: Sequence[Bead], apart: set[int]) -> Moved:
    found = {i for bead in beads if bead.moved for i in bead.en}
    return Moved(found=len(found), gold=len(apart), right=len(found & apart))


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="scripts/bench align-chapters", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="folder of the gold sets")
    parser.add_argument("--sets", default=",".join(SETS), help="which of them, with commas between")
    parser.add_argument("--changes", default=",".join(CHANGES), help="which of whole, missing, moved")
    options = parser.parse_args(arguments)
    chosen = encoder()
    for name in options.sets.split(","):
        document = text(options.gold, name)
        for change in options.changes.split(","):
            results = list(measure(document, change, chosen))
            total, moved = results[0]
            for evaluation, one in results[1:]:
                total, moved = total + evaluation, moved + one
            nulls = f"nulls P {total.nulls[0]:.3f} R {total.nulls[1]:.3f}"
            parts = " ".join(f"{one.strict[2]:.3f}" for one, _ in results)
            print(
                f"{name} {change}: strict F1 {total.strict[2]:.4f}  lax F1 {total.lax[2]:.4f}  {nulls}"
                f"  {moved}  parts {parts}",
                flush=True,
            )
    return 0
