"""The nouns every room shares: plain frozen values. Leaves out: any behaviour beyond naming."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple

Side = Literal["en", "zh"]
Span = tuple[int, int]
"""`[start, end)` in code points."""


class Lang(StrEnum):
    """BCP-47 tags of the languages kept. Plain `zh` means Chinese whose script is not known."""

    EN = "en"
    ZH = "zh"
    ZH_HANS = "zh-Hans"
    ZH_HANT = "zh-Hant"

    @property
    def side(self) -> Side:
        """Which side of the bitext the language stands on."""
        return "en" if self is Lang.EN else "zh"


def other_side(side: Side) -> Side:
    """Return the side across from `side`."""
    return "zh" if side == "en" else "en"


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """One sentence (or the title) of a release; `paragraph` is 0 for the title, then 1, 2 and so on."""

    text: str
    paragraph: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """One release in one language, as read from a file.

    `key` names it within a memory (a POSIX path relative to what was read). `paragraphs` are the
    body's, in order, verbatim but for runs of white space; the title is not among them.
    """

    key: str
    lang: Lang
    title: str
    paragraphs: tuple[str, ...]
    date: dt.date | None = None
    origin: str | None = None
    url: str | None = None


class BeadStatus(StrEnum):
    """Who answers for a bead: the aligner, the aligner with doubt, or a person."""

    AUTO = "auto"
    REVIEW = "review"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Bead:
    """Segments of one side answered by segments of the other; an empty side is a null.

    `en` and `zh` are 0-based segment indices; `score` is the aligner's own (higher is better),
    `confidence` the probability in 0–1 that the bead is right. `moved` beads stand out of order.
    """

    en: tuple[int, ...]
    zh: tuple[int, ...]
    score: float = 0.0
    confidence: float = 1.0
    status: BeadStatus = BeadStatus.AUTO
    moved: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SpanLink:
    """A stretch of one side answered by a stretch of the other; `score` in 0–1."""

    en: Span
    zh: Span
    score: float


class UnitStatus(StrEnum):
    """How far a translation unit may be trusted."""

    CONFIRMED = "confirmed"
    PLAIN = "plain"
    REVIEW = "review"
    DO_NOT_REUSE = "do-not-reuse"


@dataclass(frozen=True, kw_only=True, slots=True)
class Provenance:
    """Where a unit comes from. `paragraph` is that of the Chinese side; `confidence` is its bead's.

    `en_release`/`zh_release` are release keys; `document` is the file a unit was imported from.
    """

    en_release: str | None = None
    zh_release: str | None = None
    document: str | None = None
    url: str | None = None
    date: dt.date | None = None
    paragraph: int | None = None
    confidence: float | None = None
    model: str | None = None
    confirmed_by: str | None = None
    confirmed_at: dt.datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """The neighbouring segments of a unit on each side; None at the edge of a text or unknown."""

    en_previous: str | None = None
    en_next: str | None = None
    zh_previous: str | None = None
    zh_next: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TranslationUnit:
    """One rendering kept in the memory: English and Chinese text with where they come from.

    `id` is None until the memory has stored it. Texts stay in the script they were written in.
    """

    en: str
    zh: str
    zh_lang: Lang = Lang.ZH_HANS
    id: int | None = None
    status: UnitStatus = UnitStatus.PLAIN
    provenance: Provenance = field(default_factory=Provenance)
    context: Context = field(default_factory=Context)
    note: str = ""

    def text(self, side: Side) -> str:
        """Return the text of one side."""
        return self.en if side == "en" else self.zh


class TermStatus(StrEnum):
    """The administrative status of a term (ISO 30042), in this project's words."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, kw_only=True, slots=True)
class TermForms:
    """The accepted ways of writing one term in one language; each may be empty."""

    full: str
    short: tuple[str, ...] = ()
    abbreviation: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()

    def every(self) -> tuple[str, ...]:
        """Return all forms, the full one first, without repeats."""
        return tuple(dict.fromkeys((self.full, *self.short, *self.abbreviation, *self.variants)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A glossary entry: what Chinese forms are rendered by which English forms, and since when."""

    en: TermForms
    zh: TermForms
    id: int | None = None
    status: TermStatus = TermStatus.PREFERRED
    required: bool = False
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    replaced_by: str | None = None
    authority: str = ""
    domain: str = ""
    note: str = ""

    def forms(self, side: Side) -> TermForms:
        """Return the forms of one side."""
        return self.en if side == "en" else self.zh


class TermHit(NamedTuple):
    """A term found in a text: the entry, the form that stood there, and where.

    A named tuple, made in a third of a dataclass's time: a large glossary gives thousands a sentence.
    """

    term: Term
    side: Side
    form: str
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftSegment:
    """One row of a draft: the source segment and its draft rendering (empty if none)."""

    source: str
    draft: str
    id: str = ""
    document: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A draft translation under check, row by row; `warnings` say how its file was read.

    `day` is the date its source speaks from, where that is known: 去年 is the year before it.
    `segments` is a tuple, or lies on disk where the draft is long (`spool`).
    """

    name: str
    source_lang: Lang
    target_lang: Lang
    segments: Sequence[DraftSegment]
    warnings: tuple[str, ...] = ()
    day: dt.date | None = None


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing a rule has to say about one row of a draft.

    `id` is stable for the same rule on the same texts; `segment` is the 0-based row; spans are in
    the row's source and draft; `suggestion` replaces `draft_span` where the right text is certain.
    """

    id: str
    segment: int
    rule: str
    severity: Severity
    message: str
    document: str | None = None
    source_span: Span | None = None
    draft_span: Span | None = None
    suggestion: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Skipped:
    """Something a batch could not use: `where` it was and `why` it was left out."""

    where: str
    why: str
