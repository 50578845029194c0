"""Sides that are empty, swapped, alike, lopsided or half made."""

import datetime as dt
from collections.abc import Sequence

import pytest

from tm.bitext import Lang, Release, Segment
from tm.embed import encoder
from tm.errors import ConfigError, LanguageError, PairingError
from tm.pairing import PairConfig, Pairing, PairingInput, pair_releases

EN = {
    "fair": (
        "Organic Tea Fair Opens in Wuyuan",
        "The organic tea fair opened in Wuyuan on April 18 with 126 growers.",
        "Growers signed contracts worth 32 million yuan.",
        "Zhou Mingyuan visited a tea garden in the hills.",
    ),
    "piles": (
        "Charging Pile Certificates Awarded",
        "CQC awarded the first 14 certificates for charging piles in Shenzhen.",
        "Tests took nine months and covered 61 items.",
        "Manufacturers expect sales of 5,000 units this year.",
    ),
}
ZH = {
    "fair": (
        "有机茶博览会在婺源开幕",
        "4月18日，有机茶博览会在婺源开幕，126家种植户参加。",
        "现场签约金额达3200万元。",
        "周明远参观了山间茶园。",
    ),
    "piles": (
        "充电桩认证证书颁发",
        "CQC在深圳颁发了首批14张充电桩认证证书。",
        "检测历时9个月，涉及61个项目。",
        "生产企业预计今年销量可达5000台。",
    ),
}


def made(key: str, texts: Sequence[str], lang: Lang = Lang.EN, date: dt.date | None = None) -> PairingInput:
    release = Release(
        key=key, lang=lang, title=texts[0] if texts else "", paragraphs=tuple(texts[1:]), date=date
    )
    segments = tuple(Segment(text=text, paragraph=place) for place, text in enumerate(texts))
    return PairingInput(release=release, segments=segments)


def english(*keys: str) -> list[PairingInput]:
    return [made(f"{key}.html", EN[key]) for key in keys]


def chinese(*keys: str, lang: Lang = Lang.ZH_HANS) -> list[PairingInput]:
    return [made(f"{key}.html", ZH[key], lang) for key in keys]


def paired(pairing: Pairing) -> list[tuple[str, str]]:
    return [(pair.en, pair.zh) for pair in pairing.pairs]


def pair(en: Sequence[PairingInput], zh: Sequence[PairingInput], **settings: float) -> Pairing:
    return pair_releases(en, zh, encoder("use"), PairConfig(**settings))


def test_one_release_on_each_side() -> None:
    assert paired(pair(english("fair"), chinese("fair"))) == [("fair.html", "fair.html")]
    strangers = pair(english("fair"), chinese("piles"))
    assert not strangers.pairs
    assert strangers.unpaired == {"en": ("fair.html",), "zh": ("piles.html",)}


def test_an_empty_side() -> None:
    pairing = pair([], chinese("fair", "piles"))
    assert not pairing.pairs
    assert pairing.unpaired == {"en": (), "zh": ("fair.html", "piles.html")}
    assert pair([], []).unpaired == {"en": (), "zh": ()}


def test_a_release_without_sentences_stays_unpaired() -> None:
    blank = [made("blank.html", ()), made("spaces.html", ("", "　 ", "\u200b"))]
    pairing = pair([*english("fair"), *blank], chinese("fair"))
    assert paired(pairing) == [("fair.html", "fair.html")]
    assert pairing.unpaired["en"] == ("blank.html", "spaces.html")
    assert not pairing.duplicates


def test_a_release_that_is_only_a_title() -> None:
    titles = [made("title.html", EN["fair"][:1])]
    pairing = pair(titles, [made("title.html", ZH["fair"][:1], Lang.ZH)])
    assert len(pairing.pairs) + len(pairing.unpaired["en"]) == 1


def test_no_title() -> None:
    untitled = made("fair.html", ("", *EN["fair"][1:]))
    pairing = pair([untitled], chinese("fair"))
    assert paired(pairing) == [("fair.html", "fair.html")]
    assert pairing.pairs[0].reasons.title_cosine is None


def test_swapped_sides_are_refused() -> None:
    with pytest.raises(LanguageError, match="sides are swapped"):
        pair(chinese("fair"), english("fair"))


def test_swapped_sides_are_refused_whatever_their_tags() -> None:
    with pytest.raises(LanguageError, match="swapped"):
        pair([made("a", ZH["fair"])], [made("b", EN["fair"], Lang.ZH)])


@pytest.mark.parametrize("lang", [Lang.EN, Lang.ZH])
def test_the_same_language_twice_is_refused(lang: Lang) -> None:
    with pytest.raises(LanguageError, match="given as Chinese, but the text is not"):
        pair(english("fair"), [made("fair.html", EN["fair"], lang)])
    with pytest.raises(LanguageError, match="given as English, but the text is not"):
        pair(chinese("fair", lang=Lang.ZH), chinese("fair"))


def test_a_key_given_twice_is_refused() -> None:
    with pytest.raises(PairingError, match="2 English releases have this key"):
        pair(english("fair", "fair"), chinese("fair"))


def test_traditional_characters() -> None:
    traditional = (
        "有機茶博覽會在婺源開幕",
        "4月18日，有機茶博覽會在婺源開幕，126家種植戶參加。",
        "現場簽約金額達3200萬元。",
        "周明遠參觀了山間茶園。",
    )
    pairing = pair(english("fair", "piles"), [made("fair.html", traditional, Lang.ZH_HANT)])
    assert paired(pairing) == [("fair.html", "fair.html")]
    assert "Zhou Mingyuan" in pairing.pairs[0].reasons.shared


