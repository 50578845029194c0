"""The folder of index files beside a memory, and the one small file that says which of them count.

Files are written whole under new names; the manifest is replaced last, in one step. So a process that
is killed leaves the old index standing, and a reader sees the old one or the new one. One process at a
time makes files and lists them (`alone`); the others go on with what they have. Leaves out: what the
files hold (`segment`, `quantised`).
"""

import json
import os
import secrets
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from tm.errors import MemoryStoreError
from tm.memory.index.coding import token_hash
from tm.memory.index.compare import comparison_tokens
from tm.memory.locks import take_lock

MANIFEST = "manifest.json"
_LOCK = "making.lock"
VERSION = 2
"""Grows whenever the arrays of a segment change meaning."""
_PROBE = "ＣＱＣ於2020年11月23日，“認證”<b>don't co-operate</b> {0} ㎡ Ⅱ 1,234.5 副主任"
_STALE_SECONDS = 600
"""Files nobody lists are removed once they are this old: a reader may be about to map them."""
_POLL_SECONDS = 0.02
_MAKING = threading.RLock()
"""Held by the thread of this process that makes files; see `take_lock`."""
_MADE_HERE: set[Path] = set()
"""The folder that thread makes files in."""


def recipe() -> str:
    """Return a fingerprint of how texts are cut and folded; an index made otherwise is of no use."""
    return f"{VERSION}:{token_hash('|'.join(comparison_tokens(_PROBE))):016x}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What an index consists of. It reflects every change of the memory up to `generation`.

    `segments` are file names, oldest first; `samples` are unit ids with the hash of their texts, by which
    another memory under the same name is noticed; `meanings` are vector files by model; `lexicon` is the
    lexicon's file.
    """

    generation: int
    segments: tuple[str, ...]
    samples: tuple[tuple[int, int], ...] = ()
    meanings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    lexicon: Mapping[str, Any] = field(default_factory=dict)


class IndexFolder:
    """The folder `<memory file>.index`."""

    def __init__(self, location: str) -> None:
        self.path = Path(f"{location}.index")

    @contextmanager
    def alone(self, wait_seconds: float) -> Iterator[bool]:
        """Keep every other thread and process from making files meanwhile; one inside another joins it.

        Yields False where one of them still is after `wait_seconds`, or where the folder can't be written.
        """
        until = time.monotonic() + wait_seconds
        if not _MAKING.acquire(timeout=wait_seconds):
            yield False
            return
        try:
            if self.path in _MADE_HERE:
                yield True
                return
            file = self._locked(until)
            if file is None:
                yield False
                return
            with file:
                _MADE_HERE.add(self.path)
                try:
                    yield True
                finally:
                    _MADE_HERE.discard(self.path)
        finally:
            _MAKING.release()

    def _locked(self, until: float) -> IO[bytes] | None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            file = (self.path / _LOCK).open("a+b")
        except OSError:
            return None
        while True:
            try:
                take_lock(file)
            except OSError:
                if time.monotonic() >= until:
                    file.close()
                    return None
                time.sleep(_POLL_SECONDS)
            else:
                return file

    def stamp(self) -> tuple[int, int] | None:
        """Return what changes whenever the manifest is replaced; None where there is none."""
        try:
            found = (self.path / MANIFEST).stat()
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_ino)

    def read(self) -> Manifest | None:
        """Return the manifest; None where there is none or it is of another version."""
        try:
            text = (self.path / MANIFEST).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except OSError as err:
            raise MemoryStoreError(f"{self.path}: the search index cannot be read: {err}") from err
        try:
            plain = json.loads(text)
            if plain["recipe"] != recipe():
                return None
            return Manifest(
                generation=int(plain["generation"]),
                segments=tuple(plain["segments"]),
                samples=tuple((int(unit), int(key)) for unit, key in plain["samples"]),
                meanings=plain["meanings"],
                lexicon=plain["lexicon"],
            )
        except (ValueError, KeyError, TypeError) as err:
            raise MemoryStoreError(
                f"{self.path / MANIFEST}: not a manifest ({err}); run `tm doctor --repair` to build it again"
            ) from err

    def publish(self, manifest: Manifest) -> None:
        """Replace the manifest in one step, then remove files that no longer count."""
        plain = {"recipe": recipe(), **asdict(manifest)}
        beside = self.path / f"{MANIFEST}.{os.getpid()}.part"
        try:
            with beside.open("w", encoding="utf-8") as file:
                json.dump(plain, file)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.path / MANIFEST)
        except OSError as err:
            beside.unlink(missing_ok=True)
            raise MemoryStoreError(
                f"{self.path}: the search index cannot be written: {err}; free space or check rights"
            ) from err
        self._sweep(manifest)

    def fresh(self, kind: str) -> Path:
        """Return a new path for a file of `kind`, making the folder if need be."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as err:
            raise MemoryStoreError(
                f"{self.path}: the folder of the search index cannot be made: {err}"
            ) from err
        return self.path / f"{kind}-{secrets.token_hex(6)}.tmi"

    def _sweep(self, manifest: Manifest) -> None:
        """Remove files that are not listed and old enough not to be another process's work in hand."""
        listed = {
            MANIFEST,
            _LOCK,
            *manifest.segments,
            *_files([*manifest.meanings.values(), manifest.lexicon]),
        }
        oldest = time.time() - _STALE_SECONDS
        for path in self.path.iterdir():
            try:
                if path.name not in listed and path.stat().st_mtime < oldest:
                    path.unlink()
            except OSError:  # mapped by a reader (Windows) or gone already: the next sweep takes it
                continue


def _files(meanings: Iterable[Mapping[str, Any]]) -> list[str]:
    return [name for meaning in meanings for name in meaning.get("files", ())]
