"""Releases with their segments, from one file or a whole folder. Leaves out: what is done with them."""

from dataclasses import dataclass
from pathlib import Path

from tm.bitext import Lang, Side, Skipped
from tm.errors import LanguageError, ReadError
from tm.jobs.progress import Progress
from tm.pairing import PairingInput
from tm.release import iter_files, read, segment

SIDE_NAMES = {"en": "English", "zh": "Chinese"}
_SIDE_LANGS = {"en": Lang.EN, "zh": Lang.ZH}


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadSide:
    """All readable releases of a folder by key; what could not be used, and files of no known type."""

    releases: tuple[PairingInput, ...]
    skipped: tuple[Skipped, ...]
    ignored: tuple[str, ...]


def read_release(path: Path, *, key: str | None = None, lang: Lang | None = None) -> PairingInput:
    """Read and segment one file. Raises ReadError or LanguageError where it cannot be used."""
    release = read(path, key=key, lang=lang)
    return PairingInput(release=release, segments=segment(release))


def read_side(folder: Path, side: Side, *, prefix: str, progress: Progress) -> ReadSide:
    """Read a folder of releases that should all be of one language; others are skipped and named.

    Raises ReadError if there is no such folder or nothing in it can be read.
    """
    found = tuple(iter_files(folder))
    files = [file for file in found if file.supported]
    ignored = tuple(str(file.path) for file in found if not file.supported)
    releases: list[PairingInput] = []
    skipped: list[Skipped] = []
    for done, file in enumerate(files, 1):
        try:
            _check_name(file.path)
            releases.append(read_release(file.path, key=f"{prefix}{file.key}", lang=_SIDE_LANGS[side]))
        except (ReadError, LanguageError) as err:
            skipped.append(Skipped(where=str(file.path), why=str(err).removeprefix(f"{file.path}: ")))
        progress.step(f"reading {SIDE_NAMES[side]}", done, len(files))
    if not releases:
        why = f"no {SIDE_NAMES[side]} release could be read ({len(skipped)} skipped, {len(ignored)} ignored)"
        first = f"the first skipped: {skipped[0].where}: {skipped[0].why}" if skipped else ""
        raise ReadError(folder, why, first or "give the folder that holds its pages")
    return ReadSide(releases=tuple(releases), skipped=tuple(skipped), ignored=ignored)


def _check_name(path: Path) -> None:
    """Raise ReadError for a name that could not be kept as a key."""
    try:
        str(path).encode()
    except UnicodeEncodeError as err:
        raise ReadError(path, "has a name that is not UTF-8", "rename it") from err


def common_prefixes(en_folder: Path, zh_folder: Path) -> tuple[str, str]:
    """Return what keys of two folders start with: their paths from the parent's name down.

    `2020/en` and `2020/zh` give `2020/en/` and `2020/zh/`, wherever `2020` itself lies, so that a
    folder that was moved is known again. Folders with different parents keep their own names.
    """
    en, zh = en_folder.resolve(), zh_folder.resolve()
    if en == zh:
        raise ReadError(en_folder, "is given for both languages", "give an English and a Chinese folder")
    return f"{en.parent.name}/{en.name}/", f"{zh.parent.name}/{zh.name}/"
