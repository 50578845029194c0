"""Texts kept once each, and the hashes they are found by. Leaves out: what refers to them."""

import json
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b

from tm.errors import MemoryStoreError
from tm.memory.sqlite.database import Database
from tm.memory.sqlite.statements import statements
from tm.text import match_key

_PROBE = "".join(map(chr, range(0x21, 0x3400))) + "".join(map(chr, range(0x4E00, 0xA000)))
"""What match keys are tried on to tell whether their recipe has changed."""


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
    return blake2b(match_key(_PROBE).encode(), digest_size=16).hexdigest()


class Texts:
    """Ids of texts, within the running transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._sql = statements("texts")

    def find(self, texts: Iterable[str]) -> dict[str, int]:
        """Return the ids of those texts that are known, words kept or not."""
        found, _bare, _missing = self._match(texts)
        return found

    def ids(self, texts: Iterable[str], *, words: bool = True) -> dict[str, int]:
        """Return the id of every text, storing those not there; without `words` only their digest."""
        found, bare, missing = self._match(texts)
        if words and bare:
            self._db.run_many(self._sql["text_body"], [(text, found[text]) for text in bare])
        if missing:
            first = int(self._db.rows(self._sql["text_last"])[0][0]) + 1
            rows: list[tuple[int, int, str | bytes]] = []
            for number, (text, whole) in enumerate(missing.items(), first):
                found[text] = number
                rows.append((number, short(whole), text if words else whole))
            self._db.run_many(self._sql["text_insert"], rows)
        return found

    def _match(self, texts: Iterable[str]) -> tuple[dict[str, int], list[str], dict[str, bytes]]:
        """Return ids of known texts, those of them without words, and digests of unknown texts."""
        missing = {text: digest(text) for text in texts}
        by_hash: dict[int, list[str]] = {}
        for text, whole in missing.items():
            by_hash.setdefault(short(whole), []).append(text)
        found: dict[str, int] = {}
        bare: list[str] = []
        for number, hashed, body in self._db.rows(self._sql["texts_by_hash"], (json.dumps([*by_hash]),)):
            for text in by_hash[hashed]:
                if body == text:
                    found[text] = number
                elif body == missing.get(text):
                    found[text] = number
                    bare.append(text)
        for text in found:
            del missing[text]
        return found, bare, missing


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
