"""Recall and firing rate of every QA rule: `scripts/bench qa [--gold DIR] [--pofilter PROGRAM] …`.

Firing is the share of good human translations (`tico19`, the good `ref-A` rows of `wmt21-mqm`, `asvs`, each
both ways; `corpora/` apart, and not in the pooled columns) on which a rule has anything to say. Recall is
measured on DEMETR, on the planted drafts of `corpora/` and on seeded substitutions in good pairs. Without
`--gold` only `corpora/` is read.
"""

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from benches import qa_substitutions as change
from benches.qa_pofilter import pofilter
from benches.qa_sets import CORPORA, Pair, Planted, demetr, drafts, good_sets

from tm.bitext import Draft, DraftSegment, Finding, Lang, Side, Term
from tm.embed import encoder
from tm.exchange import read_terms
from tm.qa import Evidence, check_with
from tm.qa.lacking import compare_rows
from tm.qa.omissions import models
from tm.qa.row import make_row
from tm.qa.teaching import taught
from tm.termbase import TermFinder
from tm.text.names import latin_names
from tm.text.quantities import read_values

VALUES = frozenset({"number", "unit", "date", "count"})
LOST = frozenset({"omitted", "empty", "mismatch"}) | VALUES | {"name", "term", "term-required"}
NAMES = frozenset({"name", "people-order", "people-cut", "omitted", "added"})
LEFT = frozenset({"untranslated", "wrong-language", "copied"})
TERMS = frozenset(
    {"term", "term-required", "term-forbidden", "term-deprecated", "confusable", "post", "wording"}
)
FAMILY: dict[str, frozenset[str]] = {
    "numbers_replaced": VALUES, "empty": LOST, "shuffle_trans": LOST | {"added"}, "codemix": LEFT,
    "addition": frozenset({"added"}), "negation": frozenset({"negation"}), "ne_replaced": NAMES,
    "ne_removed": NAMES, "pp_removed": LOST, "repeat2": frozenset({"repeated"}),
    "repeat4": frozenset({"repeated"}), "final_punc_removed": frozenset({"ending"}),
    "punc_addition": frozenset({"stray", "pairing", "spacing"}), "full_lower": frozenset({"case"}),
    "first_lower": frozenset({"case"}), "tokenized": frozenset({"spacing"}),
    "question": frozenset({"question"}), "number": VALUES, "magnitude": VALUES, "date": VALUES,
    "unit": VALUES, "name": NAMES, "name removed": NAMES, "term": TERMS | LEFT, "omission": LOST,
    "untranslated": LEFT, "punctuation": frozenset({"width", "pairing", "ending", "stray", "spacing"}),
    "dropped clause": LOST, "added clause": frozenset({"added", "mismatch"}) | VALUES,
}  # fmt: skip
"""Rules that find an error of each kind; DEMETR's kinds first. A kind not here is found by any rule."""


def as_draft(rows: Sequence[Pair], source_side: Side) -> Draft:
    """Return rows of source and draft as a draft."""
    langs = (Lang.ZH_HANS, Lang.EN) if source_side == "zh" else (Lang.EN, Lang.ZH_HANS)
    segments = tuple(DraftSegment(source=source, draft=draft) for source, draft in rows)
    return Draft(name="bench", source_lang=langs[0], target_lang=langs[1], segments=segments)


def findings(pairs: Iterable[Pair], source_side: Side, known: Evidence) -> list[list[Finding]]:
    """Return the findings of each row. `pairs` are Chinese, English."""
    rows = [pair if source_side == "zh" else (pair[1], pair[0]) for pair in pairs]
    found: list[list[Finding]] = [[] for _ in rows]
    for finding in check_with(as_draft(rows, source_side), known):
        found[finding.segment].append(finding)
    return found


def firing(sets: dict[str, list[Pair]], known: dict[str, Evidence], program: str | None) -> None:
    """Print how often each rule fires on good translations, and pofilter beside."""
    columns: dict[str, Counter[str]] = {}
    sizes: dict[str, int] = {}
    for name, pairs in sets.items():
        for side in ("zh", "en"):
            source_side: Side = "zh" if side == "zh" else "en"
            column = f"{name} {side}>{'en' if side == 'zh' else 'zh'}"
            counted: Counter[str] = Counter()
            found = findings(pairs, source_side, known.get(name, known[""]))
            for row in found:
                counted.update({finding.rule for finding in row})
                counted["ANY"] += bool(row)
                counted["ANY but info"] += any(finding.severity.value != "info" for finding in row)
            numbered = [at for at, (zh, en) in enumerate(pairs) if _has_values(zh, en)]
            counted["VALUES of rows with numbers"] = sum(
                any(finding.rule in VALUES for finding in found[at]) for at in numbered
            )
            columns[column], sizes[column] = counted, len(pairs)
            sizes[f"{column} numbers"] = len(numbered)
            if program:
                rows = pairs if side == "zh" else [(en, zh) for zh, en in pairs]
                for check, count in pofilter(program, rows, "en" if side == "zh" else "zh").items():
                    counted[f"pofilter {check}"] = count
    _pool(columns, sizes)
    rules = sorted({rule for column in columns.values() for rule in column})
    print("\nFiring on good translations, percent of segments")
    print(f"{'':28}" + "".join(f"{column:>18}" for column in columns))
    for rule in sorted(rules, key=lambda rule: (rule.startswith("pofilter"), not rule.isupper(), rule)):
        cells = []
        for column, counted in columns.items():
            size = sizes[f"{column} numbers"] if rule.startswith("VALUES") else sizes[column]
            cells.append(f"{100 * counted[rule] / max(1, size):>18.2f}")
        print(f"{rule:28}" + "".join(cells))


