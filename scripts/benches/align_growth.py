"""Cost of alignment by length: `scripts/bench align-growth --gold DIR [--sizes 1000,5000,20000,50000]`.

Two texts of so many sentences each, made from the lines of `tico19` with a running number in every one;
of one side a chapter of 20% is missing, or stands at the end, or neither (`--chapter`). Each size runs in a
process of its own: strict F1, seconds from
text to beads, and the most memory the process held.
"""

import argparse
import json
import resource
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benches.gold import Document
from benches.lookup_units import tmx_pairs

from tm.align import align, evaluate
from tm.embed import encoder

CHAPTERS = ("missing", "moved", "whole")
_PARTS = 5  # the third of so many chapters is the one


def long_document(pairs: Sequence[tuple[str, str]], size: int, chapter: str) -> Document:
    """Return `size` English sentences and as many Chinese ones, or four fifths where a chapter is missing."""
    gap = range(2 * size // _PARTS, 3 * size // _PARTS) if chapter != "whole" else range(0)
    en = [f"{pairs[n % len(pairs)][0]} ({n})" for n in range(size)]
    kept = [n for n in range(size) if n not in gap] + (list(gap) if chapter == "moved" else [])
    place = {n: at for at, n in enumerate(kept)}
    return Document(
        name=f"{size}",
        en=tuple(en),
        zh=tuple(f"{pairs[n % len(pairs)][1]}（{n}）" for n in kept),
        beads=tuple(((n,), (place[n],) if n in place else ()) for n in range(size)),
    )


def run(pairs: Sequence[tuple[str, str]], size: int, chapter: str) -> dict[str, object]:
    """Align texts of a size. Meant for a process of its own."""
    document, chosen = long_document(pairs, size, chapter), encoder()
    segments = document.segments()
    began, cpu = time.perf_counter(), time.process_time()
    beads = align(*segments, chosen).beads
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    total = evaluate(beads, document.beads)
    sentences = len(document.en) + len(document.zh)
    return {
        "size": size,
        "chapter": chapter,
        "strict": round(total.strict[2], 4),
        "nulls": [round(value, 3) for value in total.nulls[:2]],
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu, 1),
        "sentences_per_second": round(sentences / seconds),
        "most_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="scripts/bench align-growth", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="folder of the gold sets")
    parser.add_argument("--sizes", default="1000,5000,20000,50000", help="sentences of the longer side")
    parser.add_argument(
        "--chapter", choices=CHAPTERS, default="missing", help="what becomes of 20%% of one side"
    )
    parser.add_argument("--out", type=Path, help="folder for the figures as JSON")
    options = parser.parse_args(arguments)
    pairs = list(tmx_pairs(options.gold / "tico19" / "tico19.en-zh.tmx"))
    rows = []
    for size in map(int, options.sizes.split(",")):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            rows.append(pool.submit(run, pairs, size, options.chapter).result())
        print("  ".join(f"{key} {value}" for key, value in rows[-1].items()), flush=True)
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "align-growth.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0
