"""Sub-segment help: whether the renderings of parts are right, and known terms among them.

    scripts/bench fragments --gold DIR [--queries 200] [--show 40]

Units held out are looked up in a memory of the others: a quarter of the releases of `corpora/`, and a
fifth of tico19, seeded. A rendering is taken as right where three quarters of its words stand in the unit's
own translation; synonyms count as wrong, so `--show` prints some for reading. Terms are those of the lists
(or of the glossary) that stand on both sides of a held-out unit and somewhere in the memory: `covered` by a
part, and `right` where the rendering holds the listed one.
"""

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from benches.terms import LISTS, corpora_units, glossary_entries, list_entries

from tm.align.words import EN_IDLE, ZH_IDLE, stem
from tm.bitext import Side, Term, TermForms, TranslationUnit, other_side
from tm.embed import Encoder, encoder
from tm.exchange import read_units
from tm.lookup.fragments import fragments
from tm.lookup.results import Fragment
from tm.memory import Memory, open_memory
from tm.memory.index import comparison_tokens, index_of
from tm.termbase import finder_of

SEED = 7
RIGHT = 0.75
"""Share of a rendering's words that must stand in the reference."""
Terms = Sequence[tuple[str, str]]


@dataclass(kw_only=True)
class Result:
    """Counts of one direction, and what was shown."""

    counts: Counter[str] = field(default_factory=Counter)
    shown: list[tuple[str, str, bool]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def main(argv: Sequence[str] | None = None) -> int:
    """Print precision, recall of terms and cost for each set and direction."""
    parser = argparse.ArgumentParser(prog="scripts/bench fragments", description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, help="folder of the gold sets; without it only corpora/ is run")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--vectors", action="store_true", help="let the encoder speak where words do not")
    parser.add_argument("--termbase", action="store_true", help="put the listed terms in the termbase")
    args = parser.parse_args(argv)
    units = list(corpora_units())
    names = sorted({unit.provenance.document or "" for unit in units})
    held = set(random.Random(SEED).sample(names, len(names) // 4))
    apart = [unit for unit in units if unit.provenance.document in held]
    _run("corpora", apart, [unit for unit in units if unit not in apart], glossary_entries(), args)
    if args.gold is None:
        print("--gold DIR not given: tico19 is left out")
        return 0
    folder = args.gold / "tico19"
    units = list(read_units(folder / "tico19.en-zh.tmx"))
    random.Random(SEED).shuffle(units)
    terms = [row for name in LISTS for row in list_entries(folder / name)]
    _run("tico19", units[: len(units) // 5], units[len(units) // 5 :], terms, args)
    return 0


def _run(
    name: str,
    held: list[TranslationUnit],
    rest: list[TranslationUnit],
    terms: Terms,
    args: argparse.Namespace,
) -> None:
    speak = (lambda: encoder("use")) if args.vectors else None
    with tempfile.TemporaryDirectory() as folder, open_memory(Path(folder) / "m.sqlite") as memory:
        memory.units.add(rest)
        index_of(memory).lexicon()
        if args.termbase:
            memory.terms.add(Term(en=TermForms(full=en), zh=TermForms(full=zh)) for en, zh in terms)
        for side in ("zh", "en"):
            result = _measure(memory, held[: args.queries], rest, side, terms, speak)
            _print(f"{name} {side}", result, len(held[: args.queries]), args.show)


def _measure(
    memory: Memory,
    held: list[TranslationUnit],
    rest: list[TranslationUnit],
    side: Side,
    terms: Terms,
    speak: Callable[[], Encoder] | None,
) -> Result:
    result = Result()
    known = [_key(unit.text(side)) for unit in rest]
    pairs = [pair if side == "en" else pair[::-1] for pair in terms]
    listed = [(_key(own), _key(other)) for own, other in pairs]
    listed = [pair for pair in dict.fromkeys(listed) if any(pair[0] in text for text in known)]
    finder = finder_of(memory)
    for unit in held:
        text, reference = unit.text(side), unit.text(other_side(side))
        began = time.process_time()
        found = fragments(memory, text, side, speak, finder.find)
        result.seconds.append(time.process_time() - began)
        for each in found:
            right = _is_right(_rendering(each), reference, other_side(side))
            result.counts["right" if right else "wrong"] += 1
            result.shown.append((each.source, _rendering(each), right))
        own, other = _key(text), _key(reference)
        for term, rendering in listed:
            if term in own and rendering in other:
                cover = [each for each in found if term in _key(each.source)]
                result.counts["terms"] += 1
                result.counts["covered"] += bool(cover)
                result.counts["known"] += any(rendering in _key(_rendering(each)) for each in cover)
    return result


def _key(text: str) -> str:
    return f" {' '.join(comparison_tokens(text))} "


def _rendering(fragment: Fragment) -> str:
    return fragment.target[slice(*fragment.target_span)] if fragment.target_span else ""


def _is_right(rendering: str, reference: str, side: Side) -> bool:
    words, there = _words(rendering, side), set(_words(reference, side))
    return bool(words) and sum(word in there for word in words) >= RIGHT * len(words)


def _words(text: str, side: Side) -> list[str]:
    """Return English stems, or Chinese pairs of characters, without idle ones and punctuation."""
    found = [token for token in comparison_tokens(text) if token[0].isalnum()]
    if side == "en":
        return [stem(token) for token in found if token not in EN_IDLE]
    kept = [token for token in found if token not in ZH_IDLE]
    return [one + two for one, two in pairwise(kept)] or kept


def _print(name: str, result: Result, queries: int, show: int) -> None:
    counts, seconds = result.counts, sorted(result.seconds)
    told = counts["right"] + counts["wrong"]
    print(
        f"{name}: {told / max(1, queries):.2f} parts a query, {counts['right'] / max(1, told):.3f} right;"
        f" terms {counts['terms']}, covered {counts['covered'] / max(1, counts['terms']):.3f},"
        f" right {counts['known'] / max(1, counts['terms']):.3f};"
        f" mean {1000 * sum(seconds) / max(1, len(seconds)):.1f} ms of processor time"
    )
    for source, rendering, right in random.Random(SEED).sample(result.shown, min(show, len(result.shown))):
        print(f"  {'+' if right else '-'}\t{source}\t{rendering}")


if __name__ == "__main__":
    raise SystemExit(main())
