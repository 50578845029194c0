"""The documents other programs rely on: every key the interface names, of its type; more may come."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ANY = object()
NUMBER = (int, float)
OPTIONAL_TEXT = (str, type(None))
SPAN = ("span",)
OPTIONAL_SPAN = ("span", "or none")
ORIGIN = {
    "unit": int,
    "release": OPTIONAL_TEXT,
    "url": OPTIONAL_TEXT,
    "date": OPTIONAL_TEXT,
    "paragraph": (int, type(None)),
    "script": str,
    "status": str,
    "confirmed_by": OPTIONAL_TEXT,
    "confidence": (int, float, type(None)),
}
SKIPPED = [{"where": str, "why": str}]
TERM = {
    "source": str,
    "target": str,
    "status": ("preferred", "admitted", "deprecated", "forbidden"),
    "required": bool,
    "forms": {"full": str, "short": [str], "abbreviation": [str]},
    "variants": [str],
    "valid_from": OPTIONAL_TEXT,
    "valid_to": OPTIONAL_TEXT,
    "replaced_by": OPTIONAL_TEXT,
    "authority": str,
    "domain": str,
    "note": str,
}
MATCH = {
    "kind": ("context", "exact", "repaired", "contained", "fuzzy", "semantic"),
    "percent": (int, type(None)),
    "cosine": (float, type(None)),
    "source": str,
    "target": str,
    "penalties": [{"name": str, "points": NUMBER}],
    "warnings": [str],
    "diff": [{"op": ("equal", "insert", "delete", "replace"), "query": str, "source": str}],
    "repair": ANY,
    "origin": ORIGIN,
}
LOOKUP = {
    "query": str,
    "matches": [MATCH],
    "fragments": [{"query_span": SPAN, "source": str, "target": str, "target_span": OPTIONAL_SPAN}],
    "terms": [{"source": str, "target": str, "status": str, "span": SPAN}],
    "seconds": NUMBER,
}
FINDING = {
    "id": str,
    "segment": int,
    "document": OPTIONAL_TEXT,
    "rule": str,
    "severity": ("error", "warning", "info"),
    "message": str,
    "source_span": OPTIONAL_SPAN,
    "draft_span": OPTIONAL_SPAN,
    "suggestion": OPTIONAL_TEXT,
}
QA = {"segments": int, "findings": [FINDING], "summary": dict}
BATCH = {"skipped": SKIPPED, "ignored": [str]}
PAIRS = {
    "pairs": [{"en": str, "zh": str, "confidence": float, "reasons": dict}],
    "unpaired": {"en": [str], "zh": [str]},
    "duplicates": list,
    "ambiguous": list,
    **BATCH,
}
BEAD = {
    "en": [int],
    "zh": [int],
    "score": NUMBER,
    "confidence": NUMBER,
    "status": ("auto", "review", "confirmed"),
    "moved": bool,
}
ALIGNED = {"en": [str], "zh": [str], "langs": [str], "beads": [BEAD], "model": str}
BUILT = {"pairs": int, "units_added": int, "units_known": int, "needs_review": int, **BATCH}
SCORES = {
    "drafts": [
        {
            "name": str,
            "gate": ("ready", "not ready", "no judgement"),
            "critical": [str],
            "quality": (int, float, type(None)),
            "interval": (list, type(None)),
            "basis": {"published": int, "partial": int, "estimated": int},
            "metrics": dict,
            "segments": [
                {
                    "quality": (int, float, type(None)),
                    "band": ("rework", "look", "fine"),
                    "chrf2": ANY,
                    "reference_origin": ANY,
                    "reasons": list,
                }
            ],
        }
    ],
    "comparisons": [
        {
            "a": str,
            "b": str,
            "metric": str,
            "difference": NUMBER,
            "p_value": (int, float, type(None)),
            "test": str,
            "seed": (int, type(None)),
        }
    ],
}


def check(value: Any, shape: Any, where: str = "") -> None:
    """Fail where a value lacks a key of the shape, or is of another type."""
    if shape is ANY:
        return
    if isinstance(shape, dict):
        assert isinstance(value, dict), where
        assert shape.keys() <= value.keys(), f"{where} lacks {shape.keys() - value.keys()}"
        for key, inner in shape.items():
            check(value[key], inner, f"{where}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for number, each in enumerate(value):
            check(each, shape[0], f"{where}[{number}]")
    elif shape in (SPAN, OPTIONAL_SPAN):
        if value is None and shape is OPTIONAL_SPAN:
            return
        assert isinstance(value, list), where
        assert len(value) == 2
        assert 0 <= value[0] <= value[1], (where, value)
    elif isinstance(shape, tuple) and isinstance(shape[0], str):
        assert value in shape, (where, value)
    else:
        assert isinstance(value, shape), (where, value)
        assert isinstance(value, bool) <= (shape is bool), (where, value)


Arguments = Callable[[Path, Path, Path], tuple[object, ...]]
DRAFT = "drafts/2021-organic-tea-luan.{}.tsv"
CASES: dict[str, tuple[Arguments, dict[str, Any]]] = {
    "segment": (
        lambda built, _memory, _corpora: ("segment", built / "en/c/2019-04-12/557797.shtml"),
        {"lang": str, "segments": [{"text": str, "paragraph": int}]},
    ),
    "pair": (lambda built, _memory, _corpora: ("pair", built / "en", built / "zh"), PAIRS),
    "align": (
        lambda built, _memory, _corpora: (
            "align",
            built / "en/c/2019-04-12/557797.shtml",
            built / "zh/c/2019-04-12/557816.shtml",
        ),
        ALIGNED,
    ),
    "build": (
        lambda built, memory, _corpora: ("build", built / "en", built / "zh", "--memory", memory),
        BUILT,
    ),
    "export": (
        lambda _built, memory, _corpora: ("export", "-o", "out.tmx", "--memory", memory),
        {"written": int, "file": str},
    ),
    "lookup": (
        lambda _built, memory, _corpora: (
            "lookup", "中国质量认证中心在安徽省六安市举行颁发仪式，投入资金180万元。", "--memory", memory,
        ),
        LOOKUP,
    ),
    "concordance": (
        lambda _built, memory, _corpora: ("concordance", "认证", "--memory", memory),
        {
            "total": int,
            "hits": [
                {
                    "side": ("en", "zh"),
                    "source": str,
                    "target": str,
                    "span": SPAN,
                    "other_span": OPTIONAL_SPAN,
                    "origin": ORIGIN,
                }
            ],
            "seconds": NUMBER,
        },
    ),
    "terms add": (
        lambda _built, memory, _corpora: ("terms", "add", "绿芽茶", "Green Bud tea", "--memory", memory),
        {"read": int, "added": int, "updated": int},
    ),
    "terms import": (
        lambda _built, memory, corpora: ("terms", "import", corpora / "glossary.tsv", "--memory", memory),
        {"read": int, "added": int, "updated": int},
    ),
    "terms export": (
        lambda _built, memory, _corpora: ("terms", "export", "glossary.csv", "--memory", memory),
        {"written": int, "file": str},
    ),
    "terms list": (lambda _built, memory, _corpora: ("terms", "list", "--memory", memory), {"terms": [TERM]}),
    "terms find": (
        lambda _built, memory, _corpora: ("terms", "find", "国家认监委副主任", "--memory", memory),
        {"terms": [{**TERM, "span": SPAN}]},
    ),
    "qa": (lambda _built, memory, corpora: ("qa", corpora / DRAFT.format("b"), "--memory", memory), QA),
    "score": (
        lambda _built, memory, corpora: (
            "score", corpora / DRAFT.format("a"), corpora / DRAFT.format("c"), "--memory", memory,
        ),
        SCORES,
    ),
    "stats": (lambda _built, memory, _corpora: ("stats", "--memory", memory), {"units": int, "terms": dict}),
    "history": (
        lambda _built, memory, _corpora: ("history", "--memory", memory),
        {"acts": [{"label": str, "at": str, "by": str, "rows": int}]},
    ),
    "undo": (lambda _built, memory, _corpora: ("undo", "--memory", memory), {"undone": OPTIONAL_TEXT}),
    "backup": (
        lambda _built, memory, _corpora: ("backup", "copy.sqlite", "--memory", memory),
        {"written": int, "file": str},
    ),
    "reembed": (
        lambda _built, memory, _corpora: ("reembed", "--memory", memory),
        {"model": str, "embedded": int},
    ),
    "doctor": (
        lambda _built, memory, _corpora: ("doctor", "--memory", memory),
        {"ok": bool, "checks": [{"name": str, "ok": bool, "found": str}], "repaired": [str]},
    ),
}  # fmt: skip

CORPORA = Path(__file__).parents[2] / "corpora"


@pytest.mark.parametrize("name", CASES)
def test_a_command_gives_the_document_of_the_interface(tm, built: Path, memory: Path, name: str) -> None:
    arguments, shape = CASES[name]
    ran = tm(*arguments(built, memory, CORPORA), "--json")
    assert ran.code == 0, ran.err
    check(ran.document, shape, name)
    # Chinese as it is, and not as \u8ba4
    assert not re.search(rb"\\u[4-9][0-9a-f]{3}", ran.output)


def test_import_counts_and_lists(tm, memory: Path, tmp_path: Path) -> None:
    rows = tmp_path / "单元.tsv"
    rows.write_text("zh\ten\n绿芽茶上市\tGreen Bud tea comes to market\n没有译文\t\n", encoding="utf-8")
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG")
    ran = tm("import", rows, picture, tmp_path / "none.tmx", "--memory", memory, "--json")
    found = ran.document
    check(found, {"read": int, "added": int, "updated": int, **BATCH}, "import")
    assert (ran.code, found["read"], found["added"]) == (1, 1, 1)
    assert [each["where"] for each in found["skipped"]] == [str(tmp_path / "none.tmx")]
    assert found["ignored"] == [str(picture)]
    assert "单元.tsv:3" in found["warnings"][0]
    again = tm("import", rows, "--memory", memory, "--json").document
    assert (again["added"], again["updated"]) == (0, 0)


def test_segments_are_the_title_then_the_body(tm, built: Path) -> None:
    found = tm("segment", built / "en/c/2019-04-12/557797.shtml", "--json").document
    assert found["lang"] == "en"
    assert found["segments"][0] == {
        "text": "CQC Suspends 173 CCC Certificates after Special Surveillance",
        "paragraph": 0,
    }
    assert all(each["paragraph"] > 0 for each in found["segments"][1:])
    assert tm("segment", built / "zh/c/2019-04-12/557816.shtml", "--json").document["lang"] == "zh-Hans"


def test_pairs_are_paths_below_each_folder(tm, built: Path, pairs, alone) -> None:
    found = tm("pair", built / "en", built / "zh", "--json").document
    assert {each["en"]: each["zh"] for each in found["pairs"]} == pairs
    assert all(0 < each["confidence"] <= 1 for each in found["pairs"])
    assert found["unpaired"] == alone


def test_every_segment_is_in_one_bead_and_beads_run_in_order(tm, built: Path, pairs) -> None:
    for en, zh in pairs.items():
        found = tm("align", built / "en" / en, built / "zh" / zh, "--json").document
        assert found["langs"] == ["en", "zh-Hans"]
        for side in ("en", "zh"):
            held = [index for bead in found["beads"] for index in bead[side]]
            assert sorted(held) == list(range(len(found[side])))
            still = [index for bead in found["beads"] if not bead["moved"] for index in bead[side]]
            assert still == sorted(still)
        assert all(0 <= bead["confidence"] <= 1 for bead in found["beads"])


def test_matches_say_why(tm, memory: Path) -> None:
    query = "茅启凡建议加强地理标志保护，打造“云岭绿芽”茶叶品牌。"
    found = tm("lookup", query, "--memory", memory, "--json", "--limit", "3").document
    assert 0 < len(found["matches"]) <= 3
    kinds = ["context", "exact", "repaired", "contained", "fuzzy", "semantic"]
    ranks = [kinds.index(match["kind"]) for match in found["matches"]]
    assert ranks == sorted(ranks)
    assert found["matches"][0]["kind"] == "fuzzy"
    for match in found["matches"]:
        assert (match["percent"] is None) == (match["kind"] == "semantic")
        if match["kind"] == "fuzzy":
            assert "".join(each["query"] for each in match["diff"]) == query
            assert "".join(each["source"] for each in match["diff"]) == match["source"]


def test_a_number_that_differs_is_put_right(tm, memory: Path) -> None:
    query = "同时，举办有机种植培训18期，培训茶农1.2万人次。"
    [first, *_] = tm("lookup", query, "--memory", memory, "--json").document["matches"]
    assert first["kind"] == "repaired"
    assert "12,000" in first["target"]
    for change in first["repair"]["changes"]:
        check(change, {"from": str, "to": str, "why": str})


def test_an_exact_match_is_100_and_a_context_match_comes_before_it(tm, memory: Path) -> None:
    text = "单伯安表示，CQC将继续发挥技术优势，进一步服务乡村振兴。"
    exact = tm("lookup", text, "--memory", memory, "--json").document["matches"][0]
    assert (exact["kind"], exact["percent"], exact["cosine"], exact["repair"]) == ("exact", 100, None, None)
    assert exact["origin"]["release"].endswith("zh/c/2021-04-02/584488.shtml")
    assert exact["origin"]["date"] == "2021-04-02"
    around = tm("segment", CORPORA / "zh/c/2021-04-02/584488.shtml", "--json").document["segments"]
    place = next(number for number, each in enumerate(around) if each["text"] == text)
    before, after = around[place - 1]["text"], around[place + 1]["text"]
    found = tm("lookup", text, "--previous", before, "--next", after, "--memory", memory, "--json").document
    assert (found["matches"][0]["kind"], found["matches"][0]["percent"]) == ("context", 100)


def test_spans_count_code_points(tm, memory: Path) -> None:
    emoji = "😀𠮷 国家认监委副主任"
    [first, *_] = tm("terms", "find", emoji, "--memory", memory, "--json").document["terms"]
    start, end = first["span"]
    assert emoji[start:end] in {"国家认监委", first["source"]}
    assert start == 3
    hits = tm("concordance", "认证", "--memory", memory, "--json").document["hits"]
    for hit in hits:
        assert hit["source"][slice(*hit["span"])] == "认证"
    assert any(
        hit["target"][slice(*hit["other_span"])].lower().startswith("certif")
        for hit in hits
        if hit["other_span"]
    )


def test_concordance_goes_both_ways_and_counts_all(tm, memory: Path) -> None:
    one = tm("concordance", "茶", "--memory", memory, "--json", "--limit", "2").document
    assert len(one["hits"]) == 2
    assert one["total"] > 2
    assert {hit["side"] for hit in one["hits"]} == {"zh"}
    english = tm("concordance", "tea", "--memory", memory, "--json").document
    assert english["total"] == len(english["hits"]) > 2
    assert {hit["side"] for hit in english["hits"]} == {"en"}


def test_a_batch_is_a_document_a_line(tm, memory: Path, tmp_path: Path) -> None:
    lines = ["白云岭村海拔800米。", "", "x" * 30_000, "tea farmers"]
    path = tmp_path / "行.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ran = tm("lookup", "--batch", path, "--memory", memory)
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert [each["query"] for each in found] == lines
    for each in found:
        check(each, {**LOOKUP, "skipped": SKIPPED}, "batch")
        assert (each["schema"], each["warnings"]) == (1, [])
    assert ran.code == 1
    assert [bool(each["skipped"]) for each in found] == [False, False, True, False]
    assert f"{path}:3" in ran.err
    assert found[0]["matches"]
    assert found[3]["matches"]


def test_findings_stand_where_they_say(tm, memory: Path) -> None:
    draft = CORPORA / DRAFT.format("b")
    rows = [line.split("\t") for line in draft.read_text(encoding="utf-8").splitlines()]
    found = tm("qa", draft, "--memory", memory, "--json").document
    assert found["segments"] == len(rows)
    assert found["findings"]
    for each in found["findings"]:
        source, text = rows[each["segment"]][:2]
        for span, whole in ((each["source_span"], source), (each["draft_span"], text)):
            assert span is None or span[1] <= len(whole)
    assert sum(found["summary"].values()) == len(found["findings"])
    ids = [each["id"] for each in found["findings"]]
    assert len(set(ids)) == len(ids)
    assert found["findings"] == tm("qa", draft, "--memory", memory, "--json").document["findings"]


def test_a_better_draft_scores_higher(tm, memory: Path) -> None:
    names = [CORPORA / DRAFT.format(each) for each in "ac"]
    found = tm("score", *names, "--memory", memory, "--json").document
    assert [each["name"] for each in found["drafts"]] == [name.name for name in names]
    good, poor = (each["quality"] for each in found["drafts"])
    assert good > poor
    for each in found["drafts"]:
        low, high = each["interval"]
        assert low <= each["quality"] <= high
        assert each["metrics"]["chrf2"]["signature"]


def test_stdout_holds_the_document_alone_when_something_is_written_too(tm, built: Path) -> None:
    en, zh = built / "en/c/2019-04-12/557797.shtml", built / "zh/c/2019-04-12/557816.shtml"
    ran = tm("align", en, zh, "-o", "页面.html", "--json")
    assert ran.document["beads"]
    assert "页面.html" in ran.err
    assert Path("页面.html").is_file()


def test_export_then_import_loses_nothing(tm, memory: Path, tmp_path: Path) -> None:
    units = tm("stats", "--memory", memory, "--json").document
    for ending in ("tmx", "tsv", "csv", "po"):
        file, fresh = tmp_path / f"all.{ending}", tmp_path / f"{ending}.sqlite"
        assert tm("export", "-o", file, "--memory", memory, "--json").document["written"] == units["units"]
        came = tm("import", file, "--no-vectors", "--memory", fresh, "--json").document
        assert (came["read"], came["added"], came["skipped"]) == (units["units"], units["units"], [])
        again = tm("stats", "--memory", fresh, "--json").document
        for key in ("units", "by_status", "by_script", "by_year"):
            assert again[key] == units[key], (ending, key)


def test_csv_opens_in_a_spreadsheet(tm, memory: Path) -> None:
    for words in (("export", "-o", "units.csv"), ("terms", "export", "terms.csv")):
        assert tm(*words, "--memory", memory).code == 0
        assert Path(words[-1]).read_bytes().startswith(b"\xef\xbb\xbf")


def test_backups_open_as_memories(tm, memory: Path) -> None:
    tm("backup", "copy.sqlite", "--memory", memory)
    one, other = (tm("stats", "--memory", each, "--json").document for each in (memory, "copy.sqlite"))
    assert {**one, "size_bytes": 0} == {**other, "size_bytes": 0}
