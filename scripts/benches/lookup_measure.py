"""Look-ups timed on one memory, in a process of its own so that its size is theirs alone.

Run as `python -m benches.lookup_measure MEMORY GOLD CORPORA SEED`; prints one JSON object.
"""

import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from benches.lookup_units import Generator, read_pairs

from tm.bitext import Term, TermForms, TranslationUnit, UnitStatus
from tm.embed import Encoder, encoder
from tm.lookup import LookupConfig, MatchKind, concordance, lookup
from tm.memory import Memory, open_memory
from tm.memory.index import comparison_tokens, index_of
from tm.termbase import TermFinder

T = TypeVar("T")
QUERIES = 100
ADDED = 40
TERMS = 50_000


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Return median, 95th percentile and longest in milliseconds."""
    ordered = sorted(seconds)
    return {
        "median_ms": round(1e3 * statistics.median(ordered), 2),
        "p95_ms": round(1e3 * ordered[int(0.95 * (len(ordered) - 1))], 2),
        "longest_ms": round(1e3 * ordered[-1], 2),
    }


class Timer:
    """Times of one kind of call: on the clock, and of the processor, which a busy machine disturbs less."""

    def __init__(self, times: Sequence[tuple[float, float]] = ()) -> None:
        self._seconds = [seconds for seconds, _ in times]
        self._processor = [seconds for _, seconds in times]

    def __call__(self, call: Callable[[], T]) -> T:
        """Call once, noting both times."""
        began, busy = time.perf_counter(), time.process_time()
        result = call()
        self._seconds.append(time.perf_counter() - began)
        self._processor.append(time.process_time() - busy)
        return result

    def spread(self) -> dict[str, float]:
        """Return the spread on the clock and the processor's 95th percentile."""
        return {**spread(self._seconds), "cpu_p95_ms": spread(self._processor)["p95_ms"]}


def timed(calls: Sequence[Callable[[], object]]) -> dict[str, float]:
    """Call each once and return the spread of their times."""
    timer = Timer()
    for call in calls:
        timer(call)
    return timer.spread()


def only(*kinds: MatchKind, limit: int = 5) -> LookupConfig:
    """Return settings for one kind of match alone."""
    return LookupConfig(kinds=frozenset(kinds), limit=limit, semantic="always", fragments=False)


