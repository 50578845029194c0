"""Align two files. Leaves out: reading and aligning themselves, and storing what comes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from tm.align import AlignConfig, align
from tm.bitext import Bead, BeadStatus, Draft, DraftSegment, Lang, Release, Segment
from tm.embed import Vectors
from tm.errors import LanguageError, ReportError, WordlessError
from tm.exchange import Marks, read_lines, write_draft, write_units
from tm.jobs.corrections import place, read_reviews, remarks, stored_reviews
from tm.jobs.reading import SIDE_NAMES, read_release
from tm.jobs.session import Session
from tm.jobs.units import units_of
from tm.pairing import PairingInput
from tm.report import (
    About,
    Light,
    similarity_plot,
    term_lights,
    value_lights,
    write_alignment,
    write_report,
)
from tm.termbase import finder_of
from tm.text.joining import joined
from tm.text.languages import detect_lang

_PAGES = (".html", ".tsv", ".xlsx", ".json")
_XLIFF = (".xliff", ".xlf")
_UNITS = (".tmx", ".csv", ".po")
ENDINGS = (*_PAGES, *_XLIFF, *_UNITS)
PLOT_ENDINGS = (".png", ".svg")


class _Reader(Protocol):
    """Reads a file; its language is what the text shows unless it is given."""

    def __call__(self, path: Path, *, lang: Lang | None = None) -> PairingInput: ...


@dataclass(frozen=True, kw_only=True, eq=False)
class Aligned:
    """Two texts and their beads, made by `model` if that is known."""

    en: PairingInput
    zh: PairingInput
    beads: tuple[Bead, ...]
    model: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class AlignedFiles(Aligned):
    """Two files aligned; `vectors` are those of both sides' segments, as `Alignment` has them."""

    vectors: tuple[Vectors, Vectors]


def align_files(
    session: Session, first: Path, second: Path, *, presegmented: bool = False, confirmed: Path | None = None
) -> AlignedFiles:
    """Align an English and a Chinese file, given in either order.

    With `presegmented` every line is one segment, empty ones too. `confirmed` is a file of corrections;
    those of the memory, if there is one, hold as well. Raises LanguageError where both files are in one
    language.
    """
    texts = _read_both(first, second, _read_lines if presegmented else read_release)
    sides = [text.release.lang.side for text in texts]
    if sides[0] == sides[1]:
        raise LanguageError(
            f"{first} and {second} are both {SIDE_NAMES[sides[0]]}; give one of each language"
        )
    warnings = [] if sides[0] == "en" else [f"{first} is the Chinese text; the two were swapped"]
    if session.memory_url is not None and not session.has_memory:
        warnings.append(f"{session.memory_url}: there is no memory here; aligned without its corrections")
    en, zh = texts if sides[0] == "en" else reversed(texts)
    given = read_reviews(confirmed) if confirmed else []
    kept = stored_reviews(session.memory.reviews) if session.has_memory else []
    placed = place([*kept, *given], en.segments, zh.segments)
    config = session.settings.config("align", AlignConfig)
    found = align(en.segments, zh.segments, session.encoder, config, confirmed=placed.corrections)
    return AlignedFiles(
        en=en,
        zh=zh,
        beads=found.beads,
        model=found.model,
        vectors=(found.en_vectors, found.zh_vectors),
        warnings=(*warnings, *remarks(given, [placed], "here")),
    )


def _read_both(first: Path, second: Path, reader: _Reader) -> tuple[PairingInput, PairingInput]:
    """Read two files; one without letters, such as a list of figures, is of the language the other is not."""
    try:
        one = reader(first)
    except WordlessError:
        try:
            other = reader(second)
        except WordlessError:
            return reader(first, lang=Lang.EN), reader(second, lang=Lang.ZH)
        return reader(first, lang=_across(other)), other
    try:
        return one, reader(second)
    except WordlessError:
        return one, reader(second, lang=_across(one))


def _across(text: PairingInput) -> Lang:
    return Lang.ZH if text.release.lang is Lang.EN else Lang.EN


