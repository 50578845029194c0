"""Two folders into the memory: pair, align what is new or changed, store release by release.

Leaves out: how releases are paired and aligned. A run that is cut off is picked up by the next one:
what was stored with the same texts, corrections and settings is not done again.
"""

import hashlib
import time
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, as_completed
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tm.align import AlignConfig, align, weights_hash
from tm.bitext import Bead, Side, Skipped, UnitStatus
from tm.embed import encoder
from tm.errors import AlignError, TmError
from tm.jobs.corrections import (
    Placed,
    Review,
    confirmed_units,
    keep_reviews,
    place,
    read_reviews,
    remarks,
    stored_reviews,
)
from tm.jobs.folders import ReadPairs, read_pairs
from tm.jobs.progress import SILENT, Progress
from tm.jobs.session import Session
from tm.jobs.units import units_of
from tm.jobs.vectors import embed_missing
from tm.jobs.workers import worker_pool
from tm.memory.values import StoredPair, Tally
from tm.pairing import Ambiguous, Duplicate, PairingInput, ReleasePair
from tm.text.joining import joined

_FEW_PAIRS = 48
"""Up to so many pairs are aligned in this process: starting others would take longer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildResult:
    """What a build did.

    `pairs` counts all pairs found, `unchanged` those that needed no work, `needs_review` the units of
    all of them that await review.
    """

    pairs: int
    unchanged: int
    units_added: int
    units_updated: int
    units_known: int
    units_superseded: int
    needs_review: int
    unpaired: Mapping[Side, tuple[str, ...]]
    duplicates: tuple[Duplicate, ...]
    ambiguous: tuple[Ambiguous, ...]
    skipped: tuple[Skipped, ...]
    ignored: tuple[str, ...]
    warnings: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class _Task:
    """One pair to align; goes to another process and back as it is."""

    pair: ReleasePair
    en: PairingInput
    zh: PairingInput
    model: str
    config: AlignConfig
    placed: Placed

    @property
    def name(self) -> str:
        return f"{self.pair.en} ↔ {self.pair.zh}"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Recipe:
    """What beads depend on besides the texts; pairs made by the same recipe are not made again."""

    model: str
    weights: tuple[str, str]
    config: AlignConfig

    def of(self, task: _Task) -> str:
        facts = f"{self.model} {self.weights} {self.config} {task.placed.corrections}"
        return hashlib.sha256(facts.encode()).hexdigest()[:32]


def build_memory(
    session: Session,
    en_folder: Path,
    zh_folder: Path,
    *,
    confirmed: Path | None = None,
    progress: Progress = SILENT,
    executor: Executor | None = None,
) -> BuildResult:
    """Pair two folders, align the pairs and store them, one transaction a pair.

    `confirmed` is a file of corrections: the memory keeps them, and they hold in this build and in later
    ones, as confirmed units do. Without an `executor` few pairs are aligned here, many by a pool of
    processes. Raises ReadError where a folder or the corrections cannot be used; files that cannot be
    read and pairs that cannot be aligned are skipped and named.
    """
    began = time.perf_counter()
    given = read_reviews(confirmed) if confirmed else []
    read = read_pairs(session, en_folder, zh_folder, progress=progress)
    config = session.settings.config("align", AlignConfig)
    weights = session.encoder.weights_hash, weights_hash()
    recipe = _Recipe(model=session.model, weights=weights, config=config)
    with session.memory.series(f"build {en_folder.name} {zh_folder.name}", session.user):
        with session.memory.transaction("keep corrections"):
            keep_reviews(session.memory.reviews, given, session.user)
        reviews = stored_reviews(session.memory.reviews)
        tasks = [_task(session, read, pair, config, reviews) for pair in read.found.pairs]
        _store_releases(session, read)
        waiting = [task for task in tasks if not _is_stored(session, task, recipe)]
        tally, failed = Tally(), []
        with closing(_aligned(waiting, executor)) as outcomes:  # stops the workers however this ends
            for done, (task, outcome) in enumerate(outcomes, 1):
                if isinstance(outcome, TmError):
                    failed.append(Skipped(where=task.name, why=str(outcome)))
                else:
                    tally += _store(session, task, outcome, recipe)
                progress.step("aligning", done, len(waiting))
    embed_missing(session, progress)
    known, review = _held(session, tasks, waiting)
    return BuildResult(
        pairs=len(tasks),
        unchanged=len(tasks) - len(waiting),
        units_added=tally.added,
        units_updated=tally.updated,
        units_known=tally.known + known,
        units_superseded=tally.superseded,
        needs_review=review,
        unpaired=read.found.unpaired,
        duplicates=read.found.duplicates,
        ambiguous=read.found.ambiguous,
        skipped=read.found.skipped + tuple(failed),
        ignored=read.found.ignored,
        warnings=tuple(remarks(given, (task.placed for task in tasks), "in any pair, kept for later")),
        seconds=time.perf_counter() - began,
    )


def _task(
    session: Session, read: ReadPairs, pair: ReleasePair, config: AlignConfig, reviews: Sequence[Review]
) -> _Task:
    en, zh = read.en[pair.en], read.zh[pair.zh]
    confirmed = confirmed_units(session.memory.units.of_pair(pair.en, pair.zh), en.segments, zh.segments)
    placed = place([*confirmed, *reviews], en.segments, zh.segments)
    return _Task(pair=pair, en=en, zh=zh, model=session.model, config=config, placed=placed)


def _store_releases(session: Session, read: ReadPairs) -> None:
    """Keep every release, paired or not, so that any can be aligned again."""
    for each in (*read.en.values(), *read.zh.values()):
        session.memory.releases.put(each.release, each.segments)


def _is_stored(session: Session, task: _Task, recipe: _Recipe) -> bool:
    """Tell whether the memory holds these very texts aligned by this very recipe."""
    releases = session.memory.releases
    pair = releases.pair_of(task.pair.en)
    return (
        pair is not None
        and pair.zh == task.pair.zh
        and pair.recipe == recipe.of(task)
        and pair.en_fingerprint == releases.fingerprint(pair.en)
        and pair.zh_fingerprint == releases.fingerprint(pair.zh)
    )


def _aligned(
    tasks: Sequence[_Task], executor: Executor | None
) -> Generator[tuple[_Task, tuple[Bead, ...] | TmError]]:
    """Yield each task with its beads, or with what went wrong, as they are done."""
    if executor is not None:
        waiting = {executor.submit(_align, task): task for task in tasks}
        try:
            for future in as_completed(waiting):
                yield waiting[future], future.result()
        except BrokenExecutor as err:
            raise AlignError(
                "a process that aligns was ended from outside, perhaps for want of memory; close other"
                " programs and run the same again: it goes on where it stopped"
            ) from err
    elif len(tasks) <= _FEW_PAIRS:
        for task in tasks:
            yield task, _align(task)
    else:
        with worker_pool(len(tasks)) as pool:
            yield from _aligned(tasks, pool)


def _align(task: _Task) -> tuple[Bead, ...] | TmError:
    """Align one pair, in whichever process; a fault on purpose comes back as a value."""
    try:
        segments = task.en.segments, task.zh.segments
        return align(*segments, encoder(task.model), task.config, confirmed=task.placed.corrections).beads
    except TmError as err:
        return err


def _store(session: Session, task: _Task, beads: tuple[Bead, ...], recipe: _Recipe) -> Tally:
    """Put one pair's beads and units in the memory, whole or not at all."""
    pair = StoredPair(
        en=task.pair.en, zh=task.pair.zh, confidence=task.pair.confidence, beads=beads, recipe=recipe.of(task)
    )
    with session.memory.transaction(f"store {task.name}"):
        _take_back_rejected(session, task)
        session.memory.releases.put_pair(pair)
        units = units_of(task.en, task.zh, beads, task.model)
        return session.memory.units.put_release(task.pair.en, task.pair.zh, units)


def _take_back_rejected(session: Session, task: _Task) -> None:
    """Let units of rejected beads no longer be confirmed, so that they go out of use with their bead."""
    rejected = {
        (joined(task.en.segments, one.en, "en"), joined(task.zh.segments, one.zh, "zh"))
        for one in task.placed.corrections
        if one.action == "reject"
    }
    units = session.memory.units.of_pair(task.pair.en, task.pair.zh) if rejected else []
    confirmed = [
        unit.id
        for unit in units
        if unit.id and unit.status is UnitStatus.CONFIRMED and (unit.en, unit.zh) in rejected
    ]
    if confirmed:
        session.memory.units.set_status(confirmed, UnitStatus.PLAIN)


def _held(session: Session, tasks: Sequence[_Task], waiting: Sequence[_Task]) -> tuple[int, int]:
    """Count the units of the pairs that needed no work, and those of all pairs that await review."""
    worked = {task.name for task in waiting}
    known = review = 0
    for task in tasks:
        units = session.memory.units.of_pair(task.pair.en, task.pair.zh)
        known += 0 if task.name in worked else len(units)
        review += sum(unit.status is UnitStatus.REVIEW for unit in units)
    return known, review
