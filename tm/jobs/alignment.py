"""Align two files. Leaves out: reading and aligning themselves, and storing what comes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tm.align import AlignConfig, align
from tm.bitext import Bead, BeadStatus, Draft, DraftSegment, Release, Segment, Side
from tm.embed import Vectors
from tm.errors import LanguageError, ReportError
from tm.exchange import Marks, read_lines, write_draft, write_units
from tm.jobs.corrections import Review, place, read_reviews
from tm.jobs.reading import SIDE_NAMES, read_release
from tm.jobs.session import Session
from tm.jobs.units import units_of
from tm.pairing import PairingInput
from tm.report import About, similarity_plot, term_lights, value_lights, write_alignment, write_report
from tm.termbase import TermFinder
from tm.text.joining import joined
from tm.text.languages import detect_lang

_PAGES = (".html", ".tsv", ".xlsx", ".json")
_XLIFF = (".xliff", ".xlf")
_UNITS = (".tmx", ".csv", ".po")
_ENDINGS = (*_PAGES, *_XLIFF, *_UNITS)
PLOT_ENDINGS = (".png", ".svg")


@dataclass(frozen=True, kw_only=True, eq=False)
class Aligned:
    """Two texts and their beads; `missing` are corrections that stand nowhere in them.

    `vectors` are those of the English and of the Chinese segments, as `Alignment` has them.
    """

    en: PairingInput
    zh: PairingInput
    beads: tuple[Bead, ...]
    model: str
    missing: tuple[Review, ...]
    vectors: tuple[Vectors, Vectors]
    warnings: tuple[str, ...]

    @property
    def all_warnings(self) -> tuple[str, ...]:
        """What to tell the user, corrections that were not found among it."""
        told = (
            f"correction not found here: {' '.join(each.en)} ↔ {' '.join(each.zh)}" for each in self.missing
        )
        return (*self.warnings, *told)


def align_files(
    session: Session, first: Path, second: Path, *, presegmented: bool = False, confirmed: Path | None = None
) -> Aligned:
    """Align an English and a Chinese file, given in either order.

    With `presegmented` every line is one segment, empty ones too. `confirmed` is a file of corrections.
    Raises LanguageError where both files are in one language.
    """
    texts = [_read_lines(path) if presegmented else read_release(path) for path in (first, second)]
    sides = [text.release.lang.side for text in texts]
    if sides[0] == sides[1]:
        raise LanguageError(
            f"{first} and {second} are both {SIDE_NAMES[sides[0]]}; give one of each language"
        )
    warnings = () if sides[0] == "en" else (f"{first} is the Chinese text; the two were swapped",)
    en, zh = texts if sides[0] == "en" else reversed(texts)
    placed = place(read_reviews(confirmed) if confirmed else (), en.segments, zh.segments)
    config = session.settings.config("align", AlignConfig)
    found = align(en.segments, zh.segments, session.encoder, config, confirmed=placed.corrections)
    return Aligned(
        en=en,
        zh=zh,
        beads=found.beads,
        model=found.model,
        missing=placed.missing,
        vectors=(found.en_vectors, found.zh_vectors),
        warnings=warnings,
    )


def _read_lines(path: Path) -> PairingInput:
    """Read a file whose lines are its segments; they count as one paragraph, as nothing tells them apart."""
    lines = read_lines(path)
    release = Release(key=path.name, lang=detect_lang("\n".join(lines)), title="", paragraphs=tuple(lines))
    return PairingInput(release=release, segments=tuple(Segment(text=line, paragraph=1) for line in lines))


def check_ending(path: Path, known: Sequence[str] = _ENDINGS) -> None:
    """Raise ReportError, before any work is done, where a result cannot be written to `path`."""
    if path.suffix.lower() not in known:
        raise ReportError(f"{path}: unknown ending {path.suffix!r}; give one of {', '.join(known)}")


def write_aligned(aligned: Aligned, path: Path, finder: TermFinder | None = None) -> None:
    """Write an alignment by the ending of `path`.

    .html, .tsv, .xlsx, .json and .xliff (Chinese as the source, doubtful rows marked) hold every bead;
    .tmx, .csv and .po hold units only. Terms are lit on the page where a `finder` is given. Raises
    ReportError for what cannot be written.
    """
    check_ending(path)
    en, zh = aligned.en, aligned.zh
    ending = path.suffix.lower()
    if ending in _UNITS:
        write_units(path, units_of(en, zh, aligned.beads, aligned.model))
        return
    if ending in _XLIFF:
        write_draft(path, _as_draft(aligned), marks=_doubtful(aligned))
        return
    lights = value_lights(
        en.segments, zh.segments, aligned.beads, en_date=en.release.date, zh_date=zh.release.date
    )
    if finder is not None:
        hits = (
            [finder.find(segment.text, side) for segment in text.segments] for text, side in _sided(aligned)
        )
        lights += term_lights(aligned.beads, *hits)
    write_alignment(path, en.segments, zh.segments, aligned.beads, about=_about(aligned), lights=lights)


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


def write_plot(aligned: Aligned, path: Path) -> None:
    """Draw the similarity of all segments with the path through it, as .png or .svg."""
    check_ending(path, PLOT_ENDINGS)
    picture: Literal["png", "svg"] = "png" if path.suffix.lower() == ".png" else "svg"
    write_report(path, similarity_plot(*aligned.vectors, aligned.beads, kind=picture))


def _sided(aligned: Aligned) -> tuple[tuple[PairingInput, Side], tuple[PairingInput, Side]]:
    return (aligned.en, "en"), (aligned.zh, "zh")


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
