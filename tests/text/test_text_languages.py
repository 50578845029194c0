"""Languages by tag and by text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.bitext import Lang
from tm.errors import LanguageError
from tm.text.languages import detect_lang, detect_script, parse_lang


@pytest.mark.parametrize(
    ("tag", "lang"),
    [
        ("en", Lang.EN), ("en-GB", Lang.EN), ("EN_us", Lang.EN), ("eng", Lang.EN), ("en-US.UTF-8", Lang.EN),
        ("zh", Lang.ZH), ("chi", Lang.ZH), ("zh-CN", Lang.ZH_HANS), ("zh-SG", Lang.ZH_HANS),
        ("zh_cn", Lang.ZH_HANS), ("zh-Hans", Lang.ZH_HANS), ("zh-Hans-HK", Lang.ZH_HANS),
        ("ZH-HANT", Lang.ZH_HANT), ("zh-TW", Lang.ZH_HANT), ("zh-HK", Lang.ZH_HANT),
        ("zh-MO", Lang.ZH_HANT), ("zh-Hant-CN", Lang.ZH_HANT), ("cmn-Hans", Lang.ZH_HANS),
        (" zh-cht ", Lang.ZH_HANT),
    ],
)  # fmt: skip
def test_tags(tag: str, lang: Lang) -> None:
    assert parse_lang(tag) is lang


@pytest.mark.parametrize("tag", ["", "fr", "ja", "zh-Latn", "english", "yue", "z", "en_"[:1]])
def test_other_tags_are_refused_with_what_is_kept(tag: str) -> None:
    with pytest.raises(LanguageError, match="zh-Hans"):
        parse_lang(tag)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The course was held in Wuxi.", Lang.EN),
        ("中国质量认证中心在无锡举办培训班。", Lang.ZH_HANS),
        ("中國質量認證中心在無錫舉辦培訓班。", Lang.ZH_HANT),
        (
            "The administration (国家认监委) and its director Xie Wentao (解文涛) attended.",
            Lang.EN,
        ),
        ("CQC按照GB/T 19001-2016和ISO 9001标准对Bright Lamps Co., Ltd.实施审核。", Lang.ZH_HANS),
        ("中文", Lang.ZH),
        ("中国质量认证中心（國）举办培训班，学员来自各地。", Lang.ZH_HANS),
        ("中國質量認證中心（国）舉辦培訓班，學員來自各地。", Lang.ZH_HANT),
        ("“ノート”品牌获得认证，企业代表参加了发布会并致辞。", Lang.ZH_HANS),
        ("Café owners in Zürich agreed.", Lang.EN),
    ],
)
def test_texts(text: str, lang: Lang) -> None:
    assert detect_lang(text) is lang


@pytest.mark.parametrize(
    "text",
    ["", "2020-11-23", "……！？", "これは日本語の文章です。", "Это русский текст.", "한국어 문장입니다."],
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(LanguageError):
        detect_lang(text)


@given(st.text(alphabet="认證国國书書会會中文人", max_size=30))
def test_the_script_is_that_of_the_majority(text: str) -> None:
    simplified = sum(character in "认国书会" for character in text)
    traditional = sum(character in "證國書會" for character in text)
    expected = (
        Lang.ZH if simplified == traditional else Lang.ZH_HANS if simplified > traditional else Lang.ZH_HANT
    )
    assert detect_script(text) is expected
