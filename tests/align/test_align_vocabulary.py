"""Words of one side: which ones, and where they stand."""

from tm.align.vocabulary import vocabulary
from tm.embed import ComposingEncoder, encoder

TEXTS = ["公司里没有样品，公司外也没有样品。", "检查组查看了公司。"]


def test_words_keep_their_first_places() -> None:
    use = encoder()
    assert isinstance(use, ComposingEncoder)
    found = vocabulary(TEXTS * 2, "zh", use)
    assert {"公", "司", "公司", "样", "查看"} <= set(found.names)
    assert "组查" not in found.names  # no word to the encoder
    number = found.names.index("公司")
    assert [int((line == number).sum()) for line in found.lines] == [2, 1, 2, 1]
    here = found.places.row == number
    assert found.places.texts[here].tolist() == [0, 0, 1, 2]
    assert found.places.begins[here].tolist() == [0, 8, 6, 0]
    assert (found.places.ends - found.places.begins)[here].tolist() == [2, 2, 2, 2]


def test_english_words_are_stems() -> None:
    use = encoder()
    assert isinstance(use, ComposingEncoder)
    found = vocabulary(["The inspectors inspected.", ""], "en", use)
    assert found.names == ["inspector", "inspect"]
    assert [line.tolist() for line in found.lines] == [[0, 1], []]