def _pool(columns: dict[str, Counter[str]], sizes: dict[str, int]) -> None:
    """Add a column a direction over all sets but our own."""
    for arrow in ("zh>en", "en>zh"):
        gold = [name for name in columns if name.endswith(arrow) and not name.startswith("corpora")]
        if len(gold) > 1:
            pooled = f"pooled {arrow}"
            columns[pooled] = sum((columns[name] for name in gold), Counter())
            sizes[pooled] = sum(sizes[name] for name in gold)
            sizes[f"{pooled} numbers"] = sum(sizes[f"{name} numbers"] for name in gold)


def _has_values(zh: str, en: str) -> bool:
    return any(
        reading.quantities or reading.dates for reading in (read_values(zh, "zh"), read_values(en, "en"))
    )


def planted_rows(rows: Sequence[Planted], known: Evidence) -> None:
    """Print recall on DEMETR by kind, and on how many of the untouched rows the same rules fire."""
    kinds: dict[str, list[Planted]] = defaultdict(list)
    for row in rows:
        kinds[row.kind].append(row)
    print("\nDEMETR: rows, found, the same rules on the row before the error")
    for kind, members in sorted(kinds.items()):
        wrong = [findings([(row.source, row.draft)], "zh", known)[0] for row in members]
        clean = [findings([(row.source, row.clean or "")], "zh", known)[0] for row in members]
        family = FAMILY.get(kind)
        hits = sum(_hit(found, family) for found in wrong)
        before = sum(_hit(found, family) for found in clean)
        print(f"{kind:24}{len(members):6}{hits / len(members):8.2f}{before / len(members):8.2f}")


def _hit(found: Iterable[Finding], family: frozenset[str] | None) -> bool:
    return any(family is None or finding.rule in family for finding in found)


def own_drafts(known: Evidence) -> None:
    """Print recall on the planted drafts of `corpora/` and what fires on their clean rows."""
    hits: Counter[str] = Counter()
    total: Counter[str] = Counter()
    false: Counter[str] = Counter()
    clean = 0
    for _, side, rows, errors in drafts():
        pairs = rows if side == "zh" else [(draft, source) for source, draft in rows]
        for at, found in enumerate(findings(pairs, side, known)):
            for kind in errors.get(at, ()):
                total[kind] += 1
                hits[kind] += _hit(found, FAMILY.get(kind))
            if at not in errors:
                clean += 1
                false.update(finding.rule for finding in found)
    print("\nPlanted drafts of corpora/: rows, found")
    for kind, count in sorted(total.items()):
        print(f"{kind:24}{count:6}{hits[kind] / count:8.2f}")
    print(
        f"all {sum(hits.values())}/{sum(total.values())} = {sum(hits.values()) / sum(total.values()):.3f}; ",
        end="",
    )
    print(f"{sum(false.values())} findings on {clean} clean rows {dict(false)}")


def substituted(pairs: list[Pair], known: Evidence, wanted: int, seed: int) -> dict[str, list[Pair]]:
    """Print recall on seeded substitutions by kind and direction; return the rows for the curves."""
    english = [en for _, en in pairs]
    chinese = [zh for zh, _ in pairs]
    people = [name.text for en in english for name in latin_names(en) if change.is_name(name.text)]
    made: dict[str, list[Pair]] = {}
    print("\nSubstitutions: kind, direction, rows, found, the same rules on the good row")
    for side in ("en", "zh"):
        target: Side = "en" if side == "en" else "zh"
        kinds: dict[str, change.Change] = {
            "number": change.number, "magnitude": change.magnitude, "date": change.date, "unit": change.unit,
            "name": change.name(people), "name removed": change.name_removed, "negation": change.negation,
            "codemix": change.codemix, "empty": change.emptied, "dropped clause": change.dropped,
            "added clause": change.added(english if target == "en" else chinese),
        }  # fmt: skip
        for kind, make in kinds.items():
            rows, untouched = _substitute(pairs, make, target, wanted, random.Random(f"{seed} {kind} {side}"))
            if not rows:
                continue
            made[f"{kind} {side}"] = rows
            source_side: Side = "zh" if target == "en" else "en"
            wrong, right = (findings(each, source_side, known) for each in (rows, untouched))
            family = FAMILY.get(kind, frozenset({kind}))
            recall = sum(_hit(found, family) for found in wrong) / len(rows)
            before = sum(_hit(found, family) for found in right) / len(rows)
            arrow = "zh>en" if target == "en" else "en>zh"
            print(f"{kind:18}{arrow:8}{len(rows):6}{recall:8.3f}{before:8.3f}", flush=True)
    return made


