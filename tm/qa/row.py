"""A draft's row as the rules see it, and what a rule hands back. Leaves out: the rules themselves."""

import re
from dataclasses import dataclass
from functools import cached_property

from tm.bitext import DraftSegment, Severity, Side, Span, other_side
from tm.text import fold_with_offsets
from tm.text.scripts import HAN, fold_script

_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’\-][A-Za-zÀ-ɏ]+)*")
_HAN_RUN = re.compile(rf"[{HAN}]+")


@dataclass(frozen=True, kw_only=True)
class Text:
    """One side of a row with what rules need of it, each worked out at first use."""

    text: str
    side: Side

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        return fold_with_offsets(self.text)

    @property
    def folded(self) -> str:
        """The text folded by width, case and script; `spot` leads back to the text itself."""
        return self._folded[0]

    def spot(self, start: int, end: int) -> Span:
        """Return the span in the text of a span in `folded`."""
        offsets = self._folded[1]
        return offsets[start], offsets[end - 1] + 1 if end > start else offsets[start]

    @cached_property
    def simplified(self) -> str:
        """The text in simplified characters, each where it stood."""
        return fold_script(self.text)

    @property
    def traditional(self) -> bool:
        """Whether the text is in traditional characters."""
        return self.simplified != self.text

    @cached_property
    def words(self) -> tuple[re.Match[str], ...]:
        """Latin words, as matches on the text."""
        return tuple(_WORD.finditer(self.text))

    @cached_property
    def han(self) -> tuple[re.Match[str], ...]:
        """Runs of Han characters, as matches on the text."""
        return tuple(_HAN_RUN.finditer(self.text))

    @cached_property
    def han_count(self) -> int:
        """Number of Han characters."""
        return sum(len(run.group()) for run in self.han)

    @cached_property
    def latin_count(self) -> int:
        """Number of Latin letters."""
        return sum(len(word.group()) for word in self.words)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A source segment and its draft; `en` and `zh` name the same two texts by language."""

    index: int
    segment: DraftSegment
    source: Text
    draft: Text

    @property
    def en(self) -> Text:
        """The English text, whichever side it stands on."""
        return self.source if self.source.side == "en" else self.draft

    @property
    def zh(self) -> Text:
        """The Chinese text, whichever side it stands on."""
        return self.source if self.source.side == "zh" else self.draft

    @property
    def to_english(self) -> bool:
        """Whether the draft is the English side."""
        return self.draft.side == "en"


def make_row(index: int, segment: DraftSegment, source_side: Side) -> Row:
    """Return row number `index` of a draft whose source is on `source_side`."""
    return Row(
        index=index,
        segment=segment,
        source=Text(text=segment.source, side=source_side),
        draft=Text(text=segment.draft, side=other_side(source_side)),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """What a rule found on one row; `check` makes the finding of it.

    `habit` names a way of typing (spaces, width) that, where it runs through a draft, is said once.
    """

    row: Row
    rule: str
    message: str
    source_span: Span | None = None
    draft_span: Span | None = None
    suggestion: str | None = None
    severity: Severity | None = None
    habit: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sides:
    """Spans by language, turned into source and draft spans of a row."""

    en: Span | None = None
    zh: Span | None = None

    def on(self, row: Row) -> tuple[Span | None, Span | None]:
        """Return (source span, draft span)."""
        return (self.zh, self.en) if row.to_english else (self.en, self.zh)


def mark(row: Row, rule: str, message: str, sides: Sides, **more: str | None) -> Mark:
    """Return a mark given by language rather than by side; `more` may hold `suggestion`."""
    source, draft = sides.on(row)
    return Mark(
        row=row,
        rule=rule,
        message=message,
        source_span=source,
        draft_span=draft,
        suggestion=more.get("suggestion"),
    )
