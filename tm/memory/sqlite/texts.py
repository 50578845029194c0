"""Texts kept once each, and the hashes they are found by. Leaves out: what refers to them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b

from tm.errors import MemoryStoreError
from tm.memory.sqlite.database import Database
from tm.memory.sqlite.statements import statements
from tm.text import match_key
from tm.text.scripts import simplified_table

_PROBE = "Abc, No. 5: “Q” – 1.2% ＣＱＣ（认證）２０２０年，《标准》 a\u00adb  c\u200b ①㎡ﬁ Ⅱ é e\u0301"
"""What match keys are tried on, beside the table of characters, to tell whether their recipe changed."""


def digest(text: str) -> bytes:
    """Return the 32-byte BLAKE2b of a text. Raises MemoryStoreError for lone surrogates."""
    try:
        return blake2b(text.encode(), digest_size=32).digest()
    except UnicodeEncodeError as error:
        raise MemoryStoreError(
            f"text {text[:60]!r} holds half a character (a lone surrogate at {error.start}); mend its file"
        ) from error


def short(whole: bytes) -> int:
    """Return the first 64 bits of a digest as a signed integer, as SQLite keeps them."""
    return int.from_bytes(whole[:8], "big", signed=True)


def key_hash(key: str) -> int:
    """Return the 64-bit hash under which a match key is stored."""
    return short(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest())


@cache
def key_recipe() -> str:
    """Return a fingerprint of how match keys are made, so that keys of two recipes never mix."""
    table = sorted(simplified_table().items())
    tried = [match_key(_PROBE), match_key(_PROBE[:-2]), table]
    return blake2b(json.dumps(tried, ensure_ascii=False).encode(), digest_size=16).hexdigest()


@dataclass(kw_only=True, slots=True)
class _Match:
    """Ids of known texts, those of them kept without words, and digests of the unknown."""

    found: dict[str, int] = field(default_factory=dict)
    bare: list[str] = field(default_factory=list)
    missing: dict[str, bytes] = field(default_factory=dict)


class Texts:
    """Ids of texts, within the running transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._sql = statements("texts")

    def find(self, texts: Iterable[str]) -> dict[str, int]:
        """Return the ids of those texts that are known, words kept or not."""
        return self._match({text: digest(text) for text in texts}).found

    def ids(self, texts: Iterable[str], *, words: bool = True) -> dict[str, int]:
        """Return the id of every text, storing those not there; without `words` only their digest."""
        return self.ids_of({text: digest(text) for text in texts}, words=words)

    def ids_of(self, digests: dict[str, bytes], *, words: bool = True) -> dict[str, int]:
        """Do what `ids` does for texts with their digests; the dict is used up."""
        match = self._match(digests)
        found = match.found
        if words and match.bare:
            self._db.run_many(self._sql["text_body"], [(text, found[text]) for text in match.bare])
        if match.missing:
            first = int(self._db.rows(self._sql["text_last"])[0][0]) + 1
            rows: list[tuple[int, int, str | bytes]] = []
            fresh = sorted((short(whole), text, whole) for text, whole in match.missing.items())
            for number, (hashed, text, whole) in enumerate(fresh, first):
                found[text] = number
                rows.append((number, hashed, text if words else whole))
            self._db.run_many(self._sql["text_insert"], rows)
        return found

    def _match(self, missing: dict[str, bytes]) -> _Match:
        by_hash = {short(whole): text for text, whole in missing.items()}
        match = _Match(missing=missing)
        if len(by_hash) < len(missing):
            return self._match_in_parts(missing)
        for number, hashed, body in self._db.rows(self._sql["texts_by_hash"], (json.dumps(sorted(by_hash)),)):
            text = by_hash[hashed]
            if body == text:
                match.found[text] = number
            elif body == missing[text]:
                match.found[text] = number
                match.bare.append(text)
        for text in match.found:
            del missing[text]
        return match

    def _match_in_parts(self, texts: dict[str, bytes]) -> _Match:
        """Match texts one by one, where two of them share a hash."""
        whole = _Match()
        for text, digested in texts.items():
            part = self._match({text: digested})
            whole.found |= part.found
            whole.bare += part.bare
            whole.missing |= part.missing
        return whole


def check_recipe(database: Database) -> None:
    """Raise MemoryStoreError if the memory's match keys were made in another way than today's.

    A new memory takes today's recipe. Read once for each open memory.
    """
    if database.recipe_checked:
        return
    found = database.row("SELECT value FROM meta WHERE name = 'key_probe'")
    if found is None or found[0] != key_recipe():
        raise MemoryStoreError(
            f"{database.path}: its match keys were made by another version of tm; run `tm doctor --repair`"
            " to make them anew"
        )
    database.recipe_checked = True
