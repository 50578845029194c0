"""Releases, their segments and their beads in SQLite. Leaves out: reading and aligning them."""

import datetime as dt
import json
import zlib
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from tm.bitext import Bead, BeadStatus, Lang, Release, Segment
from tm.errors import MemoryStoreError
from tm.memory.sqlite.codes import State
from tm.memory.sqlite.database import Database, Row
from tm.memory.sqlite.ledger import Ledger
from tm.memory.sqlite.statements import statements
from tm.memory.sqlite.texts import Texts
from tm.memory.sqlite.unit_rows import RowMaker
from tm.memory.values import StoredPair


class SqliteReleases:
    """See the protocol `Releases`. A changed release is a new row; the old one is kept, superseded."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._sql = statements("releases")
        self._ledger = Ledger(database)

    def put(self, release: Release, segments: Sequence[Segment]) -> bool:
        """Store a release under its key; False where the same was there already."""
        mark = fingerprint(release, segments)
        with self._db.transaction(f"store {release.key}"):
            held = self._db.row(self._sql["release_find"], (release.key,))
            if held is not None and held[1] == mark:
                return False
            _act, generation = self._db.stamp()
            if held is not None:
                self._ledger.changed("release", held[0], {"state": State.LIVE})
                self._db.run(self._sql["release_supersede"], (generation, held[0]))
            body = zlib.compress(json.dumps(release.paragraphs, ensure_ascii=False).encode())
            date = None if release.date is None else release.date.isoformat()
            columns = (release.key, release.lang.value, release.title, date, release.origin, release.url)
            [[number]] = self._db.rows(self._sql["release_insert"], (*columns, body, mark, generation))
            self._ledger.added("release", number, number)
            ids = Texts(self._db).ids({segment.text for segment in segments})
            rows = [(number, i, segment.paragraph, ids[segment.text]) for i, segment in enumerate(segments)]
            self._db.run_many(self._sql["segment_insert"], rows)
        return True

    def get(self, key: str) -> tuple[Release, tuple[Segment, ...]] | None:
        """Return a release and its segments, or None."""
        with self._db.reading():
            row = self._db.row(self._sql["release_get"], (key,))
            if row is None:
                return None
            number, key, lang, title, date, origin, url, body = row
            segments = self._db.rows(self._sql["segments"], (number,))
        release = Release(
            key=key,
            lang=Lang(lang),
            title=title,
            paragraphs=tuple(json.loads(zlib.decompress(body))),
            date=None if date is None else dt.date.fromisoformat(date),
            origin=origin,
            url=url,
        )
        return release, tuple(Segment(text=text, paragraph=paragraph) for text, paragraph in segments)

    def keys(self) -> list[str]:
        """Return every key, sorted."""
        return [row[0] for row in self._db.rows(self._sql["release_keys"])]

    def fingerprint(self, key: str) -> str | None:
        """Return the fingerprint of the release held under `key`, or None."""
        row = self._db.row(self._sql["release_find"], (key,))
        return None if row is None else str(row[1])

    def delete(self, keys: Sequence[str]) -> None:
        """Take releases and their pairs out of use; their units stay."""
        with self._db.transaction(f"delete {len(keys)} releases"):
            for key in keys:
                held = self._db.row(self._sql["release_find"], (key,))
                if held is None:
                    raise MemoryStoreError(
                        f"{self._db.path}: no release {key!r}; `tm stats` counts those held"
                    )
                _act, generation = self._db.stamp()
                self._ledger.changed("release", held[0], {"state": State.LIVE})
                self._db.run(self._sql["release_supersede"], (generation, held[0]))
                self._drop_pairs(key, key)

    def put_pair(self, pair: StoredPair) -> None:
        """Store a pair and its beads in place of what was held for either release."""
        with self._db.transaction(f"pair {pair.en} with {pair.zh}"):
            marks = [self.fingerprint(key) for key in (pair.en, pair.zh)]
            pair = replace(pair, en_fingerprint=marks[0] or "", zh_fingerprint=marks[1] or "")
            held = self._db.rows(self._sql["pairings_of_releases"], {"en": pair.en, "zh": pair.zh})
            if [_pair(row) for row in held] == [pair]:
                return
            self._drop_pairs(pair.en, pair.zh)
            _act, generation = self._db.stamp()
            number = RowMaker(self._db).pair(pair.en, pair.zh)
            said = (number, pair.confidence, _packed(pair.beads), pair.recipe)
            values = (*said, pair.en_fingerprint, pair.zh_fingerprint, generation)
            [[row]] = self._db.rows(self._sql["pairing_insert"], values)
            self._ledger.added("pairing", row, row)

    def _drop_pairs(self, en: str, zh: str) -> None:
        for row in self._db.rows(self._sql["pairings_of_releases"], {"en": en, "zh": zh}):
            _act, generation = self._db.stamp()
            self._ledger.changed("pairing", row[0], {"state": State.LIVE})
            self._db.run(self._sql["pairing_supersede"], (generation, row[0]))

    def pairs(self) -> list[StoredPair]:
        """Return every stored pair, by English key."""
        return [_pair(row) for row in self._db.rows(self._sql["pairings"])]

    def pair_of(self, key: str) -> StoredPair | None:
        """Return the pair a release is part of, or None."""
        rows = self._db.rows(self._sql["pairings_of_releases"], {"en": key, "zh": key})
        return _pair(rows[0]) if rows else None


def fingerprint(release: Release, segments: Sequence[Segment]) -> str:
    """Return a hexadecimal hash of everything in a release but its key."""
    parts: list[Any] = [release.lang, release.title, str(release.date), release.origin, release.url]
    parts += [release.paragraphs, [(segment.text, segment.paragraph) for segment in segments]]
    try:
        return blake2b(json.dumps(parts, ensure_ascii=False).encode(), digest_size=16).hexdigest()
    except UnicodeEncodeError as error:
        raise MemoryStoreError(
            f"{release.key}: its text holds half a character (a lone surrogate); mend the file"
        ) from error


def _packed(beads: Sequence[Bead]) -> bytes:
    rows = [
        [[*map(int, b.en)], [*map(int, b.zh)], float(b.score), float(b.confidence), b.status.value, b.moved]
        for b in beads
    ]
    return zlib.compress(json.dumps(rows).encode())


def _pair(row: Row) -> StoredPair:
    beads = tuple(
        Bead(
            en=tuple(en),
            zh=tuple(zh),
            score=score,
            confidence=confidence,
            status=BeadStatus(status),
            moved=moved,
        )
        for en, zh, score, confidence, status, moved in json.loads(zlib.decompress(row[4]))
    )
    return StoredPair(
        en=row[1],
        zh=row[2],
        confidence=row[3],
        beads=beads,
        recipe=row[5],
        en_fingerprint=row[6],
        zh_fingerprint=row[7],
    )
