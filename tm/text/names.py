"""Names in texts of both languages: Han names met again in Latin letters, Latin names, likely Han names.

Leaves out: the register of people with their posts, and terms (names of bodies), which come as data.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from tm.bitext import Span
from tm.text.names_pinyin import name_pattern, pinyin_forms, split_name, surname_readings, surnames
from tm.text.scripts import HAN, fold_script

__all__ = [
    "FoundName", "NameKind", "candidate_names_zh", "latin_names", "match_name", "match_names", "pinyin_forms",
    "split_name", "surname_readings", "surnames",
]  # fmt: skip


class NameKind(StrEnum):
    """What a found name looks like."""

    PERSON = "person"
    PROPER = "proper"
    ACRONYM = "acronym"


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundName:
    """A name found in a text; `span` in code points."""

    kind: NameKind
    text: str
    span: Span


_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_PARTICLE = r"(?:of|the|and|for|de|van|von|der|du|la|al|bin|&)"
_CAPITAL = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Jr|Sr|St|Co|Ltd|Inc|Corp|Gen|Lt|Col|Sen|Gov|[A-Z])\."
    rf"|[A-ZÀ-ÖØ-Þ][{_LATIN}]*(?:['’\-][{_LATIN}]+)*)"
)
_SEQUENCE = re.compile(
    rf"(?<![{_LATIN}\d])(?:(?P<acronym>[A-Z]{{2,}}(?:[/\-&][A-Z0-9]+)*)s?(?![{_LATIN}\d])(?!\s{_CAPITAL})"
    rf"|{_CAPITAL}(?:\s(?:{_PARTICLE}\s){{0,2}}(?!(?:In|On|At|The|A|An)\s){_CAPITAL})*)"
)
_OPENING = (
    "the a an in on at by for from to of with as it this that these those there he she they we i you his her "
    "their our its and but or if when while after before since during although however moreover meanwhile "
    "according also both all some many most more other such no not what who which how why where so then thus "
    "now today yesterday through under over into about between among because until unless whether though "
    "once here each every mr mrs ms dr prof"
)
_OPENERS = frozenset(_OPENING.split())
_SENTENCE_START = re.compile(r"(?:^|[.!?:;。！？：；]['\"”’)]?\s*|[\n“\"(（]\s*)$")


def latin_names(text: str) -> tuple[FoundName, ...]:
    """Return runs of capitalised words that may be names, and acronyms, in order.

    A word that only opens a sentence (The, In) is left off; a single capitalised word at the start of
    a sentence is not taken for a name.

    >>> [(n.text, n.kind.value) for n in latin_names("The delegation met Zhou Mingyuan of CQC in Beijing.")]
    [('Zhou Mingyuan of CQC', 'proper'), ('Beijing', 'proper')]
    """
    found: list[FoundName] = []
    for match in _SEQUENCE.finditer(text):
        start, end = match.span()
        if match["acronym"]:
            found.append(FoundName(kind=NameKind.ACRONYM, text=match.group(), span=(start, end)))
            continue
        opening = bool(_SENTENCE_START.search(text, 0, start))
        while start < end and (word := re.match(r"[^\W_]+\.?\s*", text[start:end])):
            if word.group().strip(" .").lower() not in _OPENERS:
                break
            start += word.end()
            opening = False
        if start < end and not (opening and " " not in text[start:end]):
            found.append(FoundName(kind=NameKind.PROPER, text=text[start:end], span=(start, end)))
    return tuple(found)


def match_name(han_name: str, english_text: str) -> Span | None:
    """Return where a Han personal name stands in an English text in any accepted spelling, None if nowhere.

    >>> match_name("单子昂", "Director SHAN Zi'ang chaired the meeting")
    (9, 20)
    >>> match_name("周明远", "Zhao Mingyuan spoke") is None
    True
    """
    pattern = name_pattern(han_name)
    found = pattern.search(english_text) if pattern else None
    return found.span() if found else None


def match_names(han_names: Iterable[str], english_text: str) -> dict[str, Span | None]:
    """Return for each Han name where it stands in an English text."""
    return {name: match_name(name, english_text) for name in han_names}


_POSTS = (
    "总书记|副书记|书记|总理|副总理|主席|副主席|委员长|委员|部长|副部长|省长|副省长|市长|副市长|区长|县长|镇长|乡长|村长"
    "|厅长|副厅长|局长|副局长|司长|副司长|处长|副处长|科长|副科长|主任|副主任|所长|副所长|院长|副院长|校长|副校长|会长|副会长"
    "|理事长|秘书长|副秘书长|董事长|副董事长|总裁|副总裁|总经理|副总经理|经理|总监|总工程师|首席专家|站长|队长|组长|行长|馆长"
    "|检察长|庭长|法官|大使|总领事|领事|参赞|代表|发言人|负责人|法人|教授|副教授|研究员|院士|博士|工程师|专家|记者|主编|教练|队员|选手"
    "|演员|导演|作家|律师|医生|护士|老师|同志|首席[\u4e00-\u9fff]{2,6}官|审核员|检查员"
)
_AFTER_NAME = (
    r"表示|说|称|指出|介绍|认为|强调|告诉|透露|坦言|回忆|宣布|主持|出席|致辞|讲话|发言|率|一行|会见|陪同|参加|作(?:了)?|做了|等"
    r"|先生|女士|同志|教授|博士|院士|在|和|与|及|、|，|。|；|：|）|\)|“|”|带领|分别|代表|向|就|对|共同|任|担任|当选|受邀|应邀|前往|赴|来|宣读|颁发|分享|讲解|解读|通报|签署|签字|签约|揭牌|揭晓"
    r"|考察|调研|走访|看望|慰问|回应|结合|围绕|回顾|总结|提出|建议|要求|希望|呼吁|感谢|祝贺|欢迎|接受|获|被|也|还|则|曾|为|不|的|\d|今天|昨天|当天|近日|日前|$"
)
_SPEECH = (
    r"(?:在[^，。；]{1,8}[中上时]|[赛会事随最]后|最终|还|也|则|\d{1,2}日)?"
    r"(?:表示|说|称|指出|介绍|认为|强调|告诉|透露|坦言|回忆|宣布|致辞|呼吁|建议|主持(?:会议|召开|了)?)"
)
_ELECTED = "(?:当选|出任|担任)"
_NOT_GIVEN = "某的了是在和与及等为也都就还又将已向对从被把这那其之而但或者们个位名年月日时分说称任率就"


def _name() -> str:
    compound = "|".join(name for name in surnames() if len(name) > 1)
    single = "".join(name for name in surnames() if len(name) == 1 and name not in "员来")  # 成员, 司长来
    given = rf"(?:(?![{_NOT_GIVEN}])[{HAN}])"
    return rf"(?:(?:{compound}){given}{{1,2}}?|[{single}]{given}{{1,2}}?)"


@cache
def _listed() -> re.Pattern[str]:
    """Return the pattern of one more name in a list that a post opened (副主任孟岚、石岩)."""
    return re.compile(rf"、(?P<name>{_name()})(?={_AFTER_NAME})")


@cache
def _candidates() -> re.Pattern[str]:
    name = _name()
    return re.compile(
        rf"(?:{_POSTS})(?P<after>{name})(?={_AFTER_NAME})"
        rf"|(?:(?<=[，。；、：“”\s])|^)(?P<row>{name})(?=、(?:{name}、){{0,8}}{name}(?:{_SPEECH}|{_ELECTED}))"
        rf"|(?:(?<=[，。；、：“”\s])|^)(?P<before>{name})(?=(?:{_SPEECH}|{_ELECTED})(?!明|法|书|呼|号|为))"
        rf"|(?:(?<=[，。；、：“”\s])|^)(?P<polite>{name})(?=先生|女士|教授|博士|院士|同志)"
    )


def candidate_names_zh(text: str) -> tuple[FoundName, ...]:
    """Return likely personal names: a known surname and 1–2 characters beside a post or a verb of speech.

    Cautious: what is not placed like that is not found.

    >>> [n.text for n in candidate_names_zh("中心主任周明远表示，处长李静和欧阳修远出席。")]
    ['周明远', '李静']
    """
    found: list[FoundName] = []
    folded = fold_script(text)
    for match in _candidates().finditer(folded):
        group = next(name for name in ("after", "row", "before", "polite") if match[name])
        start, end = match.span(group)
        found.append(FoundName(kind=NameKind.PERSON, text=text[start:end], span=(start, end)))
        while group == "after" and (listed := _listed().match(folded, end)):
            start, end = listed.span("name")
            found.append(FoundName(kind=NameKind.PERSON, text=text[start:end], span=(start, end)))
    return tuple(found)