def _read_lines(path: Path, *, lang: Lang | None = None) -> PairingInput:
    """Read a file whose lines are its segments; they count as one paragraph, as nothing tells them apart."""
    lines = read_lines(path)
    try:
        found = lang or detect_lang("\n".join(lines))
    except LanguageError as err:
        raise type(err)(f"{path}: {err}") from err
    release = Release(key=path.name, lang=found, title="", paragraphs=tuple(lines))
    return PairingInput(release=release, segments=tuple(Segment(text=line, paragraph=1) for line in lines))


def check_output(path: Path, known: Sequence[str], read: Sequence[Path]) -> None:
    """Raise ReportError, before any work is done, where a result cannot be written to `path`.

    It has one of the `known` endings and is none of the files that are `read`.
    """
    if path.suffix.lower() not in known:
        raise ReportError(f"{path}: unknown ending {path.suffix!r}; give one of {', '.join(known)}")
    if path.resolve() in {each.resolve() for each in read}:
        raise ReportError(f"{path}: is a file to be read, which stays as it is; give another name")


def write_aligned(session: Session, aligned: Aligned, path: Path) -> None:
    """Write an alignment by the ending of `path`.

    .html, .tsv, .xlsx, .json and .xliff (Chinese as the source, doubtful rows marked) hold every bead;
    .tmx, .csv and .po hold units only. The terms of the memory, if there is one, are lit on the page.
    Raises ReportError for what cannot be written.
    """
    en, zh = aligned.en, aligned.zh
    ending = path.suffix.lower()
    if ending in _UNITS:
        write_units(path, units_of(en, zh, aligned.beads, aligned.model))
        return
    if ending in _XLIFF:
        write_draft(path, _as_draft(aligned), marks=_doubtful(aligned))
        return
    write_alignment(
        path,
        en.segments,
        zh.segments,
        aligned.beads,
        about=_about(aligned),
        lights=_lights(session, aligned) if ending == ".html" else (),
    )


def _lights(session: Session, aligned: Aligned) -> list[Light]:
    """Return the numbers, dates and terms that stand on both sides."""
    en, zh = aligned.en, aligned.zh
    lights = value_lights(
        en.segments, zh.segments, aligned.beads, en_date=en.release.date, zh_date=zh.release.date
    )
    if session.has_memory:
        finder = finder_of(session.memory)
        en_hits, zh_hits = (
            [finder.find(segment.text, text.release.lang.side) for segment in text.segments]
            for text in (en, zh)
        )
        lights += term_lights(aligned.beads, en_hits, zh_hits)
    return lights


def _as_draft(aligned: Aligned) -> Draft:
    """Return every bead as a row, the side it does not have empty."""
    en, zh = aligned.en, aligned.zh
    return Draft(
        name=zh.release.key,
        source_lang=zh.release.lang,
        target_lang=en.release.lang,
        segments=tuple(
            DraftSegment(
                source=joined(zh.segments, bead.zh, "zh"),
                draft=joined(en.segments, bead.en, "en"),
                id=str(number),
            )
            for number, bead in enumerate(aligned.beads, 1)
        ),
    )


def _doubtful(aligned: Aligned) -> Marks:
    rows = (number for number, bead in enumerate(aligned.beads) if bead.status is BeadStatus.REVIEW)
    return Marks(doubtful=frozenset(rows))


def write_plot(aligned: AlignedFiles, path: Path) -> None:
    """Draw the similarity of all segments with the path through it, as .png or .svg."""
    picture: Literal["png", "svg"] = "png" if path.suffix.lower() == ".png" else "svg"
    write_report(path, similarity_plot(*aligned.vectors, aligned.beads, kind=picture))


def _about(aligned: Aligned) -> About:
    en, zh = aligned.en.release, aligned.zh.release
    return About(
        en_name=en.key,
        zh_name=zh.key,
        en_date=en.date,
        zh_date=zh.date,
        zh_lang=zh.lang,
        model=aligned.model,
        warnings=aligned.warnings,
    )
