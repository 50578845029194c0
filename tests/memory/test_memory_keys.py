"""Match keys as the memory relies on them: what folding one character at a time may not change."""

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from tm.memory.sqlite.texts import key_hash, text_hash
from tm.text import match_key, normalise
from tm.text.scripts import HAN, fold_script

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LOOK_ALIKES = str.maketrans("‘’“”–—−‐‑", "''\"\"-----")
_IDLE_SPACE = re.compile(rf"(?<![^\W{HAN}])\s|\s(?![^\W{HAN}])")

CHARACTERS = st.characters(exclude_categories=["Cs"])
MIXED = st.text(st.one_of(st.sampled_from(" \t，（Ａａ国國1é\u0301가ㄱｶﾞ\u200b’"), CHARACTERS))


def step_by_step(text: str) -> str:
    """Return what `normalise` is by definition, each step over the whole text."""
    folded = fold_script(unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))).casefold()
    return re.sub(r"\s+", " ", folded.translate(_LOOK_ALIKES)).strip()


@given(MIXED)
@example("e\u0301 ﾊﾞ 각 ﬁ Ⅱ ㎡")
def test_folding_character_by_character_is_folding_step_by_step(text):
    assert normalise(text) == step_by_step(text)
    assert match_key(text) == _IDLE_SPACE.sub("", step_by_step(text))


@given(MIXED)
def test_a_match_key_is_its_own_key(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(CHARACTERS))
def test_hashes_fit_the_integers_of_sqlite(text):
    for hashed in (key_hash(text), text_hash(text)):
        assert -(2**63) <= hashed < 2**63


def test_texts_that_share_a_hash_are_told_apart(memory, make, monkeypatch):
    from tm.memory.sqlite import hashing, texts

    for module in (texts, hashing):
        monkeypatch.setattr(module, "text_hash", lambda text: len(text) % 3)
    memory.units.add([make(n) for n in range(12)])
    assert [unit.en for unit in memory.units.scan()] == [make(n).en for n in range(12)]
    assert memory.units.add([make(n) for n in range(14)]).added == 2
