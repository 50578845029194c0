"""Look-up at scale: `scripts/bench lookup --gold DIR [--units 10000,100000,1000000] [--out FOLDER]`.

Makes seeded memories from the gold TMX and the sample corpus, times every kind of look-up on each in a
process of its own, and times peers on the same units. With `--peers-python`, a Python that has
translate-toolkit. Vectors of memories over 100,000 units are mixed from real ones (`lookup_vectors`).
"""

import argparse
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benches import lookup_peers
from benches.lookup_units import Generator, read_pairs
from benches.lookup_vectors import encode_all, put_vectors

from tm.embed import encoder
from tm.memory import open_memory
from tm.memory.index import index_of

SEED = 2020
_BATCH = 200_000
_IMPORTED_UNITS = 200_000
_ENCODED_UNITS = 100_000
_PEER_QUERIES = 25
CORPORA = Path(__file__).parents[2] / "corpora"


def build(path: Path, count: int, gold: Path) -> dict[str, object]:
    """Make a memory of `count` units with vectors and indexes; return how long each took."""
    pairs = read_pairs(gold, CORPORA)
    memory = open_memory(path)
    told: dict[str, object] = {}
    units = Generator(pairs, SEED).units(count)
    seconds = 0.0
    while batch := list(itertools.islice(units, _BATCH)):
        began = time.perf_counter()
        memory.units.add(batch)
        seconds += time.perf_counter() - began
    told["import_units_per_second"] = round(count / seconds)
    began = time.perf_counter()
    index_of(memory).settle()
    told["index_seconds"] = round(time.perf_counter() - began, 1)
    model = encoder("use")
    real = count <= _ENCODED_UNITS
    began = time.perf_counter()
    if real:
        encode_all(memory, model)
    else:
        put_vectors(memory, model, pairs, SEED)
    told["vectors"] = "encoded" if real else "mixed from encoded ones"
    told["vector_seconds"] = round(time.perf_counter() - began, 1)
    began = time.perf_counter()
    index_of(memory).settle(model)
    told["meaning_seconds"] = round(time.perf_counter() - began, 1)
    memory.close()
    return {**told, **sizes(path)}


def imported(path: Path, gold: Path) -> dict[str, int]:
    """Return how many new units a second go into a copy of a memory, on the clock and of the processor."""
    units = list(Generator(read_pairs(gold, CORPORA), SEED + 3).units(_IMPORTED_UNITS))
    with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
        copy = Path(scratch) / path.name
        shutil.copyfile(path, copy)
        with open_memory(copy) as memory:
            began, busy = time.perf_counter(), time.process_time()
            memory.units.add(units)
            seconds, processor = time.perf_counter() - began, time.process_time() - busy
    return {
        "units_per_second": round(len(units) / seconds),
        "units_per_own_cpu_second": round(len(units) / processor),
    }


def sizes(path: Path) -> dict[str, object]:
    """Return the megabytes of the memory file and of the index beside it."""
    index = Path(f"{path}.index")
    return {
        "memory_mb": path.stat().st_size // 10**6,
        "index_mb": sum(file.stat().st_size for file in index.iterdir()) // 10**6 if index.exists() else 0,
    }


def stored_text(path: Path) -> str:
    """Return the Chinese of the memory's first unit."""
    memory = open_memory(path)
    [unit] = itertools.islice(memory.units.scan(), 1)
    memory.close()
    return unit.zh


def cold(path: Path, text: str, kinds: str) -> float | str:
    """Return the seconds of one look-up from the command line, the best of three, or what went wrong."""
    command = [sys.executable, "-c", "from tm.cli import main; main()", "lookup", text, "--memory", str(path)]
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        done = subprocess.run(
            [*command, "--kinds", kinds, "--json"], capture_output=True, text=True, check=False
        )
        if done.returncode:
            return done.stderr.strip()
        best = min(best, time.perf_counter() - began)
    return round(best, 2)


def measured(path: Path, gold: Path) -> dict[str, object]:
    """Time look-ups in a process of their own."""
    command = [sys.executable, "-m", "benches.lookup_measure", str(path), str(gold), str(CORPORA), str(SEED)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        sys.exit(f"measuring failed:\n{done.stderr}")
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return told


def peers(path: Path, gold: Path, python: str | None) -> dict[str, object]:
    """Time peers on the units of a memory, and check the index against a full scan."""
    memory = open_memory(path)
    generator = Generator(read_pairs(gold, CORPORA), SEED + 2)
    units = memory.units.get(generator.choice(memory.units.count())[:_PEER_QUERIES])
    told: dict[str, object] = {}
    for side in ("zh", "en"):
        queries = [generator.query(unit.text(side), side) for unit in units]
        told[f"rapidfuzz_scan_{side}"] = lookup_peers.compare(memory, side, queries)
        told[f"fts5_trigram_{side}"] = lookup_peers.trigrams(memory, side, queries)
        if python:
            told[f"translate_toolkit_{side}"] = lookup_peers.toolkit(python, memory, side, queries[:5])
    memory.close()
    return told


def show(told: dict[str, object], indent: str = "  ") -> None:
    """Print what was measured, a line for each."""
    for name, value in told.items():
        if isinstance(value, dict) and any(isinstance(each, dict) for each in value.values()):
            print(f"{indent}{name}")
            show(value, indent + "  ")
        elif isinstance(value, dict):
            print(f"{indent}{name:24} " + "  ".join(f"{key} {each}" for key, each in value.items()))
        else:
            print(f"{indent}{name:24} {value}")


def main(argv: list[str]) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="scripts/bench lookup", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="folder of gold data")
    parser.add_argument("--units", default="10000,100000,1000000", help="sizes of the memories, by comma")
    parser.add_argument("--out", type=Path, help="folder for lookup.json; the memories are kept there too")
    parser.add_argument("--peers-python", help="a Python in which translate-toolkit is installed")
    parser.add_argument("--no-peers", action="store_true", help="leave the peers out")
    given = parser.parse_args(argv)
    results: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.out or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for count in map(int, given.units.split(",")):
            path = folder / f"units-{count}.sqlite"
            told: dict[str, object] = sizes(path) if path.exists() else build(path, count, given.gold)
            text = stored_text(path)
            told["cold_exact_s"] = cold(path, text, "exact")
            told["cold_fuzzy_s"] = cold(path, f"{text}了", "fuzzy")
            told.update(measured(path, given.gold))
            told["imported"] = imported(path, given.gold)
            print(f"{count} units")
            show(told)
            if not given.no_peers:
                told["peers"] = peers(path, given.gold, given.peers_python)
                show({"peers": told["peers"]})
            results[str(count)] = told
        if given.out:
            (given.out / "lookup.json").write_text(json.dumps(results, indent=2), encoding="utf-8")
    return 0
