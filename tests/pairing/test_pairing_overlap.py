"""How much of two texts answers each other, and where in them."""

import numpy as np
import pytest

from tm.pairing.background import Background
from tm.pairing.overlap import Overlap, overlap
from tm.pairing.profile import Level

NONE = np.zeros((0, 8), np.float32)
YARDSTICK = Background(
    vectors={"en": NONE, "zh": NONE}, means={"en": NONE, "zh": NONE}, strangers=0.0, translations=1.0
)


def level(*texts: str) -> Level:
    """Return texts of sentences as long as each other, one letter a sentence, the same in both languages."""
    letters = "".join(texts)
    vectors = np.zeros((len(letters), 26), np.float32)
    vectors[np.arange(len(letters)), [ord(letter) - ord("a") for letter in letters]] = 1
    shares = np.concatenate([np.full(len(text), 1 / len(text), np.float32) for text in texts])
    return Level(vectors=vectors, first=np.cumsum([0, *map(len, texts)]), shares=shares)


def compared(english: str, *chinese: str) -> Overlap:
    places = np.arange(len(chinese))
    return overlap(level(english), level(*chinese), np.zeros_like(places), places, YARDSTICK)


def test_the_end_of_one_text_that_begins_the_other_stands_apart() -> None:
    found = compared("abcdef", "abcdef", "defghi", "dabcef")
    assert found.apart == pytest.approx([0.01, 0.49, 0.17], abs=0.02)
    assert found.shifted == pytest.approx([0, 0.48, 0], abs=0.02)
    assert found.covered == pytest.approx([1, 0.5, 5 / 6])


def test_texts_with_nothing_in_common_stand_as_far_apart_as_any() -> None:
    found = compared("abc", "xyz")
    assert found.apart == pytest.approx([1 / 3])
    assert found.shifted == pytest.approx([0])
    assert found.weakest_mutual == pytest.approx([0])
    assert not len(found.pair)


def test_a_sentence_that_answers_many_is_the_best_of_one() -> None:
    """Every third of the first text is answered by the only sentence of the second, one of them mutually."""
    found = compared("aaa", "a", "aaa")
    assert found.weakest == pytest.approx([1, 1])
    assert found.weakest_mutual == pytest.approx([1, 0])  # the short text is answered as a whole
    assert list(zip(found.pair, found.en, found.zh, strict=True)) == [(0, 0, 0), (1, 0, 1)]


def test_what_one_side_lacks_leaves_the_other_answered() -> None:
    assert compared("abcdef", "abef").weakest_mutual == pytest.approx([1])
    assert compared("abcdef", "abxyef").weakest_mutual == pytest.approx([0])
