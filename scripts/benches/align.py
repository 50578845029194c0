"""Alignment on gold data: `scripts/bench align --gold DIR [--model NAME] [--seeds N] [--out FOLDER]`.

Prints strict and lax F1, precision and recall of nulls, and beads by kind, for every set and document.
"""

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from benches.gold import Damage, Document, asvs, damaged, mac

from tm.align import Alignment, Evaluation, align, evaluate
from tm.bitext import Segment
from tm.embed import Encoder, encoder


def segments(texts: Sequence[str]) -> list[Segment]:
    """Return lines as segments of one paragraph: the gold sets say nothing of paragraphs."""
    return [Segment(text=text, paragraph=1) for text in texts]


def aligned(document: Document, chosen: Encoder) -> Alignment:
    """Align a gold document's texts."""
    return align(segments(document.en), segments(document.zh), chosen)


def score(documents: Iterable[Document], chosen: Encoder, label: str, rows: list[dict[str, object]]) -> None:
    """Align documents, print a line for each and one for all, and keep them in `rows`."""
    total, count, began = Evaluation(), 0, time.perf_counter()
    for document in documents:
        one = evaluate(aligned(document, chosen).beads, document.beads)
        total += one
        count += len(document.en) + len(document.zh)
        rows.append(row(document.name, one))
    seconds = time.perf_counter() - began
    rows.append({**row(label, total), "sentences_per_second": round(count / seconds)})
    print(f"{label}: {count / seconds:.0f} sentences/s")
    print("  by kind (right/predicted/gold):", end=" ")
    kinds = sorted(total.by_kind.items(), key=lambda item: -item[1][2])
    print("  ".join(f"{kind} {a}/{b}/{c}" for kind, (a, b, c) in kinds))


def row(name: str, one: Evaluation) -> dict[str, object]:
    """Print and return one line of scores."""
    strict, lax, nulls = one.strict, one.lax, one.nulls
    print(
        f"{name:42} strict {strict[0]:.3f} {strict[1]:.3f} {strict[2]:.4f}  lax {lax[2]:.4f}"
        f"  nulls {nulls[0]:.3f} {nulls[1]:.3f}  ({one.null_gold})"
    )
    return {
        "set": name,
        "strict": [round(value, 4) for value in strict],
        "lax": [round(value, 4) for value in lax],
        "nulls": [round(value, 4) for value in nulls],
        "by_kind": dict(one.by_kind),
    }


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="scripts/bench align", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="folder of the gold sets")
    parser.add_argument("--model", default="use", help="encoder: use, a model's name or a folder")
    parser.add_argument("--seeds", type=int, default=5, help="how many times asvs is damaged anew")
    parser.add_argument("--out", type=Path, help="folder for the scores as JSON")
    options = parser.parse_args(arguments)
    if not (options.gold / "mac-dev").is_dir():
        parser.error(f"{options.gold}: no folder mac-dev in it; give the folder of the gold sets")
    chosen = encoder(options.model)
    rows: list[dict[str, object]] = []
    score(mac(options.gold), chosen, "mac-dev", rows)
    texts = [
        damaged(one, Damage(), 100 + seed) for seed in range(options.seeds) for one in asvs(options.gold)
    ]
    score(texts, chosen, "asvs", rows)
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        found = options.out / "align.json"
        found.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0
