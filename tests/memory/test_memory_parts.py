"""The contract of releases, terms, reviews, vectors and statistics."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from tm.bitext import Bead, BeadStatus, Lang, Release, Segment, Term, TermForms, TermStatus
from tm.errors import MemoryStoreError
from tm.memory.values import StoredPair, Tally

RELEASE = Release(
    key="zh/2020/1.html",
    lang=Lang.ZH_HANS,
    title="公告",
    paragraphs=("第一段。第二句。", "第三句。"),
    date=dt.date(2020, 1, 2),
    origin="中国质量认证中心",
    url="https://example.org/1",
)
SEGMENTS = tuple(
    Segment(text=text, paragraph=paragraph)
    for text, paragraph in (("公告", 0), ("第一段。", 1), ("第二句。", 1), ("第三句。", 2), ("第三句。", 2))
)


def test_a_release_comes_back_with_every_segment(memory, another):
    assert memory.releases.put(RELEASE, SEGMENTS)
    assert not memory.releases.put(RELEASE, SEGMENTS)
    assert another().releases.get(RELEASE.key) == (RELEASE, SEGMENTS)
    assert memory.releases.get("elsewhere") is None
    assert memory.releases.keys() == [RELEASE.key]


@pytest.mark.parametrize(
    "change",
    [{"title": "通知"}, {"date": None}, {"url": None}, {"paragraphs": ("一段。",)}, {"lang": Lang.ZH}],
)
def test_any_change_of_a_release_is_stored_and_can_be_undone(memory, change):
    memory.releases.put(RELEASE, SEGMENTS)
    before = memory.releases.fingerprint(RELEASE.key)
    assert memory.releases.put(replace(RELEASE, **change), SEGMENTS)
    assert memory.releases.get(RELEASE.key) == (replace(RELEASE, **change), SEGMENTS)
    assert memory.releases.fingerprint(RELEASE.key) != before
    assert memory.history.undo() == f"store {RELEASE.key}"
    assert memory.releases.get(RELEASE.key) == (RELEASE, SEGMENTS)


def test_segments_cut_otherwise_are_a_change(memory):
    memory.releases.put(RELEASE, SEGMENTS)
    assert memory.releases.put(RELEASE, SEGMENTS[:-1])


def test_a_release_with_half_a_character_is_refused(memory):
    with pytest.raises(MemoryStoreError, match="surrogate"):
        memory.releases.put(replace(RELEASE, title="\ud800"), SEGMENTS)


PAIR = StoredPair(
    en="en/1",
    zh="zh/1",
    confidence=0.1 + 0.2,
    beads=(
        Bead(en=(0,), zh=(0, 1), score=0.7, confidence=0.98, status=BeadStatus.REVIEW),
        Bead(en=(), zh=(2,), moved=True),
    ),
    recipe="use margin=1",
)


def test_pairs_come_back_by_english_key_with_their_beads(memory, another):
    other = replace(PAIR, en="en/0", zh="zh/0")
    memory.releases.put_pair(PAIR)
    memory.releases.put_pair(other)
    assert another().releases.pairs() == [other, PAIR]
    assert memory.releases.pair_of("zh/1") == PAIR
    assert memory.releases.pair_of("zh/9") is None


def test_a_new_pair_takes_the_place_of_either_release_and_undo_brings_the_old_back(memory):
    memory.releases.put_pair(PAIR)
    before = memory.generation()
    memory.releases.put_pair(PAIR)
    assert memory.generation() == before
    memory.releases.put_pair(replace(PAIR, en="en/2"))
    assert [pair.en for pair in memory.releases.pairs()] == ["en/2"]
    memory.history.undo()
    assert memory.releases.pairs() == [PAIR]


def test_a_pair_remembers_the_fingerprints_of_its_releases(memory):
    memory.releases.put(RELEASE, SEGMENTS)
    memory.releases.put_pair(replace(PAIR, zh=RELEASE.key))
    pair = memory.releases.pair_of(RELEASE.key)
    assert pair.zh_fingerprint == memory.releases.fingerprint(RELEASE.key)
    assert pair.en_fingerprint == ""
    memory.releases.put(replace(RELEASE, title="通知"), SEGMENTS)
    assert pair.zh_fingerprint != memory.releases.fingerprint(RELEASE.key)


def test_a_deleted_release_is_gone_with_its_pair_until_undo(memory):
    memory.releases.put(RELEASE, SEGMENTS)
    memory.releases.put_pair(replace(PAIR, zh=RELEASE.key))
    memory.releases.delete([RELEASE.key])
    assert (memory.releases.keys(), memory.releases.pairs()) == ([], [])
    with pytest.raises(MemoryStoreError, match="no release"):
        memory.releases.delete([RELEASE.key])
    memory.history.undo()
    assert (memory.releases.keys(), len(memory.releases.pairs())) == ([RELEASE.key], 1)


TERM = Term(
    en=TermForms(full="China Quality Certification Centre", abbreviation=("CQC",), variants=("CQC Centre",)),
    zh=TermForms(full="中国质量认证中心", short=("质量认证中心", "中心")),
    status=TermStatus.ADMITTED,
    required=True,
    valid_from=dt.date(2018, 3, 1),
    valid_to=dt.date(2030, 1, 1),
    replaced_by="X",
    authority="house list",
    domain="bodies",
    note="说明",
)


def test_a_term_comes_back_and_is_updated_by_its_forms_and_domain(memory, another):
    assert memory.terms.add([TERM, TERM]) == Tally(added=1, known=1)
    assert another().terms.all() == [replace(TERM, id=1)]
    assert memory.terms.add([replace(TERM, status=TermStatus.DEPRECATED)]) == Tally(updated=1)
    assert memory.terms.add([replace(TERM, domain="posts")]) == Tally(added=1)
    assert memory.terms.count() == 2
    assert memory.history.undo() == "add terms"
    assert memory.history.undo() == "add terms"
    assert memory.terms.all() == [replace(TERM, id=1)]


def test_a_deleted_term_is_gone_until_undone_or_added_again(memory):
    memory.terms.add([TERM])
    memory.terms.delete([1])
    assert memory.terms.all() == []
    with pytest.raises(MemoryStoreError, match="no term 1"):
        memory.terms.delete([1])
    memory.history.undo()
    assert memory.terms.count() == 1
    memory.terms.delete([1])
    assert memory.terms.add([TERM]) == Tally(added=1)
    assert memory.terms.count() == 1


def test_a_term_with_an_empty_side_is_refused(memory):
    with pytest.raises(MemoryStoreError, match="no English form"):
        memory.terms.add([TERM, replace(TERM, en=TermForms(full=" "))])
    assert memory.terms.count() == 0


def test_terms_move_the_generation(memory):
    before = memory.generation()
    memory.terms.add([TERM])
    assert memory.generation() > before


def test_reviews_are_kept_in_order_and_not_twice(memory, another):
    memory.reviews.add("confirm", ["A.", "B."], ["甲乙。"], by="Ann")
    memory.reviews.add("confirm", ["A.", "B."], ["甲乙。"], by="Bo")
    memory.reviews.add("reject", ["A.", "B."], ["甲乙。"])
    memory.reviews.add("reject", [], ["丙。"], occurrence=2)
    assert another().reviews.all() == [
        ("confirm", ("A.", "B."), ("甲乙。",), 0),
        ("reject", ("A.", "B."), ("甲乙。",), 0),
        ("reject", (), ("丙。",), 2),
    ]
    memory.history.undo()
    assert len(memory.reviews.all()) == 2
    with pytest.raises(MemoryStoreError, match="confirmed or rejected"):
        memory.reviews.add("maybe", ["A."], ["甲。"])


def unit_rows(count: int, dimension: int = 64, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_vectors_come_back_nearly_as_they_went_in_and_the_same_ever_after(memory, another):
    rows = unit_rows(200, 512)
    memory.vectors.put("use", "hash", {f"text {i}": row for i, row in enumerate(rows)})
    found = another().vectors.get("use", ["text 3", "text 7", "not there"], "hash")
    assert sorted(found) == ["text 3", "text 7"]
    assert found["text 3"].dtype == np.float32
    assert (
        min(float(rows[i] @ memory.vectors.get("use", [f"text {i}"])[f"text {i}"]) for i in range(200))
        > 0.9999
    )
    assert np.linalg.norm(found["text 7"]) == pytest.approx(1, abs=1e-6)
    memory.vectors.put("use", "hash", found)
    assert np.array_equal(memory.vectors.get("use", ["text 3"])["text 3"], found["text 3"])
    assert memory.vectors.get("other", ["text 3"]) == {}


@pytest.mark.parametrize(
    ("weights", "dimension", "why"), [("other", 64, "other weights"), ("hash", 32, "dimension")]
)
def test_vectors_of_another_model_under_the_same_name_are_refused(memory, weights, dimension, why):
    memory.vectors.put("use", "hash", {"a": unit_rows(1)[0]})
    with pytest.raises(MemoryStoreError, match=f"{why}.*tm reembed --model use"):
        memory.vectors.put("use", weights, {"b": unit_rows(1, dimension)[0]})
    with pytest.raises(MemoryStoreError, match="tm reembed"):
        memory.vectors.get("use", ["a"], "another hash")
    memory.vectors.drop("use")
    memory.vectors.put("use", weights, {"b": unit_rows(1, dimension)[0]})
    assert [(model.dimension, model.vectors) for model in memory.vectors.models()] == [(dimension, 1)]


@pytest.mark.parametrize("row", [np.zeros(8), np.full(8, 0.5), np.full(8, np.nan)])
def test_a_vector_that_is_not_of_length_1_is_refused(memory, row):
    with pytest.raises(MemoryStoreError, match="length"):
        memory.vectors.put("use", "hash", {"a": row.astype(np.float32)})


def test_vectors_of_units_follow_the_units(memory, make):
    memory.units.add(map(make, range(5)))
    rows = unit_rows(4)
    memory.vectors.put("use", "hash", {make(i).zh: rows[i] for i in range(4)})
    memory.units.delete([2])
    [batch] = memory.vectors.of_units("use", "zh")
    assert batch.ids.tolist() == [1, 3, 4]
    assert batch.codes.dtype == np.int8
    floats = batch.codes / np.linalg.norm(batch.codes.astype(np.float32), axis=1, keepdims=True)
    assert float(floats[1] @ rows[2]) > 0.999
    assert list(memory.vectors.of_units("use", "en")) == []
    assert memory.vectors.of_ids("use", "zh", [4, 5, 1]).ids.tolist() == [1, 4]
    left = memory.vectors.missing("use")
    assert {text for _, text in left} == {make(4).zh, *(make(i).en for i in range(5))}
    assert left == sorted(left)
    assert memory.vectors.missing("use", limit=2, after=left[1][0]) == left[2:4]
    assert sum(len(batch.hashes) for batch in memory.vectors.scan("use")) == 4


def test_a_text_of_which_only_a_vector_is_known_leaves_no_words_behind(memory, tmp_path):
    memory.vectors.put("use", "hash", {"an embargoed sentence": unit_rows(1)[0]})
    memory.close()
    assert all(b"embargoed" not in file.read_bytes() for file in tmp_path.iterdir())


def test_a_text_first_known_by_its_vector_gets_its_words_with_its_unit(memory, make):
    memory.vectors.put("use", "hash", {make(1).en: unit_rows(1)[0]})
    memory.units.add([make(1)])
    [batch] = memory.vectors.of_units("use", "en")
    assert batch.ids.tolist() == [1]
    assert next(memory.units.scan()).en == make(1).en


def test_statistics_count_what_is_held(memory, make, made_of):
    memory.units.put_release("en/1", "zh/1", made_of(1, 2, 3))
    memory.units.put_release("en/1", "zh/1", made_of(1, 2))
    memory.units.add([make(1)])
    memory.units.delete([2])
    memory.releases.put(RELEASE, SEGMENTS)
    memory.releases.put_pair(PAIR)
    memory.terms.add([TERM])
    memory.reviews.add("reject", ["A."], [])
    memory.vectors.put("use", "hash", {"a": unit_rows(1)[0]})
    found = memory.statistics()
    assert (found.units, found.by_status, found.renderings) == (2, {"plain": 2}, 1)
    assert found.out_of_use == {"superseded": 1, "deleted": 1}
    assert (found.releases, found.pairs, found.segments) == ({"zh-Hans": 1}, 1, 5)
    assert (found.terms, found.reviews) == ({"admitted": 1}, {"reject": 1})
    assert (found.models[0].name, found.models[0].vectors) == ("use", 1)
    assert found.by_year == {"": 2}
    assert found.generation == memory.generation()
    assert found.size_bytes > 0
