"""What other ways of finding the same cost on the same units. Leaves out: our own (`lookup_measure`).

A full RapidFuzz scan with the same score (the yardstick of recall), SQLite FTS5 with trigrams and then
Levenshtein, and translate-toolkit's matcher where a Python that has it is given.
"""

import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from benches.lookup_measure import Timer
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from tm.bitext import Side
from tm.memory import Memory
from tm.memory.index import comparison_tokens, index_of, likeness
from tm.memory.index.compare import enough_words, is_word

_SURROGATES = range(0xD800, 0xE000)  # no characters of their own
LEAST = 70
_FTS_CANDIDATES = 1_000
TOOLKIT = """
import json, sys, time
from translate.search import match
from translate.storage import base, tmx
rows = json.load(open(sys.argv[1], encoding="utf-8"))
units = []
for source, target in rows["units"]:
    unit = base.TranslationUnit(source)
    unit.target = target
    units.append(unit)
store = base.TranslationStore()
store.units = units
began = time.perf_counter()
matcher = match.matcher(store, max_candidates=10, min_similarity=70, max_length=1000)
built = time.perf_counter() - began
times, found = [], []
for query in rows["queries"]:
    began, busy = time.perf_counter(), time.process_time()
    found.append(len(matcher.matches(query)))
    times.append((time.perf_counter() - began, time.process_time() - busy))
print(json.dumps({"built": built, "times": times, "found": found}))
"""


class Scan:
    """Every text of one side as a string of token codes, compared whole with a query."""

    def __init__(self, memory: Memory, side: Side) -> None:
        self._codes: dict[str, str] = {}
        self.ids: list[int] = []
        self._texts: list[str] = []
        self._words: list[int] = []
        for unit in memory.units.scan():
            tokens = comparison_tokens(unit.text(side))
            self.ids.append(unit.id or 0)
            self._texts.append(self._coded(tokens))
            self._words.append(hash(tuple(token for token in tokens if is_word(token))))
        self._lengths = np.fromiter(map(len, self._texts), dtype=np.int64)
        self._word_keys = np.asarray(self._words)

    def _coded(self, tokens: Sequence[str]) -> str:
        codes = self._codes
        for token in tokens:
            if token not in codes:
                number = len(codes) + 0x100
                codes[token] = chr(number if number < _SURROGATES.start else number + len(_SURROGATES))
        return "".join([codes[token] for token in tokens])

    def find(self, query: str) -> dict[int, int]:
        """Return the percent of every unit at or above the least."""
        tokens = comparison_tokens(query)
        coded = self._coded(tokens)
        distances = process.cdist([coded], self._texts, scorer=Levenshtein.distance)[0].astype(np.int64)
        longest = np.maximum(self._lengths, len(tokens))
        percents = np.minimum(94, 100 * (longest - distances) // np.maximum(longest, 1))
        words = tuple(token for token in tokens if is_word(token))
        for row in np.flatnonzero(self._word_keys == hash(words)).tolist():
            if enough_words(len(words), int(longest[row])):
                percents[row] = min(99, max(95, 100 - int(distances[row])))
        return {self.ids[row]: int(percents[row]) for row in np.flatnonzero(percents >= LEAST).tolist()}


def compare(memory: Memory, side: Side, queries: Sequence[str]) -> dict[str, object]:
    """Time a full scan on the queries and say whether the index found all of it, with the same percents."""
    scan = Scan(memory, side)
    timer = Timer()
    wanted = found = wrong = 0
    for query in queries:
        truth = timer(partial(scan.find, query))
        ours = {
            hit.unit: hit.percent
            for hit in index_of(memory).fuzzy(side, comparison_tokens(query), LEAST, None)
        }
        wanted += len(truth)
        found += sum(ours.get(unit) == percent for unit, percent in truth.items())
        wrong += sum(unit not in truth for unit in ours)
    recall = found / wanted if wanted else 1.0
    return {**timer.spread(), "wanted": wanted, "recall": recall, "wrong": wrong}


def trigrams(memory: Memory, side: Side, queries: Sequence[str]) -> dict[str, object]:
    """Time SQLite FTS5 with trigrams for candidates, then Levenshtein; recall against the index's own."""
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "peer.sqlite")
        database.execute("CREATE VIRTUAL TABLE t USING fts5(text, tokenize='trigram')")
        rows = ((unit.id, unit.text(side)) for unit in memory.units.scan())
        database.executemany("INSERT INTO t(rowid, text) VALUES (?, ?)", rows)
        database.commit()
        timer = Timer()
        wanted = found = 0
        for query in queries:
            truth = {h.unit for h in index_of(memory).fuzzy(side, comparison_tokens(query), LEAST, None)}
            ours = timer(partial(_by_trigrams, database, query))
            wanted += len(truth)
            found += len(truth & ours)
        database.close()
    return {**timer.spread(), "recall": found / wanted if wanted else 1.0}


def _by_trigrams(database: sqlite3.Connection, query: str) -> set[int]:
    pieces = dict.fromkeys(query[at : at + 3] for at in range(max(1, len(query) - 2)))
    quoted = " OR ".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
    rows = database.execute(
        "SELECT rowid, text FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?", (quoted, _FTS_CANDIDATES)
    )
    tokens = comparison_tokens(query)
    return {row for row, text in rows if likeness(tokens, comparison_tokens(text)).percent >= LEAST}


def toolkit(python: str, memory: Memory, side: Side, queries: Sequence[str]) -> dict[str, object]:
    """Time translate-toolkit's matcher in the Python given."""
    units = [(unit.text(side), unit.text("zh" if side == "en" else "en")) for unit in memory.units.scan()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "units.json"
        path.write_text(json.dumps({"units": units, "queries": list(queries)}), encoding="utf-8")
        done = subprocess.run([python, "-c", TOOLKIT, path], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stderr[-500:] + "\n")
        return {"failed": done.stderr.strip().splitlines()[-1:]}
    told = json.loads(done.stdout)
    return {
        **Timer(told["times"]).spread(),
        "built_seconds": round(told["built"], 1),
        "found": sum(told["found"]),
    }
