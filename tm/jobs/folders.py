"""Two folders of releases into pairs. Leaves out: aligning and storing them (`build`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tm.bitext import Side, Skipped
from tm.jobs.progress import SILENT, Progress
from tm.jobs.reading import common_prefixes, read_side
from tm.jobs.session import Session
from tm.pairing import Ambiguous, Duplicate, PairConfig, PairingInput, ReleasePair, pair_releases


@dataclass(frozen=True, kw_only=True, slots=True)
class FolderPairs:
    """Which release answers which, and everything left over."""

    pairs: tuple[ReleasePair, ...]
    unpaired: Mapping[Side, tuple[str, ...]]
    duplicates: tuple[Duplicate, ...]
    ambiguous: tuple[Ambiguous, ...]
    skipped: tuple[Skipped, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadPairs:
    """Pairs with the releases they name, for jobs that go on with them."""

    found: FolderPairs
    en: dict[str, PairingInput]
    zh: dict[str, PairingInput]


def pair_folders(
    session: Session, en_folder: Path, zh_folder: Path, progress: Progress = SILENT
) -> FolderPairs:
    """Pair two folders; keys are paths below each folder.

    Raises ReadError where a folder is missing or nothing in it can be read.
    """
    return read_pairs(session, en_folder, zh_folder, progress=progress, prefixes=("", "")).found


def read_pairs(
    session: Session,
    en_folder: Path,
    zh_folder: Path,
    *,
    progress: Progress,
    prefixes: tuple[str, str] | None = None,
) -> ReadPairs:
    """Read and pair two folders; keys start with the folders' names unless `prefixes` says otherwise."""
    named = common_prefixes(en_folder, zh_folder)
    en_prefix, zh_prefix = prefixes if prefixes is not None else named
    en = read_side(en_folder, "en", prefix=en_prefix, progress=progress)
    zh = read_side(zh_folder, "zh", prefix=zh_prefix, progress=progress)
    config = session.settings.config("pairing", PairConfig)
    progress.step("pairing", 0, 1)
    pairing = pair_releases(en.releases, zh.releases, session.encoder, config)
    progress.step("pairing", 1, 1)
    found = FolderPairs(
        pairs=pairing.pairs,
        unpaired=pairing.unpaired,
        duplicates=pairing.duplicates,
        ambiguous=pairing.ambiguous,
        skipped=en.skipped + zh.skipped,
        ignored=en.ignored + zh.ignored,
    )
    return ReadPairs(found=found, en=_by_key(en.releases), zh=_by_key(zh.releases))


def _by_key(releases: Sequence[PairingInput]) -> dict[str, PairingInput]:
    return {each.release.key: each for each in releases}
