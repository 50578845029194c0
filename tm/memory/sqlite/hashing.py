"""What is worked out of units' texts before they are stored, for long imports in a process beside.

That process is started afresh and asked over its pipes while rows are written here; it ends when this one
does. Whatever goes wrong with it, the hashes are made here. Leaves out: rows (`unit_rows`).
"""

import logging
import subprocess
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import IO, Self

from tm.bitext import Lang, TranslationUnit
from tm.errors import MemoryStoreError
from tm.memory.sqlite.texts import key_hash, text_hash
from tm.text import match_key

_PROGRAM = (
    "import sys; from tm.memory.sqlite.hashing import serve; serve(sys.stdin.buffer, sys.stdout.buffer)"
)
_COMMAND = ("-P", "-c", _PROGRAM)
log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """Units with all that can be worked out of their texts without the memory."""

    units: Sequence[TranslationUnit]
    hashes: dict[str, int]
    keys: dict[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Hashes:
    """Of some texts, int64: the hash of each, and of the first ones also that of their match key."""

    texts: "array[int]"
    keys: "array[int]"

    @classmethod
    def of(cls, texts: Sequence[str], keyed: int) -> "Hashes":
        """Make them. Raises MemoryStoreError for lone surrogates."""
        return cls(
            texts=array("q", map(text_hash, texts)),
            keys=array("q", [key_hash(match_key(text)) for text in texts[:keyed]]),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Read:
    """Units found sound, and their texts, each once: those of their sides, `keyed` in number, come first."""

    units: Sequence[TranslationUnit]
    texts: list[str]
    keyed: int

    @classmethod
    def of(cls, units: Iterable[TranslationUnit]) -> "_Read":
        units = list(units)
        sides: dict[str, None] = {}
        around: dict[str, None] = {}
        for unit in units:
            _check(unit)
            sides[unit.en] = sides[unit.zh] = None
            context = unit.context
            for text in (context.en_previous, context.en_next, context.zh_previous, context.zh_next):
                if text is not None:
                    around[text] = None
        return cls(units=units, texts=list(sides | around), keyed=len(sides))

    def prepared(self, hashes: Hashes | None = None) -> Prepared:
        """Return the units with the hashes given, or made here."""
        made = hashes or Hashes.of(self.texts, self.keyed)
        return Prepared(
            units=self.units,
            hashes=dict(zip(self.texts, made.texts, strict=True)),
            keys=dict(zip(self.texts[: self.keyed], made.keys, strict=True)),
        )


def _check(unit: TranslationUnit) -> None:
    if not unit.en.strip() or not unit.zh.strip():
        raise MemoryStoreError(
            f"unit {unit.en[:40]!r} / {unit.zh[:40]!r} has an empty side"
            f" ({unit.provenance.document or unit.provenance.zh_release or 'no release'}); leave it out"
        )
    if unit.zh_lang is Lang.EN:
        raise MemoryStoreError(f"unit {unit.zh[:40]!r}: its Chinese side is marked as English; set zh_lang")


def prepare(units: Iterable[TranslationUnit]) -> Prepared:
    """Check units and work out hashes and keys, so that the write lock is held no longer than need be.

    Raises MemoryStoreError for a unit that cannot be stored.
    """
    return _Read.of(units).prepared()


def prepare_ahead(batches: Iterable[Sequence[TranslationUnit]]) -> Iterator[Prepared]:
    """Do what `prepare` does for batches in order, for each while the caller stores the one before.

    Where a batch cannot be had or prepared, those before it are yielded before the error is raised.
    """
    waiting: _Read | None = None
    with _Beside() as beside:
        try:
            for number, batch in enumerate(batches):
                read = _Read.of(batch)
                ready = waiting.prepared(beside.answer()) if waiting is not None else None
                waiting = read
                if number:  # the first is prepared here, while the process starts
                    beside.ask(read)
                if ready is not None:
                    yield ready
        except Exception:
            if waiting is not None:
                yield waiting.prepared(beside.answer())
            raise
        if waiting is not None:
            yield waiting.prepared(beside.answer())


class _Beside:
    """The process that makes hashes: asked for one batch at a time, and done without where it fails."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = False

    def __enter__(self) -> Self:
        try:
            self._process = subprocess.Popen(  # noqa: S603  this interpreter, with this module
                [sys.executable, *_COMMAND],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except (OSError, ValueError) as err:
            log.info("hashes are made in one process: %s", err)
        return self

    def __exit__(self, *raised: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def ask(self, read: _Read) -> None:
        """Have the hashes of a batch made."""
        if self._process is None or self._process.stdin is None:
            return
        try:
            _send_texts(self._process.stdin, read.texts, read.keyed)
            self._asked = True
        except OSError as err:
            log.info("hashes are made here: the process for them has ended (%s)", err)

    def answer(self) -> Hashes | None:
        """Return the hashes asked for; None where there are none to be had."""
        if not self._asked or self._process is None or self._process.stdout is None:
            return None
        self._asked = False
        try:
            counts = _received(self._process.stdout, 2)
            texts, keys = (_received(self._process.stdout, count) for count in counts)
        except (OSError, EOFError) as err:
            log.info("hashes are made here: the process for them has ended (%s)", err)
            return None
        return Hashes(texts=texts, keys=keys) if texts else None


def _send_texts(to: IO[bytes], texts: Sequence[str], keyed: int) -> None:
    """Write how many of the texts are keyed, how many there are, their lengths and their characters."""
    joined = "".join(texts).encode("utf-8", "surrogatepass")
    to.write(array("q", [keyed, len(texts), len(joined), *map(len, texts)]).tobytes())
    to.write(joined)
    to.flush()


def _received(source: IO[bytes], count: int) -> "array[int]":
    """Read so many numbers; raises EOFError where there are not so many."""
    numbers = array("q")
    numbers.frombytes(_read(source, count * numbers.itemsize))
    return numbers


def _read(source: IO[bytes], size: int) -> bytes:
    data = source.read(size)
    if len(data) < size:
        raise EOFError(f"{len(data)} bytes of {size}")
    return data


def serve(source: IO[bytes], to: IO[bytes]) -> None:
    """Answer what `_Beside` asks until it ends: the hashes of each batch, none where one cannot be made."""
    with suppress(EOFError):
        while True:
            keyed, count, size = _received(source, 3)
            ends = list(accumulate(_received(source, count), initial=0))
            joined = _read(source, size).decode("utf-8", "surrogatepass")
            texts = [joined[start:end] for start, end in pairwise(ends)]
            made = Hashes(texts=array("q"), keys=array("q"))
            with suppress(MemoryStoreError):  # made again by who asked, so that the error is raised there
                made = Hashes.of(texts, keyed)
            to.write(array("q", [len(made.texts), len(made.keys)]).tobytes())
            to.write(made.texts.tobytes())
            to.write(made.keys.tobytes())
            to.flush()