def test_identical_files_under_two_names_are_reported() -> None:
    copies = [made("copy.html", [text.upper() for text in EN["fair"]]), *english("fair", "piles")]
    pairing = pair(copies, chinese("fair", "piles"))
    assert paired(pairing) == [("copy.html", "fair.html"), ("piles.html", "piles.html")]
    (duplicate,) = pairing.duplicates
    assert (duplicate.side, duplicate.kind) == ("en", "identical")
    assert (duplicate.kept, duplicate.others) == ("copy.html", ("fair.html",))
    assert pairing.unpaired == {"en": (), "zh": ()}


def test_an_older_version_is_reported() -> None:
    update = [*EN["piles"], "More than 40 experts took part in drafting the test plan."]
    zh = [*ZH["piles"], "40余名专家参与编制检测方案。"]
    pairing = pair(
        [*english("piles", "fair"), made("update.html", update)],
        [made("piles.html", zh, Lang.ZH_HANS), *chinese("fair")],
    )
    told = [(each.kept, each.others) for each in pairing.duplicates if each.kind == "version"]
    unsure = [each.en for each in pairing.ambiguous]
    assert told == [("update.html", ("piles.html",))] or unsure == [("piles.html", "update.html")]
    assert "piles.html" not in pairing.unpaired["en"]


def test_two_versions_as_good_as_each_other_are_ambiguous() -> None:
    en = [
        made("one.html", [*EN["piles"][:3], "Makers expect to sell 5,000 units this year."]),
        made("two.html", [*EN["piles"][:3], "Manufacturers expect 5,000 units to be sold this year."]),
    ]
    pairing = pair(en, chinese("piles"), tie_odds=20)
    (unsure,) = pairing.ambiguous
    assert (unsure.en, unsure.zh) == (("one.html", "two.html"), ("piles.html",))
    assert {(way.en, way.zh) for way in unsure.candidates} == {
        ("one.html", "piles.html"),
        ("two.html", "piles.html"),
    }
    assert not pairing.pairs


def test_further_versions_of_ambiguous_ones_are_told_too() -> None:
    en = [
        made("one.html", [*EN["piles"][:3], "Makers expect to sell 5,000 units this year."]),
        made("two.html", [*EN["piles"][:3], "Manufacturers expect 5,000 units to be sold this year."]),
        made("brief.html", EN["piles"][:3]),
        made("late.html", [*EN["piles"], "Update: the ceremony was put off to Friday because of rain."]),
        *english("fair"),
    ]
    pairing = pair(en, chinese("piles", "fair"), tie_odds=20)
    [unsure] = pairing.ambiguous
    others = {key for each in pairing.duplicates if each.kind == "version" for key in each.others}
    assert {*unsure.en, *others} == {"one.html", "two.html", "brief.html", "late.html"}
    assert {each.kept for each in pairing.duplicates} <= set(unsure.en)
    assert pairing.unpaired == {"en": (), "zh": ()}


def test_of_copies_the_one_in_the_fewest_folders_is_kept() -> None:
    copies = [made("archive/old.html", EN["fair"]), *english("fair"), made("b/fair.html", EN["fair"])]
    [duplicate] = pair(copies, chinese("fair")).duplicates
    assert (duplicate.kept, duplicate.others) == ("fair.html", ("archive/old.html", "b/fair.html"))


def test_what_is_shared_is_written_as_in_the_release_itself() -> None:
    fair = made("fair.html", [*EN["fair"], "The next fair is planned for 3 May 2026."])
    lamps = made(
        "lamps.html", ("Street Lamps Renewed", "All 64 lamps of Lane 9 were renewed on 8 June 2026.")
    )
    across = made("fair.html", [*ZH["fair"], "下届博览会定于2026年5月3日。"], Lang.ZH_HANS)
    [found] = pair([fair, lamps], [across]).pairs
    assert "3 May 2026" in found.reasons.shared
    assert "8 June 2026" not in found.reasons.shared


def test_one_against_five_hundred() -> None:
    topics = ["tea", "steel", "toys", "cables", "milk", "tyres", "lamps", "paint", "rice", "pumps"]
    crowd = [
        made(
            f"{number:03}.html",
            (
                f"Notice {number + 1000} on {topics[number % 10]}",
                f"Inspectors visited {number + 2} factories that make {topics[number % 10]}.",
                f"They found {number * 3 + 5} defects in batch {number * 7 + 11}.",
            ),
        )
        for number in range(500)
    ]
    pairing = pair([*crowd, *english("piles")], chinese("piles"))
    assert paired(pairing) == [("piles.html", "piles.html")]
    assert len(pairing.unpaired["en"]) == 500


def test_a_text_of_a_thousand_sentences_is_bounded() -> None:
    long_en = [f"Sentence {number} tells of item {number * 13}." for number in range(1_000)]
    long_zh = [f"第{number}句讲述第{number * 13}项。" for number in range(1_000)]
    pairing = pair([made("long", long_en)], [made("long", long_zh, Lang.ZH_HANS)])
    assert len(pairing.pairs) + len(pairing.unpaired["en"]) == 1


@pytest.mark.parametrize(
    "settings", [{"threshold": 1.5}, {"tie_odds": 0.5}, {"candidates": 0}, {"version_likeness": -1}]
)
def test_settings_out_of_range_are_refused(settings: dict[str, float]) -> None:
    with pytest.raises(ConfigError, match=next(iter(settings))):
        PairConfig(**settings)
