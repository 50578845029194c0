"""Align two files. Leaves out: reading and aligning themselves, and storing what comes out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tm.align import AlignConfig, align
from tm.bitext import Bead, Release, Segment, Side
from tm.embed import Vectors
from tm.errors import LanguageError, ReportError
from tm.exchange import read_lines, write_units
from tm.exchange.formats import UNIT_ENDINGS
from tm.jobs.corrections import Review, place, read_reviews
from tm.jobs.reading import SIDE_NAMES, read_release
from tm.jobs.session import Session
from tm.jobs.units import units_of
from tm.pairing import PairingInput
from tm.report import About, similarity_plot, term_lights, value_lights, write_alignment, write_report
from tm.termbase import TermFinder
from tm.text.languages import detect_lang


@dataclass(frozen=True, kw_only=True, eq=False)
class Aligned:
    """Two texts and their beads; `missing` are corrections that stand nowhere in them."""

    en: PairingInput
    zh: PairingInput
    beads: tuple[Bead, ...]
    model: str
    missing: tuple[Review, ...]
    similarity: Vectors
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
        similarity=found.en_vectors @ found.zh_vectors.T,
        warnings=warnings,
    )


def _read_lines(path: Path) -> PairingInput:
    """Read a file whose lines are its segments; they count as one paragraph, as nothing tells them apart."""
    lines = read_lines(path)
    release = Release(key=path.name, lang=detect_lang("\n".join(lines)), title="", paragraphs=tuple(lines))
    return PairingInput(release=release, segments=tuple(Segment(text=line, paragraph=1) for line in lines))


def write_aligned(aligned: Aligned, path: Path, finder: TermFinder | None = None) -> None:
    """Write an alignment by the ending of `path`: units as .tmx, pages and tables as `report` has them.

    Terms are lit where a `finder` is given. Raises ReportError or ReadError for what cannot be written.
    """
    en, zh = aligned.en, aligned.zh
    if path.suffix.lower() in UNIT_ENDINGS:
        write_units(path, units_of(en, zh, aligned.beads, aligned.model))
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


def write_plot(aligned: Aligned, path: Path) -> None:
    """Draw the similarity of all segments with the path through it, as .png or .svg."""
    ending = path.suffix.lower().removeprefix(".")
    if ending not in {"png", "svg"}:
        raise ReportError(f"{path}: unknown ending {path.suffix!r}; give .png or .svg")
    picture: Literal["png", "svg"] = "png" if ending == "png" else "svg"
    write_report(path, similarity_plot(aligned.similarity, aligned.beads, format=picture))


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
