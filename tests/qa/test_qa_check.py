"""How findings come about: ids, settings, habits, the closed list of rules."""

import dataclasses
import importlib
import json
import weakref
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tm.bitext import Draft, DraftSegment, Finding, Lang, Severity, Side
from tm.errors import ConfigError, ReadError
from tm.qa import BY_ID, RULES, QaConfig, check, learn_lengths
from tm.qa.changes import changes
from tm.qa.evidence import Evidence, LengthBand
from tm.qa.families import DRAFT_RULES, ROW_RULES, wanted
from tm.qa.numbers import numbers
from tm.qa.punctuation import unpaired
from tm.qa.row import Row, make_row
from tm.qa.wording import read_wording, wording_pack
from tm.text import match_key

CASES = Path(__file__).parent.parent / "cases"
WRONG = ("会议于5月20日召开。", "The meeting was held on May 12.")
FINE = ("会议于5月20日召开。", "The meeting was held on May 20.")


def draft(*rows: tuple[str, str]) -> Draft:
    segments = tuple(DraftSegment(source=source, draft=text) for source, text in rows)
    return Draft(name="test", source_lang=Lang.ZH_HANS, target_lang=Lang.EN, segments=segments)


def rules(findings: Sequence[Finding]) -> list[str]:
    return [finding.rule for finding in findings]


def test_ids_are_stable_whatever_stands_around() -> None:
    alone = check(draft(WRONG))
    among = check(draft(FINE, ("会议结束。", "The meeting ended."), WRONG))
    assert [finding.id for finding in alone] == [finding.id for finding in among if finding.rule == "date"]
    assert among[-1].segment == 2


def test_ids_of_equal_rows_differ() -> None:
    ids = [finding.id for finding in check(draft(WRONG, WRONG)) if finding.rule == "date"]
    assert len(ids) == len(set(ids)) == 2


def test_rows_are_let_go_once_their_chunk_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[weakref.ref[Row]] = []
    most = 0

    def counted(index: int, segment: DraftSegment, side: Side) -> Row:
        nonlocal most
        row = make_row(index, segment, side)
        made.append(weakref.ref(row))
        most = max(most, sum(one() is not None for one in made))
        return row

    module = importlib.import_module("tm.qa.check")  # the room names a function so
    monkeypatch.setattr(module, "make_row", counted)
    monkeypatch.setattr(module, "_CHUNK", 10)
    dates = [f"May {day}" for day in range(1, 20)]
    found = check(draft(*((WRONG[0], f"The meeting was held on {day}.") for day in dates * 5)))
    assert sum(finding.rule == "date" for finding in found) >= 85
    assert most <= 20


def test_long_rows_are_read_fewer_at_a_time_and_found_to_be_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    long = (WRONG[0] * 4, f"{WRONG[1]} " * 4)
    rows = [WRONG, FINE, long, FINE, *[WRONG] * 9, long, long]
    whole = check(draft(*rows))
    module = importlib.import_module("tm.qa.check")
    monkeypatch.setattr(module, "_CHUNK_CHARS", 100)
    assert check(draft(*rows)) == whole
    chunks = [len(chunk) for chunk in module._chunks(draft(*rows).segments)]
    assert chunks == [2, 1, 2, 2, 2, 2, 2, 1, 1]


def test_a_dismissed_finding_stays_away() -> None:
    found = check(draft(WRONG))
    config = QaConfig(dismissed=frozenset({found[0].id}))
    assert check(draft(WRONG), config=config) == found[1:]


def test_a_rule_can_be_switched_off_and_weighed_otherwise() -> None:
    assert check(draft(WRONG), config=QaConfig(off=frozenset({"date"}))) == ()
    (found,) = check(draft(WRONG), config=QaConfig(severities={"date": "info"}))
    assert found.severity is Severity.INFO


def test_words_can_be_ignored() -> None:
    row = ("产品建立追溯体系。", "The products have a 追溯 system.")
    assert rules(check(draft(row))) == ["untranslated"]
    assert check(draft(row), config=QaConfig(ignore={"untranslated": ("追溯",)})) == ()


