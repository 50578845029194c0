"""Words of one side that answer words of the other."""

import pytest

from tm.align import counterpart, fit_lexicon, link_words
from tm.align.clauses import edge_clauses
from tm.embed import encoder

EN = "Director Zhou Mingyuan visited the State Administration for Market Regulation in Chongqing on 9 May"
EN += " 2023."
ZH = "2023年5月9日，周明远主任在重庆走访了国家市场监督管理总局。"


def shown(en: str, zh: str, **more: object) -> set[tuple[str, str]]:
    links = link_words(en, zh, **more)  # type: ignore[arg-type]
    return {(en[slice(*link.en)], zh[slice(*link.zh)]) for link in links}


def span(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


def test_names_and_dates_need_no_lexicon() -> None:
    found = shown(EN, ZH)
    assert ("Chongqing", "重庆") in found
    assert ("9 May 2023", "2023年5月9日") in found
    assert any(zh in "周明远" for _, zh in found)


def test_vectors_link_what_no_rule_knows() -> None:
    found = shown("The cat sleeps on the table.", "猫睡在桌子上。", encoder=encoder())
    assert ("cat", "猫") in found
    assert any(en == "table" and "桌" in zh for en, zh in found)


@pytest.mark.parametrize(
    ("side", "part", "expected"),
    [
        ("zh", "国家市场监督管理总局", "State Administration for Market Regulation"),
        ("en", "Chongqing", "重庆"),
        ("zh", "周明远", "Zhou Mingyuan"),
        ("zh", "5月9日", "9 May"),
    ],
)
def test_counterparts_by_vectors(side: str, part: str, expected: str) -> None:
    text, other = (EN, ZH) if side == "en" else (ZH, EN)
    found = counterpart(EN, ZH, side, span(text, part), encoder=encoder())  # type: ignore[arg-type]
    assert found is not None
    answer = other[slice(*found)]
    assert answer in expected or expected in answer


def test_a_lexicon_is_the_same_however_many_links_are_counted_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pairs = [
        (f"The {word} firm {en} in {year}.", f"{year}年{zh}公司{done}。")
        for year in range(2001, 2008)
        for word, zh in [("tea", "茶叶"), ("paper", "造纸"), ("steel", "钢铁")]
        for en, done in [("moved", "搬迁"), ("grew", "发展")]
    ]
    pairs += [("the of", "没有一个词可以对应"), ("Nothing answers", "的")]
    whole = fit_lexicon(pairs)
    monkeypatch.setattr("tm.align.lexicon._BLOCK", 40)
    assert fit_lexicon(pairs) == whole
    assert whole.score("paper", "造纸") > 0.5 > whole.score("paper", "钢铁")


def test_fewer_links_teach_from_fewer_pairs() -> None:
    pairs = [(f"Tea grows on hill {n}.", f"第{n}座山上种茶。") for n in range(100)]
    assert fit_lexicon(pairs).pairs == 100
    assert fit_lexicon(pairs, most_links=1_000).pairs < 50


def test_a_lexicon_learned_from_units_finds_the_term_again() -> None:
    pairs = [
        (f"The certification body {en} in {year}.", f"{year}年认证机构{zh}。")
        for year in range(2001, 2012)
        for en, zh in [("moved", "搬迁"), ("grew", "发展"), ("closed", "关闭")]
    ]
    pairs += [
        (f"The school {en} again.", f"学校再次{zh}。") for en, zh in [("moved", "搬迁"), ("closed", "关闭")]
    ]
    lexicon = fit_lexicon(pairs)
    assert lexicon.score("certification", "认证") > 0.4
    assert lexicon.score("clos", "关闭") > lexicon.score("clos", "认证")
    en, zh = "A certification body closed.", "一家认证机构关闭了。"
    found = counterpart(en, zh, "zh", span(zh, "关闭"), lexicon=lexicon)
    assert found is not None
    assert en[slice(*found)] == "closed"


def test_nothing_known_nothing_said() -> None:
    assert link_words("", "") == ()
    assert link_words("alpha", "乙丙") == ()
    assert counterpart("alpha beta", "乙丙", "en", (0, 5)) is None
    assert counterpart("", "", "en", (0, 0)) is None
    assert fit_lexicon([]).entries == {}
    assert fit_lexicon([("a", "b")]).score("a", "b") == 0


def test_edge_clauses_take_more_where_they_are_short() -> None:
    assert edge_clauses("他说，今天不去，因为下大雨。", "zh") == (8, 8)
    assert edge_clauses("No, no.", "en") == (7, 0)
    assert edge_clauses("", "en") == (0, 0)
