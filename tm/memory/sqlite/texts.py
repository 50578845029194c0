"""Texts kept once each, and the hashes they are found by. Leaves out: what refers to them."""

import json
from collections.abc import Iterable, Iterator
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


def text_hash(text: str) -> int:
    """Return the first 64 bits of a text's digest as a signed integer, as SQLite keeps them."""
    return int.from_bytes(digest(text)[:8], "big", signed=True)


def key_hash(key: str) -> int:
    """Return the 64-bit hash under which a match key is stored."""
    whole = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(whole, "big", signed=True)


@cache
def key_recipe() -> str:
    """Return a fingerprint of how match keys are made, so that keys of two recipes never mix."""
    table = sorted(simplified_table().items())
    tried = [match_key(_PROBE), match_key(_PROBE[:-2]), table]
    return blake2b(json.dumps(tried, ensure_ascii=False).encode(), digest_size=16).hexdigest()


class Texts:
    """Ids of texts, within the running transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._sql = statements("texts")

    def find(self, texts: Iterable[str]) -> dict[str, int]:
        """Return the ids of those texts that are known, words kept or not."""
        found: dict[str, int] = {}
        for by_hash in _by_hash({text: text_hash(text) for text in texts}):
            found |= self._match(by_hash)[0]
        return found

    def ids(self, texts: Iterable[str], *, words: bool = True) -> dict[str, int]:
        """Return the id of every text, storing those not there; without `words` only their digest."""
        return self.ids_of({text: text_hash(text) for text in texts}, words=words)

    def ids_of(self, hashes: dict[str, int], *, words: bool = True) -> dict[str, int]:
        """Do what `ids` does for texts with their hashes."""
        ids: dict[str, int] = {}
        for by_hash in _by_hash(hashes):
            found, bare = self._match(by_hash)
            if words and bare:
                self._db.run_many(self._sql["text_body"], [(text, found[text]) for text in bare])
            missing = [(hashed, text) for hashed, text in by_hash.items() if text not in found]
            if missing:
                first = int(self._db.rows(self._sql["text_last"])[0][0]) + 1
                rows = [
                    (number, hashed, text if words else digest(text))
                    for number, (hashed, text) in enumerate(missing, first)
                ]
                self._db.run_many(self._sql["text_insert"], rows)
                ids.update((text, number) for number, (_hashed, text) in enumerate(missing, first))
            ids |= found
        return ids

    def _match(self, by_hash: dict[int, str]) -> tuple[dict[str, int], list[str]]:
        """Return the ids of known texts, and those of them that are kept without words."""
        found: dict[str, int] = {}
        bare: list[str] = []
        for number, hashed, body in self._db.rows(self._sql["texts_by_hash"], (json.dumps([*by_hash]),)):
            text = by_hash[hashed]
            if body == text:
                found[text] = number
            elif isinstance(body, bytes) and body == digest(text):
                found[text] = number
                bare.append(text)
        return found, bare


def _by_hash(hashes: dict[str, int]) -> Iterator[dict[int, str]]:
    """Yield texts by their hash, rising, as the index on it lies; of texts that share one, one at a time."""
    while hashes:
        by_hash = {hashed: text for text, hashed in hashes.items()}
        yield {hashed: by_hash[hashed] for hashed in sorted(by_hash)}
        if len(by_hash) == len(hashes):
            return
        hashes = {text: hashed for text, hashed in hashes.items() if by_hash[hashed] != text}


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
