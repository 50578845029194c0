"""Other aligners on the same texts: `scripts/bench align-peers --gold DIR --peers FOLDER [--labse]`.

Each method runs in a process of its own, one after the other, or in `--processes` that share the documents
of a set: strict and lax F1 and nulls of every set, sentences a second from text to beads, by the clock and by
processor time (of one core; what other programs take does not count), and the most memory a process held.
`--peers` is laid out as `align_methods` says.
`--labse` adds Bertalign's recipe at the size of LaBSE with random weights, for its cost alone, on the
beginning of the first chapter of `mac-dev`, with ours on the same text.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from benches import align_methods
from benches.gold import Damage, Document, Pair, asvs, corpora, damaged, mac

from tm.align import Evaluation, align, evaluate
from tm.bitext import Bead
from tm.embed import encoder

Row = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]
SEED = 100
OURS = "tm"
METHODS = (OURS, "bertalign", "bertalign 8", "vecalign", "hunalign", "galechurch")
LABSE = "bertalign, LaBSE's size"
SLICE = 100  # English sentences for an encoder of LaBSE's size
_WARM = ["A first line.", "And a second one.", "A third."], ["第一行。", "还有第二行。", "第三行。"]


@cache
def method(name: str, peers: Path) -> Callable[[Document], list[Pair]]:
    """Return what aligns a document, everything it needs loaded and compiled."""
    sys.path.append(str(peers / "site"))
    if name == OURS:
        chosen = encoder()
        return lambda one: [(bead.en, bead.zh) for bead in align(*one.segments(), chosen).beads]
    plain = {
        "bertalign": lambda: align_methods.bertalign(peers, encoder().encode),
        "bertalign 8": lambda: align_methods.bertalign(peers, encoder().encode, max_align=8),
        LABSE: lambda: align_methods.bertalign(peers, align_methods.labse_sized()),
        "vecalign": lambda: align_methods.vecalign(encoder().encode),
        "hunalign": lambda: align_methods.hunalign(peers),
        "galechurch": align_methods.gale_church,
    }[name]()
    return lambda one: plain(one.en, one.zh)


@dataclass(frozen=True, kw_only=True)
class Aligned:
    """What a method made of one document."""

    beads: list[Pair]
    cpu_seconds: float
    most_mb: int


def load(name: str, peers: Path, together: Barrier) -> None:
    """Load a method in a process, and wait until all processes have."""
    method(name, peers)(Document(name="warm", en=tuple(_WARM[0]), zh=tuple(_WARM[1]), beads=()))
    together.wait()


def run(name: str, peers: Path, one: Document) -> Aligned:
    """Align a document by a method, in a process that has loaded it."""
    busy = processor_seconds()
    beads = method(name, peers)(one)
    return Aligned(
        beads=beads,
        cpu_seconds=processor_seconds() - busy,
        most_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )


def figures(documents: Sequence[Document], aligning: Callable[[Document], Aligned], pool: Executor) -> Row:
    """Align a set, the longest documents first, and return its figures."""
    longest = sorted(documents, key=lambda one: len(one.en) + len(one.zh), reverse=True)
    began = time.perf_counter()
    found = list(pool.map(aligning, longest))
    seconds = time.perf_counter() - began
    total = Evaluation()
    for aligned, one in zip(found, longest, strict=True):
        total += evaluate([Bead(en=en, zh=zh) for en, zh in aligned.beads], one.beads)
    sentences = sum(len(one.en) + len(one.zh) for one in longest)
    busy = sum(aligned.cpu_seconds for aligned in found)
    return {
        "strict": round(total.strict[2], 4),
        "lax": round(total.lax[2], 4),
        "nulls": [round(value, 3) for value in total.nulls[:2]],
        "seconds": round(seconds, 2),
        "cpu_seconds": round(busy, 2),
        "sentences_per_second": round(sentences / seconds, 1),
        "sentences_per_cpu_second": round(sentences / busy, 1),
        "most_mb": max(aligned.most_mb for aligned in found),
    }


def processor_seconds() -> float:
    """Return the processor time of this process and of programs it ran."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def beginning(document: Document, count: int) -> Document:
    """Return the beads of a document's first `count` English segments, and what they hold."""
    beads = []
    for en, zh in document.beads:
        if beads and en and en[-1] >= count:
            break
        beads.append((en, zh))
    ends = (max((part[-1] + 1 for part in side if part), default=0) for side in zip(*beads, strict=True))
    en_end, zh_end = ends
    return Document(name=document.name, en=document.en[:en_end], zh=document.zh[:zh_end], beads=tuple(beads))


def measured(name: str, peers: Path, sets: dict[str, list[Document]], processes: int = 1) -> list[Row]:
    """Run one method in fresh processes and print its rows."""
    context = get_context("spawn")
    together = context.Barrier(processes + 1)
    label = name if processes == 1 else f"{name}, {processes} processes"
    rows: list[Row] = []
    with ProcessPoolExecutor(processes, context, load, (name, peers, together)) as pool:
        for _ in range(processes):
            pool.submit(time.sleep, 0)  # a process starts when there is something to do
        together.wait()
        for of_set, documents in sets.items():
            row = {"method": label, "set": of_set, **figures(documents, partial(run, name, peers), pool)}
            rows.append(row)
            print(
                f"{label:26} {of_set:8} strict {row['strict']:.4f} lax {row['lax']:.4f}"
                f" nulls {row['nulls']} {row['sentences_per_second']:>7} sentences/s"
                f" {row['sentences_per_cpu_second']:>7} /cpu-s {row['most_mb']:>5} MB",
                flush=True,
            )
    return rows


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="scripts/bench align-peers", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="folder of the gold sets")
    parser.add_argument("--peers", type=Path, required=True, help="folder of the other aligners")
    parser.add_argument("--methods", default=",".join(METHODS), help="which, separated by commas")
    parser.add_argument(
        "--processes", default="1", help="how many share a set's documents, one after another"
    )
    parser.add_argument("--labse", action="store_true", help="add Bertalign's recipe at LaBSE's size")
    parser.add_argument("--out", type=Path, help="folder for the figures as JSON")
    options = parser.parse_args(arguments)
    sets = {
        "mac-dev": mac(options.gold),
        "asvs": [damaged(one, Damage(), SEED) for one in asvs(options.gold)],
        "corpora": corpora(ROOT / "corpora"),
    }
    peers = options.peers.resolve()
    rows: list[Row] = []
    for count in map(int, options.processes.split(",")):
        for name in options.methods.split(","):
            rows += measured(name, peers, sets, count)
    if options.labse:
        chapter = {"mac-dev 1": [beginning(sets["mac-dev"][0], SLICE)]}
        rows += [row for name in (OURS, "bertalign", LABSE) for row in measured(name, peers, chapter)]
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        text = json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
        (options.out / "align-peers.json").write_text(text, encoding="utf-8")
    return 0