@pytest.mark.parametrize(
    "settings",
    [
        {"off": frozenset({"numbers"})},
        {"severities": {"date": "fatal"}},
        {"ignore": {"nothing": ("a",)}},
        {"han_latin_space": "sometimes"},
    ],
)
def test_unsound_settings_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ConfigError):
        dataclasses.replace(QaConfig(), **settings)


def test_the_house_policy_on_spaces() -> None:
    rows = (("CQC held the meeting.", "CQC召开了会议。"),)
    segments = tuple(DraftSegment(source=source, draft=text) for source, text in rows)
    chinese = Draft(name="test", source_lang=Lang.EN, target_lang=Lang.ZH_HANS, segments=segments)
    assert check(chinese) == ()
    assert rules(check(chinese, config=QaConfig(han_latin_space="always"))) == ["spacing"]


def test_a_habit_of_typing_is_said_once() -> None:
    rows = [(f"第{n}项工作结束，代表返程。", f"Item {n} ended,and the delegates left.") for n in range(3, 40)]
    found = [finding for finding in check(draft(*rows)) if finding.rule == "spacing"]
    assert len(found) == 1
    assert "36 more" in found[0].message


def test_every_rule_is_described() -> None:
    assert len(BY_ID) == len(RULES)
    for rule in RULES:
        assert rule.doc
        assert rule.direction in {"both", "zh-en", "en-zh"}
        assert rule.id == rule.id.lower()


def test_the_same_source_in_two_ways() -> None:
    source = "认证机构应当遵守本规则。"
    rows = (
        (source, "A certification body shall follow these rules."),
        (source, "Bodies shall obey the rules."),
    )
    assert "inconsistent-target" in rules(check(draft(*rows)))


def test_rows_are_held_against_the_first_of_their_source_and_of_their_draft() -> None:
    tea, fair = "茶叶交易会将在下周开幕。", "下周开幕的是茶叶交易会。"
    opens, starts = "The tea fair opens next week.", "Next week sees the tea fair open."
    found = check(draft((tea, opens), (fair, starts), (tea, starts), (tea, opens), ("", ""), (tea, "")))
    told = [(each.rule, each.segment, each.message) for each in found if each.rule.startswith("inconsistent")]
    assert told == [
        ("inconsistent-source", 2, "the same draft as in row 1, whose source is another"),
        ("inconsistent-target", 2, "the same source is translated otherwise in row 0"),
    ]


def test_what_is_found_again_on_the_same_texts_has_an_id_of_its_own_that_stays() -> None:
    row = (WRONG[0], "The team met on May 12.")
    one, two, three = (check(draft(*[row] * count)) for count in (1, 2, 3))
    ids = [each.id for each in three]
    assert len(set(ids)) == 3
    assert ids[:1] == [each.id for each in one]
    assert ids[:2] == [each.id for each in two]


def test_another_rendering_than_the_published_one() -> None:
    known = {match_key(FINE[0]): ("The meeting took place on May 20.",)}
    config = QaConfig(off=frozenset())
    (found,) = check(draft(FINE), published=known, config=config)
    assert found.rule == "published"
    assert found.suggestion == "The meeting took place on May 20."


def test_lengths_are_learned_and_far_ones_told() -> None:
    pairs = [
        ("The meeting was held in Beijing today." + " x" * (n % 5), "会议今天在北京召开结束了啊")
        for n in range(60)
    ]
    band = learn_lengths(pairs)
    assert band.deviation >= 0.1
    assert learn_lengths(pairs[:10]) == LengthBand()
    row = ("会议今天在北京召开，来自各地的代表参加了会议。", "Yes.")
    assert "length" in rules(check(draft(row), lengths=band))


