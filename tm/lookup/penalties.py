"""Named penalties of a match: why a rendering that looks the same ranks lower. Leaves out: percents."""

import datetime as dt
import unicodedata

from tm.bitext import Lang, Side, TranslationUnit, UnitStatus
from tm.lookup.config import LookupConfig
from tm.lookup.diff import Block, TokenText, compared
from tm.lookup.results import Penalty
from tm.memory.index.compare import is_word
from tm.text.scripts import fold_script


def penalties(
    query: str, unit: TranslationUnit, side: Side, config: LookupConfig, *, whole: bool
) -> tuple[Penalty, ...]:
    """Return the penalties of showing `unit` for `query`, warnings' own points not among them.

    With `whole` the unit stands for the query as it is, so how it is written counts too.
    """
    names: list[str] = []
    if unit.status is UnitStatus.REVIEW:
        names.append("needs review")
    if _is_old(unit.provenance.date, config):
        names.append("age")
    if whole and query != unit.text(side):
        names.extend(written_differently(query, unit.text(side)))
    if _other_script(query, unit, side, config):
        names.append("other script")
    return tuple(
        Penalty(name=name, points=config.points(name)) for name in dict.fromkeys(names) if config.points(name)
    )


def _other_script(query: str, unit: TranslationUnit, side: Side, config: LookupConfig) -> bool:
    """Tell whether the Chinese side is in another script than the query, or than is wanted for English."""
    traditional = unit.zh_lang is Lang.ZH_HANT
    if side == "en":
        return traditional != (config.script is Lang.ZH_HANT)
    wanted = fold_script(query) != query
    return traditional != wanted and fold_script(unit.zh) != unit.zh if traditional else wanted


def _is_old(date: dt.date | None, config: LookupConfig) -> bool:
    return date is not None and (config.today - date).days > 365.25 * config.age_years


def written_differently(query: str, source: str) -> list[str]:
    """Name the ways in which tokens that are the same when folded are written differently.

    >>> written_differently("國家ＣＱＣ", "国家cqc")
    ['other script', 'width', 'case']
    """
    both = compared(query, source)
    left, right = both.query, both.source
    names: list[str] = []
    for block in both.blocks:
        if block.same:
            names.extend(_forms(left, right, block))
        elif _only_punctuation(left, block.q1, block.q2) and _only_punctuation(right, block.s1, block.s2):
            names.append("punctuation")
    order = ("other script", "width", "case", "punctuation")
    return [name for name in order if name in names]


def _forms(left: TokenText, right: TokenText, block: Block) -> list[str]:
    names: list[str] = []
    for offset in range(block.q2 - block.q1):
        one = left.text[slice(*left.spans[block.q1 + offset])]
        other = right.text[slice(*right.spans[block.s1 + offset])]
        if one == other:
            continue
        narrow_one, narrow_other = unicodedata.normalize("NFKC", one), unicodedata.normalize("NFKC", other)
        if (narrow_one == one) != (narrow_other == other):
            names.append("width")
        if fold_script(narrow_one) != narrow_one or fold_script(narrow_other) != narrow_other:
            names.append("other script")
        if narrow_one != narrow_other and narrow_one.casefold() == narrow_other.casefold():
            names.append("case")
        if not is_word(left.folded[block.q1 + offset] or "a"):
            names.append("punctuation")
    return names


def _only_punctuation(text: TokenText, first: int, last: int) -> bool:
    return all(token and not is_word(token) and not token[0].isdigit() for token in text.folded[first:last])
