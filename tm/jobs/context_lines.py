"""A brief for a translator as Markdown lines, and roughly how many tokens a language model reads in them.

Leaves out: choosing what the brief holds (`context`).
"""

import re
from collections.abc import Iterator

from tm.jobs.advice import TermAdvice
from tm.jobs.context_values import ContextBrief, ContextMatch, ContextSegment
from tm.text import tokens
from tm.text.scripts import HAN

_HAN = re.compile(f"[{HAN}]")
_PER_HAN = 1.0
_PER_WORD = 1.3
_PER_MARK = 1.0
"""Rough counts: current models' vocabularies have about one token for a Han character or a punctuation
mark, and a few in ten words of news English take two."""

HEADING_TOKENS = 60
"""Set aside for the heading lines of a brief."""


def rough_tokens(text: str) -> float:
    """Return roughly how many tokens a language model makes of a text.

    Han character 1, Latin word or number 1.3, any other mark 1.

    >>> rough_tokens("CQC出席会议。")
    6.3
    """
    total = 0.0
    for token in tokens(text):
        if _HAN.match(token):
            total += _PER_HAN
        else:
            total += _PER_WORD if token[0].isalnum() else _PER_MARK
    return round(total, 1)


def markdown(brief: ContextBrief) -> str:
    """Return a whole brief as Markdown."""
    return "\n".join([*_head(brief), *_body(brief), ""])


def _head(brief: ContextBrief) -> Iterator[str]:
    yield f"# {_plain(brief.file.name)}"
    yield ""
    units = "published and unreviewed" if brief.with_review else "published"
    yield f"{brief.source_lang.value} to {brief.target_lang.value}; earlier renderings: {units} ones only."
    yield ""


def _body(brief: ContextBrief) -> Iterator[str]:
    if brief.terms:
        yield "## Terms"
        yield ""
        yield from map(term_line, brief.terms)
        yield ""
    yield "## Segments"
    for segment in brief.segments:
        yield ""
        yield segment_line(segment)
        yield from map(match_line, segment.matches)


def term_line(term: TermAdvice) -> str:
    """Return the line of one term."""
    return f"- {_plain(term.line)}" + (" (required)" if term.required else "")


def segment_line(segment: ContextSegment) -> str:
    """Return the line of one segment: its number and text, or which one it repeats."""
    if segment.repeats is not None:
        return f"**{segment.segment}** as {segment.repeats}"
    return f"**{segment.segment}** {_plain(segment.text)}"


def match_line(match: ContextMatch) -> str:
    """Return the line of one match; the source of an exact one is not said again."""
    if match.percent is not None:
        kind = f"{match.kind.value} {match.percent}%"
    else:
        kind = f"near in meaning {match.cosine:.2f}"
    day = f", {match.date.isoformat()}" if match.date else ""
    source = "" if match.repeats_source else f"{_plain(match.source)} "
    warned = f" [! {'; '.join(map(_plain, match.warnings))}]" if match.warnings else ""
    return f"- {kind}{day}: {source}→ {_plain(match.target)}{warned}"


def _plain(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())
