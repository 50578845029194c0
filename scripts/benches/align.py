"""Alignment on gold data: `scripts/bench align --gold DIR [--model NAME] [--seeds N] [--script s2t]`.

Prints strict and lax F1, precision and recall of nulls, beads by kind and how well confidence agrees with
the truth, for every set; with `--out FOLDER` also for every document. The package's weights were learned from
`mac-dev`, from `asvs` damaged by other seeds and from the sample corpus: what they give on texts they were
not learned from is printed by `scripts/fit_align`.
"""

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from benches.calibration import report
from benches.gold import Damage, Document, asvs, corpora, damaged, mac, thinned

from tm.align import Alignment, Evaluation, align, evaluate
from tm.embed import Encoder, encoder

ROOT = Path(__file__).resolve().parents[2]
SHARES = (0.01, 0.05, 0.1, 0.2)
FIRST_SEED = 100


def rewritten(documents: Sequence[Document], script: str) -> list[Document]:
    """Return documents with their Chinese written in another script, by a conversion of OpenCC."""
    from opencc import OpenCC

    converter = OpenCC(script)
    return [replace(one, zh=tuple(map(converter.convert, one.zh))) for one in documents]


def aligned(document: Document, chosen: Encoder) -> Alignment:
    """Align a gold document's texts."""
    return align(*document.segments(), chosen)


def score(documents: Iterable[Document], chosen: Encoder, label: str, rows: list[dict[str, object]]) -> None:
    """Align documents, print the pooled scores, and keep those of each and of all in `rows`."""
    total, count, began = Evaluation(), 0, time.perf_counter()
    judged: list[tuple[float, bool]] = []
    for document in documents:
        beads = aligned(document, chosen).beads
        one = evaluate(beads, document.beads)
        gold = set(document.beads)
        judged.extend((bead.confidence, (bead.en, bead.zh) in gold) for bead in beads)
        total += one
        count += len(document.en) + len(document.zh)
        rows.append(row(document.name, one))
    seconds = time.perf_counter() - began
    whole = row(label, total)
    rows.append({**whole, "sentences_per_second": round(count / seconds)})
    strict, lax, nulls = total.strict, total.lax, total.nulls
    print(
        f"{label}: strict P {strict[0]:.4f} R {strict[1]:.4f} F1 {strict[2]:.4f}  lax F1 {lax[2]:.4f}"
        f"  nulls P {nulls[0]:.3f} R {nulls[1]:.3f} of {total.null_gold}  {count / seconds:.0f} sentences/s"
    )
    confidence, right = (np.array(column) for column in zip(*judged, strict=True))
    print(f"  confidence: {report(confidence, right.astype(bool))}")
    kinds = sorted(total.by_kind.items(), key=lambda item: -item[1][2])
    print(
        "  right/predicted/gold:", "  ".join(f"{kind} {a}/{b}/{c}" for kind, (a, b, c) in kinds), flush=True
    )


def row(name: str, one: Evaluation) -> dict[str, object]:
    """Return one line of scores."""
    strict, lax, nulls = one.strict, one.lax, one.nulls
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
    parser.add_argument("--script", help="write the Chinese anew first: s2t, s2twp … (OpenCC)")
    parser.add_argument("--out", type=Path, help="folder for the scores as JSON")
    options = parser.parse_args(arguments)
    if not (options.gold / "mac-dev").is_dir():
        parser.error(f"{options.gold}: no folder mac-dev in it; give the folder of the gold sets")
    chosen = encoder(options.model)
    rows: list[dict[str, object]] = []
    seeds = range(FIRST_SEED, FIRST_SEED + options.seeds)
    novels, standards, releases = mac(options.gold), asvs(options.gold), corpora(ROOT / "corpora")
    if options.script is not None:
        novels, standards, releases = (
            rewritten(one, options.script) for one in (novels, standards, releases)
        )
    score(novels, chosen, "mac-dev", rows)
    score([damaged(one, Damage(), seed) for seed in seeds for one in standards], chosen, "asvs", rows)
    score(releases, chosen, "corpora", rows)
    for share in SHARES:
        for label, texts, whole in (
            ("asvs", standards, False),
            ("corpora", releases, False),
            ("corpora", releases, True),
        ):
            lost = [thinned(one, share, seed, whole=whole) for seed in seeds for one in texts]
            what = "paragraphs" if whole else "segments"
            score(lost, chosen, f"{label}, {share:.0%} of {what} gone", rows)
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        found = options.out / "align.json"
        found.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0