def resident_mb() -> int:
    """Return the largest resident size of this process so far.

    On Linux `ru_maxrss` begins with that of the process it was started from: the kernel's count is read.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="utf-8").splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("VmHWM:"))) // 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform != "darwin" else peak // 1024**2


def measure(memory: Memory, generator: Generator) -> dict[str, object]:
    """Time every kind of look-up and say how large the process became."""
    model = encoder("use")
    texts = memory.units.get(generator.choice(memory.units.count()))
    found: dict[str, object] = {}
    began = time.perf_counter()
    lookup(memory, texts[0].zh, side="zh", config=only(MatchKind.FUZZY))
    found["first_fuzzy_ms"] = round(1e3 * (time.perf_counter() - began), 1)
    whole: list[Callable[[], object]] = []
    exact = only(MatchKind.CONTEXT, MatchKind.EXACT)
    found["exact"] = timed([partial(lookup, memory, unit.zh, side="zh", config=exact) for unit in texts])
    for side in ("zh", "en"):
        asked = [generator.query(unit.text(side), side) for unit in texts]
        fuzzy = only(MatchKind.FUZZY)
        found[f"fuzzy_{side}"] = timed([partial(lookup, memory, q, side=side, config=fuzzy) for q in asked])
        whole.extend(partial(lookup, memory, q, side=side, encoder=lambda: model) for q in asked[:50])
    found["concordance"] = concordances(memory, [unit.zh for unit in texts])
    found["fuzzy_resident_mb"] = resident_mb()
    model.encode(["加热"])
    semantic = only(MatchKind.SEMANTIC, limit=10)
    sides = ("en", "zh") * 50
    asked = [generator.query(texts[at // 2].text(side), side) for at, side in enumerate(sides)]
    found["semantic"] = timed(
        [
            partial(lookup, memory, query, side=side, config=semantic, encoder=lambda: model)
            for query, side in zip(asked, sides, strict=True)
        ]
    )
    found["all_kinds"] = timed(whole)
    found["terms_50000"] = terms(generator, texts)
    found["resident_mb"] = resident_mb()
    found["added"] = added(memory, model)
    found["semantic_recall_at_10"] = semantic_recall(memory, model, asked)
    return found


def concordances(memory: Memory, texts: Sequence[str]) -> dict[str, object]:
    """Time one- and two-character queries drawn from the texts, so frequent ones come up often."""
    draw = random.Random(5)
    found: dict[str, object] = {}
    for length in (1, 2):
        asked = []
        while len(asked) < QUERIES:
            text = draw.choice(texts)
            at = draw.randrange(max(1, len(text) - length))
            word = text[at : at + length]
            if len(word) == length and all("\u4e00" <= character <= "\u9fff" for character in word):
                asked.append(word)
        totals = [concordance(memory, word).total for word in asked[:10]]
        found[f"{length}_han"] = {
            **timed([partial(concordance, memory, word) for word in asked]),
            "largest_total": max(totals),
        }
    return found


def terms(generator: Generator, texts: Sequence[TranslationUnit]) -> dict[str, float]:
    """Time finding terms among 50,000."""
    draw = random.Random(6)
    made = [
        Term(
            zh=TermForms(full="".join(draw.choices(generator.words_zh, k=draw.randint(1, 4)))),
            en=TermForms(full=" ".join(draw.choices(generator.words_en, k=draw.randint(1, 4)))),
        )
        for _ in range(TERMS)
    ]
    finder = TermFinder(made)
    began = time.perf_counter()
    finder.find(texts[0].zh, "zh")
    built = time.perf_counter() - began
    calls = [partial(finder.find, unit.text(side), side) for unit in texts for side in ("zh", "en")]
    finder.find(texts[0].en, "en")
    return {**timed(calls), "built_seconds": round(built, 2)}


def added(memory: Memory, model: Encoder) -> dict[str, dict[str, float]]:
    """Time adding one confirmed unit: till every index holds it, and till every kind of look-up found it."""
    held, found = Timer(), Timer()
    nothing = np.zeros(model.dimension, dtype=np.float32)
    first = memory.generation()  # so that a memory kept from an earlier run is given new units
    for number in range(first, first + ADDED):
        text = f"新加的第{number}句话说明索引不必重建而且马上可以找到"
        english = f"Added sentence {number} shows that no index is built again"
        unit = TranslationUnit(zh=text, en=english, status=UnitStatus.CONFIRMED)

        def hold(unit: TranslationUnit = unit) -> None:
            memory.units.add([unit])
            index_of(memory).take_in(model)

        held(hold)
        assert index_of(memory).nearest(model, nothing, 1).waiting == 0
        found(partial(find, memory, model, text, f"第{number}句话"))
    return {"held_by_every_index": held.spread(), "then_found_by_every_kind": found.spread()}


def find(memory: Memory, model: Encoder, text: str, part: str) -> None:
    """Look a text up by every kind, one after another, and check that it is found."""
    config = LookupConfig(kinds=frozenset(MatchKind), semantic="always", fragments=False)
    hit = lookup(memory, text, side="zh", config=config, encoder=lambda: model).matches[0]
    near = index_of(memory).fuzzy("zh", comparison_tokens(text.replace("马上", "立刻")), 70, 5)
    places = concordance(memory, part)
    assert hit.source == text
    assert near
    assert places.total >= 1


def semantic_recall(memory: Memory, model: object, asked: Sequence[str]) -> float:
    """Return the share of the true ten nearest units (either side, exact cosine) that are found."""
    vectors = model.encode(asked)
    best: list[dict[int, float]] = [{} for _ in asked]
    for side in ("en", "zh"):
        for batch in memory.vectors.of_units(model.name, side):
            rows = batch.codes.astype(np.float32)
            cosines = rows @ vectors.T / np.linalg.norm(rows, axis=1, keepdims=True)
            for query, held in enumerate(best):
                for row in np.argsort(-cosines[:, query])[:10].tolist():
                    unit, cosine = int(batch.ids[row]), float(cosines[row, query])
                    held[unit] = max(held.get(unit, -1.0), cosine)
    hits = 0
    for query, held in enumerate(best):
        true = sorted(held, key=lambda unit: -held[unit])[:10]
        least = held[true[-1]]
        found = index_of(memory).nearest(model, vectors[query], 10).hits
        hits += sum(hit.cosine >= least - 1e-4 for hit in found)
    return round(hits / (10 * len(asked)), 4)


def main() -> None:
    """Measure the memory named on the command line."""
    path, gold, corpora, seed = sys.argv[1:]
    generator = Generator(read_pairs(Path(gold), Path(corpora)), int(seed) + 1)
    memory = open_memory(path)
    sys.stdout.write(json.dumps(measure(memory, generator)) + "\n")
    memory.close()


if __name__ == "__main__":
    main()