def test_brackets_and_quotes_of_one_sentence() -> None:
    assert unpaired("“a” (b) [c] 「d」（e)") == []
    assert unpaired("1) first; a) second") == []
    assert unpaired("host(s)") == []
    assert unpaired("(a") == [(0, 1)]


def test_the_wording_pack_is_sound_and_its_errors_name_the_line() -> None:
    assert wording_pack()
    with pytest.raises(ReadError, match="pack:2"):
        read_wording(["zh\ten\twrong\tsays\tfrom\tto\tkind", "一带一路\t(\t\t\t\t\tofficial"], "pack")
    with pytest.raises(ReadError, match="pack:1"):
        read_wording(["zh\ten"], "pack")


def test_an_empty_draft_of_nothing() -> None:
    assert check(draft()) == ()
    assert check(draft(("", ""))) == ()


def test_the_house_adds_to_the_fixed_wording_and_takes_out_of_it() -> None:
    row = ("会议介绍了数字质检平台。", "The meeting introduced the electronic platform.")
    assert check(draft(row)) == ()
    house = QaConfig(wording={"数字质检平台": "Digital Quality Platform"})
    assert rules(check(draft(row), config=house)) == ["wording"]
    old = ("“一带一路”企业参加。", "One Belt One Road enterprises took part.")
    assert rules(check(draft(old))) == ["wording"]
    assert check(draft(old), config=QaConfig(wording={"一带一路": ""})) == ()


def test_the_house_says_what_the_head_of_a_bureau_is_called() -> None:
    row = ("局长王建国出席。", "Director Wang Jianguo attended.")
    assert check(draft(row)) == ()
    (found,) = check(draft(row), config=QaConfig(director="Director-General"))
    assert (found.rule, found.suggestion) == ("post", "Director-General")
    assert check(draft(row), config=QaConfig(director="Director")) == ()


def test_the_house_policy_on_headings() -> None:
    row = ("绿色产品认证培训班在苏州举办", "Training course on green products held in Suzhou")
    assert check(draft(row)) == ()
    assert rules(check(draft(row), config=QaConfig(title_case="title"))) == ["case"]
    assert check(draft(row), config=QaConfig(title_case="sentence")) == ()


def test_families_say_all_that_they_may_find() -> None:
    families = {**ROW_RULES, **DRAFT_RULES}
    assert {rule for ids in families.values() for rule in ids.split()} == BY_ID.keys()
    cases = json.loads((CASES / "qa-rules.json").read_text(encoding="utf-8"))
    for side, langs in (("zh", (Lang.ZH_HANS, Lang.EN)), ("en", (Lang.EN, Lang.ZH_HANS))):
        segments = [
            DraftSegment(source=case["source"], draft=case["draft"]) for case in cases if case["from"] == side
        ]
        rows = [make_row(at, segment, langs[0].side) for at, segment in enumerate(segments)]
        for family, ids in families.items():
            assert {mark.rule for mark in family(rows, Evidence())} <= set(ids.split())


def test_checks_that_are_switched_off_are_not_run() -> None:
    assert wanted(ROW_RULES, frozenset(BY_ID) - {"number"}) == (numbers, changes)
    assert wanted(DRAFT_RULES, frozenset(BY_ID)) == ()


def test_a_long_draft_finds_what_a_short_one_does() -> None:
    """Findings in thousands lie on disk, in order, those of whole-draft rules among the others."""
    letters = "abcdefghijklmnop"
    names = [f"Team {a}{b}{c}" for a in letters for b in letters for c in letters]
    rows = [(WRONG[0], f"{name} met on May 12。") for name in names]
    found = check(draft(*rows))
    assert Counter(rules(found)) == {"date": 4_096, "width": 1, "inconsistent-target": 4_095}
    places = [each.segment for each in found]
    assert places == sorted(places)
    assert "and 4095 more" in next(each.message for each in found if each.rule == "width")
    (alone,) = [each for each in check(draft(rows[-1])) if each.rule == "date"]
    assert alone.id == next(each.id for each in found if each.segment == 4_095 and each.rule == "date")
