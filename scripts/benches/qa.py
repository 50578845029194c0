"""Recall and firing rate of every QA rule: `scripts/bench qa [--gold DIR] [--only PARTS] [--out FOLDER] …`.

Firing is the share of good human translations (`tico19`, the good `ref-A` rows of `wmt21-mqm`, `asvs`, each
both ways; `corpora/` apart, and not in the pooled columns) on which a rule has anything to say. Recall is
measured on DEMETR, on the planted drafts of `corpora/` and on seeded substitutions in good pairs. Without
`--gold` only `corpora/` is read. Parts: `drafts`, `firing`, `demetr`, `substitutions`, `curves`, `speed`.
`--show RULE` prints the good rows on which a rule fires, `--missed KIND` the errors of a kind not found
(both come before their part's table); `--kinds` takes only these kinds of errors.
"""

import argparse
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benches import qa_parts, qa_speed
from benches.qa_known import arrow

from tm.qa import BY_ID

Figures = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the benchmark: what is measured for each task of it, and how the figures are told."""

    measure: Callable[..., Figures]
    tasks: Callable[[argparse.Namespace], Sequence[tuple[str, ...]]]
    tell: Callable[[Mapping[str, Figures]], Iterator[str]]


def _one_task(given: argparse.Namespace) -> Sequence[tuple[str, ...]]:
    del given
    return [()]


def _set_tasks(given: argparse.Namespace) -> Sequence[tuple[str, ...]]:
    return [(name, side) for name in qa_parts.sets_of(given.gold) for side in qa_parts.SIDES]


def _curve_tasks(given: argparse.Namespace) -> Sequence[tuple[str, ...]]:
    del given
    return [("en",), ("zh",)]


def _tell_drafts(found: Mapping[str, Figures]) -> Iterator[str]:
    (one,) = found.values()
    yield "\nPlanted drafts of corpora/: rows, found"
    for kind, told in one["kinds"].items():
        yield f"{kind:24}{told['rows']:6}{told['found'] / told['rows']:8.2f}"
    total, hits = (sum(told[key] for told in one["kinds"].values()) for key in ("rows", "found"))
    yield f"all {hits}/{total} = {hits / total:.3f}"
    yield f"{sum(one['false'].values())} findings on {one['clean_rows']} clean rows {one['false']}"


def _tell_firing(found: Mapping[str, Figures]) -> Iterator[str]:
    columns = {key.replace(" zh", " zh>en").replace(" en", " en>zh"): told for key, told in found.items()}
    for direction in map(arrow, qa_parts.SIDES):
        gold = [
            told for key, told in columns.items() if key.endswith(direction) and not key.startswith("corpora")
        ]
        if len(gold) > 1:
            columns[f"pooled {direction}"] = {
                "size": sum(told["size"] for told in gold),
                "numbered": sum(told["numbered"] for told in gold),
                "rules": sum((Counter(told["rules"]) for told in gold), Counter()),
            }
    rules = {rule for told in columns.values() for rule in told["rules"]}
    yield "\nFiring on good translations, percent of segments"
    yield f"{'':28}" + "".join(f"{column:>18}" for column in columns)
    for rule in sorted(rules, key=lambda rule: (rule.startswith("pofilter"), not rule.isupper(), rule)):
        size = "numbered" if rule.startswith("VALUES") else "size"
        cells = (100 * told["rules"].get(rule, 0) / max(1, told[size]) for told in columns.values())
        yield f"{rule:28}" + "".join(f"{cell:>18.2f}" for cell in cells)


def _tell_demetr(found: Mapping[str, Figures]) -> Iterator[str]:
    yield "\nDEMETR: rows, found, the same rules on the row before the error"
    for kind, told in found.items():
        yield f"{kind:24}" + _recall(told)


def _tell_substitutions(found: Mapping[str, Figures]) -> Iterator[str]:
    yield "\nSubstitutions: kind, direction, rows, found, the same rules on the good row"
    for key, told in found.items():
        kind, _, side = key.rpartition(" ")
        if told["rows"]:
            yield f"{kind:18}{'zh>en' if side == 'en' else 'en>zh':8}" + _recall(told)


def _recall(told: Figures) -> str:
    return f"{told['rows']:6}{told['found'] / told['rows']:8.3f}{told['before'] / told['rows']:8.3f}"


def _tell_curves(found: Mapping[str, Figures]) -> Iterator[str]:
    yield "\nOmitted and added content: threshold, firing on good rows, recall on clauses dropped and added"
    for side, told in found.items():
        for least, shares in told.items():
            lacking = "English lacks" if side == "en" else "Chinese lacks"
            yield f"{lacking:16}{least:>6}" + "".join(f"{share:8.3f}" for share in shares.values())


def _tell_speed(found: Mapping[str, Figures]) -> Iterator[str]:
    (one,) = found.values()
    yield "\nSpeed, all rules, vectors included: segments a second, segments a CPU second"
    for label, told in one.items():
        yield f"{label:36}{told['per_second']:6}{told['per_cpu_second']:6}"


PARTS = {
    "drafts": Part(measure=qa_parts.own_drafts, tasks=_one_task, tell=_tell_drafts),
    "firing": Part(measure=qa_parts.firing, tasks=_set_tasks, tell=_tell_firing),
    "demetr": Part(measure=qa_parts.planted, tasks=qa_parts.planted_kinds, tell=_tell_demetr),
    "substitutions": Part(
        measure=qa_parts.substituted, tasks=qa_parts.kinds_of, tell=_tell_substitutions
    ),
    "curves": Part(measure=qa_parts.curve, tasks=_curve_tasks, tell=_tell_curves),
    "speed": Part(measure=qa_speed.speed, tasks=_one_task, tell=_tell_speed),
}  # fmt: skip
_ALONE = frozenset({"speed"})
"""Parts that nothing else may run beside."""


def measured(part: str, given: argparse.Namespace, task: tuple[str, ...]) -> Figures:
    """Measure one task of a part, in whichever process."""
    return PARTS[part].measure(given, *task)


def _run(part: str, given: argparse.Namespace, pool: Executor | None) -> dict[str, Figures]:
    """Return the figures of a part's tasks, by the task's words; what it tells is printed."""
    tasks = list(PARTS[part].tasks(given))
    several = map if pool is None or part in _ALONE else pool.map
    count = len(tasks)
    found: dict[str, Figures] = {}
    for task, told in zip(tasks, several(measured, [part] * count, [given] * count, tasks), strict=True):
        found[" ".join(task)] = told
        for row in told.pop("shown", ()):
            print(row, flush=True)
    print("\n".join(PARTS[part].tell(found)), flush=True)
    return found


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench qa", description=__doc__)
    parser.add_argument("--gold", type=Path, help="folder with demetr, tico19, wmt21-mqm and asvs")
    parser.add_argument("--only", default="", help=f"parts, comma-separated: {','.join(PARTS)}")
    parser.add_argument("--out", type=Path, help="folder for the figures as JSON (qa.json)")
    parser.add_argument("--show", action="append", default=[], metavar="RULE", help="print what it fires on")
    parser.add_argument("--missed", action="append", default=[], metavar="KIND", help="print what is missed")
    parser.add_argument("--kinds", default="", help="kinds of errors, DEMETR's and seeded, comma-separated")
    parser.add_argument("--pofilter", metavar="PROGRAM", help="pofilter of translate-toolkit, to run beside")
    parser.add_argument("--substitutions", type=int, default=1_000, help="seeded errors a kind and direction")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
    given = parser.parse_args(argv)
    given.only = [name for name in given.only.split(",") if name] or list(PARTS)
    given.kinds = [name for name in given.kinds.split(",") if name]
    for name, known in ((given.only, PARTS), (given.show, BY_ID)):
        for unknown in set(name) - set(known):
            parser.error(f"unknown: {unknown}; give any of {', '.join(known)}")
    return given


def main(argv: Sequence[str]) -> int:
    """Measure, print part by part, and write."""
    given = _options(argv)
    if given.gold is None:
        print("no --gold: only corpora/ is measured")
    if given.pofilter is None and "firing" in given.only:
        print("no --pofilter: its checks are not run beside")
    found: dict[str, dict[str, Figures]] = {}
    pool = ProcessPoolExecutor(given.processes, get_context("spawn")) if given.processes > 1 else None
    for part in PARTS:
        if part in given.only and (given.gold or part != "demetr"):
            if part in _ALONE and pool is not None:
                pool.shutdown()
            found[part] = _run(part, given, pool)
    if pool is not None:
        pool.shutdown()
    if given.out:
        given.out.mkdir(parents=True, exist_ok=True)
        text = json.dumps(found, ensure_ascii=False, indent=1)
        (given.out / "qa.json").write_text(text, encoding="utf-8")
    return 0
