"""Pairing at scale: precision, recall, calibration and time on documents made from the gold sets.

    scripts/bench pair --gold DIR [--size 1000] [--seed 1] [--model use]

Leaves out: fitting (`scripts/fit_pairing`, which prints the left-out numbers).
"""

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

from benches.pair_documents import DATE_MODES, Folders, census, cut, folders, read_sources, sample_corpus
from benches.pair_scores import HEAD, scored, shown

from tm.embed import Encoder, encoder
from tm.pairing import pair_releases

SETS = ("tico19", "asvs", "wmt21-mqm", "mac-dev")


def main(argv: Sequence[str] | None = None) -> int:
    """Print a table: the sample corpus, then folders made from the gold sets, by what dates they have."""
    parser = argparse.ArgumentParser(prog="scripts/bench pair", description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, help="folder of the gold sets; without it only corpora/ is run")
    parser.add_argument("--size", type=int, default=1_000, help="releases a side")
    parser.add_argument("--unpaired", type=float, default=0.2, help="share without counterpart")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dates", choices=DATE_MODES, action="append", help="default: missing and shuffled")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=SETS)
    parser.add_argument("--model", default="use")
    args = parser.parse_args(argv)
    started = time.perf_counter()
    model = encoder(args.model)
    print(f"model {model.name}, loaded in {time.perf_counter() - started:.1f} s\n{HEAD} seconds")
    for dates in ("true", "shuffled", "missing"):
        _line(f"corpora/, dates {dates}", sample_corpus(dates, args.seed), model)
    if args.gold is None:
        print("--gold DIR not given: the gold sets are left out")
        return 0
    documents = cut(read_sources(args.gold, args.sets), random.Random(args.seed))
    counts = ", ".join(f"{count} {name}" for name, count in sorted(census(documents).items()))
    print(f"{len(documents)} documents: {counts}")
    for dates in args.dates or ("missing", "shuffled"):
        chance = random.Random(f"{args.seed} {dates}")
        made = folders(documents, args.size, chance, unpaired=args.unpaired, dates=dates)
        _line(f"{args.size} x {args.size}, dates {dates}", made, model)
    return 0


def _line(name: str, made: Folders, model: Encoder) -> None:
    started = time.perf_counter()
    pairing = pair_releases(made.en, made.zh, model)
    seconds = time.perf_counter() - started
    print(f"{shown(name, scored(pairing, made.gold))} {seconds:7.1f}", flush=True)
