"""Releases with their segments, from one file or a whole folder. Leaves out: what is done with them."""

from dataclasses import dataclass
from pathlib import Path

from tm.bitext import Lang, Release, Segment, Side, Skipped
from tm.errors import LanguageError, ReadError
from tm.jobs.progress import Progress
from tm.release import iter_files, read, read_text, segment
from tm.release.lines import lines_of

_SIDE_NAMES = {"en": "English", "zh": "Chinese"}


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadRelease:
    """A release and its segments, the title first."""

    release: Release
    segments: tuple[Segment, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadFolder:
    """All readable releases of a folder by key; what could not be used and what was passed over."""

    releases: tuple[ReadRelease, ...]
    skipped: tuple[Skipped, ...]
    ignored: tuple[str, ...]


def read_release(path: Path, *, key: str | None = None, lang: Lang | None = None) -> ReadRelease:
    """Read one file. Raises ReadError where it cannot be used."""
    release = read(path, key=key, lang=lang)
    return ReadRelease(release=release, segments=segment(release))


def read_side(folder: Path, side: Side, *, prefix: str, progress: Progress) -> ReadFolder:
    """Read a folder of releases that should all be of one side; the others are skipped and named.

    Raises ReadError if there is no such folder or nothing in it can be read.
    """
    files = iter_files(folder)
    releases: list[ReadRelease] = []
    skipped: list[Skipped] = []
    for done, path in enumerate(files.supported, 1):
        name = path.relative_to(folder).as_posix()
        try:
            found = read_release(path, key=f"{prefix}{name}")
            _expect(found.release.lang, side)
            releases.append(found)
        except (ReadError, LanguageError) as err:
            skipped.append(Skipped(where=str(path), why=getattr(err, "why", str(err))))
        progress.step(f"reading {_SIDE_NAMES[side]}", done, len(files.supported))
    if not releases:
        why = f"no {_SIDE_NAMES[side]} release could be read here"
        raise ReadError(
            folder, f"{why} ({len(skipped)} skipped, {len(files.ignored)} ignored)", _first_reason(skipped)
        )
    return ReadFolder(releases=tuple(releases), skipped=tuple(skipped), ignored=files.ignored)


def _expect(lang: Lang, side: Side) -> None:
    if lang.side != side:
        raise LanguageError(f"the text is {_SIDE_NAMES[lang.side]}, in the {_SIDE_NAMES[side]} folder")


def _first_reason(skipped: list[Skipped]) -> str:
    return (
        f"the first: {skipped[0].where}: {skipped[0].why}"
        if skipped
        else "give the folder that holds its pages"
    )


def read_lines(path: Path) -> list[str]:
    """Return the lines of a text file, empty ones too; they end at LF or CRLF only.

    Raises ReadError where it is missing, binary or in no known encoding.
    """
    lines = lines_of(read_text(path))
    return lines[:-1] if lines[-1] == "" else lines