def _substitute(
    pairs: list[Pair], make: change.Change, side: Side, wanted: int, chance: random.Random
) -> tuple[list[Pair], list[Pair]]:
    """Return up to `wanted` pairs with one error on `side`, and the same pairs without."""
    rows: list[Pair] = []
    untouched: list[Pair] = []
    order = list(pairs)
    for _ in range(3):  # a short pool is gone through again, other spots being drawn
        chance.shuffle(order)
        for zh, en in order:
            if len(rows) == wanted:
                return rows, untouched
            source, draft = (zh, en) if side == "en" else (en, zh)
            changed = make(source, draft, side, chance)
            if changed and changed != draft:
                rows.append((source, changed) if side == "en" else (changed, source))
                untouched.append((zh, en))
    return rows, untouched


def curves(made: dict[str, list[Pair]], good: list[Pair], known: Evidence) -> None:
    """Print recall of omitted and added content against firing, by threshold."""
    print("\nOmitted and added content: threshold, firing on good rows, recall on clauses dropped and added")
    fine = _chances(good, known)
    for place, (name, dropped, added) in enumerate(
        (("English lacks", "dropped clause en", "added clause zh"),
         ("Chinese lacks", "dropped clause zh", "added clause en"))
    ):  # fmt: skip
        at = [chances[place] for chances in fine]
        lacking = {
            kind: [chances[place] for chances in _chances(made.get(kind, []), known)]
            for kind in (dropped, added)
        }
        for least in (0.5, 0.6, 0.7, 0.8, 0.84, 0.88, 0.92, 0.95, 0.98):
            cells = [f"{kind} {_share(values, least):.3f}" for kind, values in lacking.items()]
            print(f"{name:16}{least:6.2f}{_share(at, least):8.3f}   " + "  ".join(cells))


def _share(values: Sequence[float], least: float) -> float:
    return sum(value >= least for value in values) / max(1, len(values))


def _chances(pairs: Sequence[Pair], known: Evidence) -> list[tuple[float, float]]:
    """Return how likely the English and the Chinese of each pair lack something."""
    fitting = models().fit(known.encoder)
    assert fitting is not None
    rows = [make_row(at, DraftSegment(source=zh, draft=en), "zh") for at, (zh, en) in enumerate(pairs)]
    found: list[tuple[float, float]] = []
    for first in range(0, len(rows), 1_024):
        for one in compare_rows(rows[first : first + 1_024], known, fitting):
            english, chinese = models().worst(one) if one is not None else (None, None)
            found.append((english.probability if english else 0.0, chinese.probability if chinese else 0.0))
    return found


def speed(pairs: list[Pair], known: Evidence, terms: int) -> None:
    """Print segments a second, the second time over the same rows and over new ones."""
    rows = pairs[:2_000]
    for label, part in (
        ("cold", rows[:1_000]),
        ("warm", rows[:1_000]),
        ("new rows, warm words", rows[1_000:]),
    ):
        began = time.perf_counter()
        findings(part, "zh", known)
        seconds = time.perf_counter() - began
        print(f"speed, all rules, {terms} terms, {label}: {len(part) / seconds:.0f} segments/s")


def glossary() -> list[Term]:
    """Return the glossary of `corpora/`."""
    return list(read_terms(CORPORA / "glossary.tsv"))


def main(argv: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench qa", description=__doc__)
    parser.add_argument("--gold", type=Path, help="folder with demetr, tico19, wmt21-mqm and asvs")
    parser.add_argument("--pofilter", metavar="PROGRAM", help="pofilter of translate-toolkit, to run beside")
    parser.add_argument("--substitutions", type=int, default=1_000, help="seeded errors a kind and direction")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(argv)
    use = encoder("use")
    terms = glossary()
    plain = Evidence(encoder=use)
    own = Evidence(encoder=use, finder=TermFinder(terms))
    if given.gold is None:
        print("no --gold: only corpora/ is measured")
    if given.pofilter is None:
        print("no --pofilter: its checks are not run beside")
    sets = good_sets(given.gold)
    own_drafts(own)
    firing(sets, {"": plain, "corpora": own}, given.pofilter)
    if given.gold:
        planted_rows(demetr(given.gold), plain)
    pool = [pair for pairs in sets.values() for pair in pairs]
    plain = taught(plain, as_draft(pool, "zh"))  # no draft is spoilt in every row: its lengths would tell
    made = substituted(pool, plain, given.substitutions, given.seed)
    curves(made, pool, plain)
    speed(pool, own, len(terms))
    return 0
