"""Warnings beside a match: small differences that change the fact. Leaves out: how they weigh (`rank`).

A caution carries the name of the penalty it goes with: `fact`, `extra in target`, `out of date`.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tm.bitext import Side, Span, Term, TermHit
from tm.lookup.diff import Block, TokenText, compared
from tm.lookup.fact_words import (
    HARMLESS_ZH,
    MARKERS_EN,
    MARKERS_ZH,
    NEEDS_POST,
    POSTS_ZH,
    RECKONED,
    RECKONED_HAN,
)
from tm.text import normalise

_YEAR = re.compile(r"(?<!\d)(?<!\d\.)(?:1[89]|20)\d\d(?![\d]|[.,]\d)")
_YEAR_ZH = re.compile(r"[一二][〇零○Ｏ九八][〇零○一二三四五六七八九]{2}(?=年)")
_DIGITS = re.compile(r"\d+")
_DIGITS_ZH = str.maketrans("〇零○一二三四五六七八九", "000123456789")


@dataclass(frozen=True, kw_only=True, slots=True)
class Caution:
    """One warning: the words shown, and the penalty it goes with."""

    text: str
    penalty: str


def fact_cautions(query: str, source: str, side: Side) -> tuple[Caution, ...]:
    """Name the small words by which the query and a found source state different facts.

    >>> [c.text for c in fact_cautions("副主任出席会议", "主任出席会议", "zh")]
    ['副主任/主任']
    """
    both = compared(query, source)
    differing = [block for block in both.blocks if not block.same]
    name = _facts_zh if side == "zh" else _facts_en
    found = [text for block in differing for text in name(both.query, both.source, block)]
    found += [text for block in differing for text in _reckoned(both.query, both.source, block)]
    return tuple(Caution(text=text, penalty="fact") for text in dict.fromkeys(found))


def _reckoned(left: TokenText, right: TokenText, block: Block) -> list[str]:
    """Name a year, month or week told from the day of the text, where it is another (今年/去年)."""
    ours = "".join(left.folded[block.q1 : block.q2]), *left.folded[block.q2 : block.q2 + 1]
    theirs = "".join(right.folded[block.s1 : block.s2]), *right.folded[block.s2 : block.s2 + 1]
    if ours[1:] != theirs[1:] or not {ours, theirs} <= RECKONED:
        return []
    between = "" if ours[0] in RECKONED_HAN else " "
    return [f"{between.join(ours)}/{between.join(theirs)}"]


def _facts_zh(left: TokenText, right: TokenText, block: Block) -> list[str]:
    ours, theirs = _markers_zh(left, block.q1, block.q2), _markers_zh(right, block.s1, block.s2)
    found: list[str] = []
    for marker in (*ours, *theirs):
        if marker in ours and marker in theirs:
            continue
        word = _word_after(left, ours[marker]) if marker in ours else _word_after(right, theirs[marker])
        bare = word[len(marker) :] or "–"
        found.append(f"{word}/{bare}" if marker in ours else f"{bare}/{word}")
    return found or _posts_zh(left, right, block)


def _markers_zh(text: TokenText, first: int, last: int) -> dict[str, int]:
    """Return the runs of markers (副, 常务副) in a token range, each with its place in the text."""
    found: dict[str, int] = {}
    at = first
    while at < last:
        start, end = text.spans[at][0], text.spans[last - 1][1]
        run = _marker_run(normalise(text.text[start:end]), normalise(text.text[start : start + 12]))
        if run:
            found.setdefault(run, start)
        at += max(len(run), 1)
    return found


def _marker_run(within: str, rest: str) -> str:
    """Return the markers at the start of `within`, judged by the longer text `rest` around them."""
    run = ""
    while not rest[len(run) :].startswith(HARMLESS_ZH):
        marker = next((m for m in MARKERS_ZH if within[len(run) :].startswith(m)), None)
        if marker is None or not _stands(marker, rest[len(run) :]):
            break
        run += marker
    return run


def _stands(marker: str, rest: str) -> bool:
    after = rest[len(marker) :]
    return marker not in NEEDS_POST or after.startswith((*POSTS_ZH, "副", "常务", "代"))


def _word_after(text: TokenText, start: int) -> str:
    """Return the markers at `start` with the post, or the two characters, that follow them."""
    rest = normalise(text.text[start : start + 16])
    run = _marker_run(rest, rest)
    post = next((p for p in POSTS_ZH if rest[len(run) :].startswith(p)), None)
    word = rest[: len(run) + (len(post) if post else 2)]
    return re.split(r"[\s\W]", word)[0] or run


def _posts_zh(left: TokenText, right: TokenText, block: Block) -> list[str]:
    """Name a post replaced by another: the differing characters widened to the posts they belong to."""
    ours, theirs = _post_at(left, block.q1, block.q2), _post_at(right, block.s1, block.s2)
    return [f"{ours}/{theirs}"] if ours and theirs and ours != theirs else []


def _post_at(text: TokenText, first: int, last: int) -> str | None:
    if first >= last:
        return None
    start, end = text.spans[first][0], text.spans[last - 1][1]
    window = normalise(text.text[max(0, start - 3) : end + 3])
    left_edge = min(3, start)
    for post in POSTS_ZH:
        place = window.find(post)
        if place >= 0 and place < left_edge + (end - start) and place + len(post) > left_edge:
            return post
    return None


def _facts_en(left: TokenText, right: TokenText, block: Block) -> list[str]:
    ours = {left.folded[at]: at for at in range(block.q1, block.q2) if _marks(left.folded[at])}
    theirs = {right.folded[at]: at for at in range(block.s1, block.s2) if _marks(right.folded[at])}
    found: list[str] = []
    for marker, at in ours.items():
        if marker not in theirs:
            found.append(_pair_en(left, at, ours_first=True))
    for marker, at in theirs.items():
        if marker not in ours:
            found.append(_pair_en(right, at, ours_first=False))
    return found


def _marks(token: str) -> bool:
    return token in MARKERS_EN or token.endswith("n't") or token.partition("-")[0] in MARKERS_EN


def _pair_en(text: TokenText, at: int, *, ours_first: bool) -> str:
    start, end = text.spans[at]
    following = at + 1
    while following < len(text.spans) and text.folded[following] == "-":
        following += 1
    bare = text.text[slice(*text.spans[following])] if following < len(text.spans) else "–"
    word = (
        text.text[start : text.spans[following][1]] if following < len(text.spans) else text.text[start:end]
    )
    return f"{word}/{bare}" if ours_first else f"{bare}/{word}"


def years(text: str) -> set[int]:
    """Return the years 1800–2099 written in a text, in digits or 二〇二四年.

    >>> sorted(years("二〇二四年6月, from 2019"))
    [2019, 2024]
    """
    found = {int(match) for match in _YEAR.findall(normalise(text))}
    return found | {int(match.translate(_DIGITS_ZH)) for match in _YEAR_ZH.findall(text)}


def extra_years(query: str, target: str) -> tuple[Caution, ...]:
    """Name years that stand in the target without standing in the query.

    >>> [c.text for c in extra_years("11月9日至11日", "November 9–11, 2020")]
    ['2020 only in the target']
    """
    extra = sorted(years(target) - years(query))
    return tuple(Caution(text=f"{year} only in the target", penalty="extra in target") for year in extra)


def extra_values(query: str, target: str, side: Side) -> tuple[Caution, ...]:
    """Name values in a target that the query does not state, years left to `extra_years`.

    >>> [c.text for c in extra_values("会期两天", "It lasted two days and drew 300 guests", "zh")]
    ['300 only in the target']
    """
    if set(_DIGITS.findall(normalise(target))) <= set(_DIGITS.findall(normalise(query))):
        return ()
    from tm.text.quantities_compare import DifferenceKind, compare_quantities

    held = compare_quantities(query, target, side).differences
    extra = [
        each.target.text for each in held if each.kind is DifferenceKind.EXTRA and each.target is not None
    ]
    known = {str(year) for year in years(target)}
    texts = [text for text in dict.fromkeys(extra) if text not in known]
    return tuple(Caution(text=f"{text} only in the target", penalty="extra in target") for text in texts)


_NAMED = frozenset({"person", "body"})


def extra_names(query: str, in_target: Iterable[TermHit]) -> tuple[Caution, ...]:
    """Name people and bodies that a target names and the query does not (he, the administration).

    A person whose surname the query has is named there.
    """
    said = normalise(query)
    named: dict[Span, tuple[str, bool]] = {}
    for hit in in_target:
        if hit.term.domain in _NAMED:
            known = named.get(hit.span, ("", False))[1] or _is_named(hit.term, said)
            named[hit.span] = (hit.form, known)
    extra = dict.fromkeys(form for form, known in named.values() if not known)
    return tuple(Caution(text=f"{form} only in the target", penalty="extra in target") for form in extra)


def _is_named(term: Term, said: str) -> bool:
    forms = [normalise(form) for form in (*term.en.every(), *term.zh.every())]
    if term.domain == "person":
        forms += [form.split()[0] for form in forms if form.isascii()]
    return any(form in said for form in forms)


def out_of_date(hits: Iterable[TermHit], text: str, today: dt.date) -> tuple[Caution, ...]:
    """Name bodies and posts whose validity had ended on `today`, unless the text says "former"."""
    found: dict[str, str] = {}
    for hit in hits:
        ended = hit.term.valid_to
        if ended is None or ended >= today or _said_former(text, hit.span[0]):
            continue
        follower = f", now {hit.term.replaced_by}" if hit.term.replaced_by else ""
        found.setdefault(hit.term.zh.full, f"{hit.form}: until {ended.isoformat()}{follower}")
    return tuple(Caution(text=text, penalty="out of date") for text in found.values())


def _said_former(text: str, start: int) -> bool:
    before = normalise(text[max(0, start - 14) : start])
    return before.endswith(("原", "时任", "前")) or bool(
        re.search(r"\b(?:former|then|ex)\W*(?:the )?$", before)
    )
