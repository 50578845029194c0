"""How fast checking is. Leaves out: how much it finds."""

import argparse
import random
import resource
import time
from typing import Any

from benches.qa_known import as_draft, plain
from benches.qa_sets import CORPORA, Pair, good_sets

from tm.bitext import Term, TermForms
from tm.exchange import read_terms
from tm.qa import Evidence, check_with
from tm.termbase import TermFinder

_TERMS = 50_000
_ROWS = 1_000
_HAN = "中国质量认证检验检测标准技术监督管理电子信息环境安全能源农业交通设备产品服务国际合作研究发展"
_WORDS = (
    "quality", "certification", "inspection", "testing", "standard", "technical", "supervision", "management",
    "electronic", "information", "environment", "safety", "energy", "agriculture", "transport", "equipment",
    "product", "service", "international", "cooperation", "research", "development", "engineering", "data",
)  # fmt: skip
"""What made-up terms are made of."""


def glossary(count: int = _TERMS, seed: int = 1) -> list[Term]:
    """Return the glossary of `corpora/` filled up with made-up terms."""
    chance = random.Random(f"glossary {seed}")
    found = {term.zh.full: term for term in read_terms(CORPORA / "glossary.tsv")}
    while len(found) < count:
        zh = "".join(chance.choices(_HAN, k=chance.randint(4, 9)))
        en = " ".join(chance.choices(_WORDS, k=chance.randint(2, 5)))
        found.setdefault(zh, Term(zh=TermForms(full=zh), en=TermForms(full=en)))
    return list(found.values())


def speed(given: argparse.Namespace) -> dict[str, Any]:
    """Measure segments a second by the clock and by CPU time: cold, the same rows again, and new rows."""
    pool = [pair for pairs in good_sets(given.gold).values() for pair in pairs]
    random.Random(given.seed).shuffle(pool)
    found: dict[str, Any] = {}
    for terms in (0, _TERMS):
        known = Evidence(encoder=plain().encoder, finder=TermFinder(glossary(terms)) if terms else None)
        first, second = pool[:_ROWS], pool[_ROWS : 2 * _ROWS]
        for label, rows in (("cold", first), ("warm", first), ("new rows, warm words", second)):
            found[f"{terms} terms, {label}"] = _timed(rows, known)
    return found


def _timed(rows: list[Pair], known: Evidence) -> dict[str, float]:
    began, used = time.perf_counter(), _cpu()
    check_with(as_draft(rows, "zh"), known)
    seconds, used = time.perf_counter() - began, _cpu() - used
    return {"per_second": round(len(rows) / seconds), "per_cpu_second": round(len(rows) / used)}


def _cpu() -> float:
    """Return the CPU seconds of this process and of its children that have ended."""
    return sum(
        use.ru_utime + use.ru_stime
        for use in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
