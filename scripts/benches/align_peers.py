"""Other aligners on the same texts: `scripts/bench align-peers --gold DIR --peers FOLDER [--labse]`.

Each method runs in a process of its own, one after the other: strict and lax F1 and nulls of every set,
sentences a second from text to beads, by the clock and by processor time (of one core; what other programs
take does not count), and the most memory its process held. `--peers` is laid out as `align_methods` says.
`--labse` adds Bertalign's recipe at the size of LaBSE with random weights, for its cost alone, on the
beginning of the first chapter of `mac-dev`, with ours on the same text.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benches import align_methods
from benches.gold import Damage, Document, Pair, asvs, corpora, damaged, mac

from tm.align import Evaluation, align, evaluate
from tm.bitext import Bead
from tm.embed import encoder

ROOT = Path(__file__).resolve().parents[2]
SEED = 100
OURS = "tm"
METHODS = (OURS, "bertalign", "bertalign 8", "vecalign", "hunalign", "galechurch")
LABSE = "bertalign, LaBSE's size"
SLICE = 100  # English sentences for an encoder of LaBSE's size
_WARM = ["A first line.", "And a second one.", "A third."], ["第一行。", "还有第二行。", "第三行。"]


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


def run(name: str, peers: Path, sets: dict[str, list[Document]]) -> list[dict[str, object]]:
    """Align every set by one method; return a row for each. Meant for a process of its own."""
    aligned = method(name, peers)
    aligned(Document(name="warm", en=tuple(_WARM[0]), zh=tuple(_WARM[1]), beads=()))
    rows: list[dict[str, object]] = []
    for label, documents in sets.items():
        began, busy = time.perf_counter(), processor_seconds()
        found = [aligned(one) for one in documents]
        seconds, busy = time.perf_counter() - began, processor_seconds() - busy
        total = Evaluation()
        for beads, one in zip(found, documents, strict=True):
            total += evaluate([Bead(en=en, zh=zh) for en, zh in beads], one.beads)
        rows.append(
            {
                "method": name,
                "set": label,
                "strict": round(total.strict[2], 4),
                "lax": round(total.lax[2], 4),
                "nulls": [round(value, 3) for value in total.nulls[:2]],
                "seconds": round(seconds, 2),
                "cpu_seconds": round(busy, 2),
                "sentences_per_second": round(sum(len(o.en) + len(o.zh) for o in documents) / seconds, 1),
                "sentences_per_cpu_second": round(sum(len(o.en) + len(o.zh) for o in documents) / busy, 1),
                "most_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    return rows


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


def measured(name: str, peers: Path, sets: dict[str, list[Document]]) -> list[dict[str, object]]:
    """Run one method in a fresh process and print its rows."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        rows = pool.submit(run, name, peers, sets).result()
    for row in rows:
        nulls = row["nulls"]
        print(
            f"{row['method']:26} {row['set']:8} strict {row['strict']:.4f} lax {row['lax']:.4f}"
            f" nulls {nulls} {row['sentences_per_second']:>7} sentences/s"
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
    parser.add_argument("--labse", action="store_true", help="add Bertalign's recipe at LaBSE's size")
    parser.add_argument("--out", type=Path, help="folder for the figures as JSON")
    options = parser.parse_args(arguments)
    sets = {
        "mac-dev": mac(options.gold),
        "asvs": [damaged(one, Damage(), SEED) for one in asvs(options.gold)],
        "corpora": corpora(ROOT / "corpora"),
    }
    peers = options.peers.resolve()
    rows = [row for name in options.methods.split(",") for row in measured(name, peers, sets)]
    if options.labse:
        chapter = {"mac-dev 1": [beginning(sets["mac-dev"][0], SLICE)]}
        rows += [row for name in (OURS, "bertalign", LABSE) for row in measured(name, peers, chapter)]
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        text = json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
        (options.out / "align-peers.json").write_text(text, encoding="utf-8")
    return 0
