"""Negations lost or added. Leaves out: the direction of changes, which `numbers` reads from the verbs.

A Chinese sentence denies with few words; English also denies by prefixes and by verbs. A negation
counts as lost only if nothing on the other side denies, limits or undoes anything, and as added only
if the other side has nothing of the kind either.
"""

import re
from collections.abc import Iterator, Sequence

from tm.bitext import Span
from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row, Sides, mark

_SILENT_ZH = re.compile(
    "各不相同|脱不了|(?:不足|不)为[奇怪]|不断|不仅|不但|不只|不光|不单|不少|不久|不同|不管|不论|不过|不时|不禁|不锈|不动产|不等|不懈|不妨|不愧|不已|不得不"
    "|不可或缺|不约而同|必不可少|了不起|差不多|不一而足|不亚于|不失|不停|不胜|不良|不满|不足为奇|不由得|不外乎|不在话下|不惜|不下"
    "|不遗余力|源源不断|持续不断|络绎不绝|不忘|对不起|要不|好不容易|不可避免|不容忽视|不绝|不了解|不知不觉|毫不|不二|不夜"
    "|无锡|无线|无人机|无论|无疑|无非|无限|无数|无不|无愧|无私|无比|无偿|无缝|无纸|无障碍|无产|无菌|无烟|无形|无一例外"
    "|非常|非洲|非但|非遗|非典|除非|是非|并非如此|非公|非凡|南非|北非|西非|东非|中非|未来|未必不|未免|未央|未成年|没收|淹没|出没|埋没|沉没|覆没|吞没"
    "|是不是|能不能|会不会|有没有|要不要|可不可以|好不好|对不对|知不知道"
)
_STRONG_ZH = re.compile(
    "没有|没(?=[能被想人什看见到])|未(?=[能经曾被予见及必达])|尚未|从未|从没|并未|并没|无法|无须|无需|毫无|禁止|严禁|拒绝|勿|不(?![论管单适舒退幸足惧利太景详])"
)
_HINT_ZH = re.compile(
    "不|没|未|无|非|勿|莫|别[^的]|毋|免|否|难|禁|拒|缺|乏|避|止|停|零|空|仅|防|只有|才|除|反对|反而|失|弃|少|戒|取消|即使|尽管|罕|很快"
    "|哪[里能怕]|何必|何[况尝]|岂|怎[么能]|几乎|例外|撤|废|杜绝|辞|怀疑|质疑|丧|败|错|违|脱|放下|左右|低于|落后|之外|至今|弱于"
)
_EXPLICIT_EN = re.compile(
    r"\b(?:not|never|cannot|neither|nor|nobody|nothing|nowhere|none)\b|n['’]t\b|\bno\b(?! ?\.? ?\d)",
    re.IGNORECASE,
)
_IDIOM_EN = re.compile(
    r"\bnot (?:only|just|merely|simply|least|to mention|until|surprisingly|exceeding|limited|long)\b|\bno (?:later|longer|fewer|less|more|matter|doubt|wonder)\b"
    r"|\bwhether or not\b|\bor not\b|\bcan(?:not|['’]t) (?:help|but|wait)\b|\bif not\b|\bnone other\b|\bwhy not\b|\bnothing (?:but|more|less)\b"
    r"|\b(?:is|are|was|were|do|does|did|have|has)n['’]t (?:it|they|he|she|you|we)\b|\bno\.",
    re.IGNORECASE,
)
_HINT_EN = re.compile(
    r"\b(?:not|no|never|cannot|neither|nor|none|nobody|nothing|nowhere|without|hardly|scarcely|barely|rarely|seldom|few|little|fewer|less|least|lack\w*|fail\w*|"
    r"refus\w*|reject\w*|deni\w*|deny\w*|avoid\w*|prevent\w*|prohibit\w*|forbid\w*|ban|bans|banned|stop\w*|unless|until|except\w*|exclud\w*|only|instead|rather|"
    r"away|beyond|absen\w*|miss\w*|zero|free|despite|although|though|yet|against|anti\w*|declin\w*|doubt\w*|ignor\w*|lose|lost|loss\w*|losing|"
    r"insufficien\w*|poor\w*|hard|difficult\w*|depriv\w*|regardless|remain\w*|pending|still|needless|ceas\w*|differ\w*|refrain\w*|resist\w*|remiss|"
    r"illegal\w*|illicit|empty|blank|mustn|oppos\w*|quit|rid|barred|wrong|bad\w*|regret\w*|restrict\w*|halt\w*|lest|keep|kept|immun\w*|neglect\w*|"
    r"low|lower|weak\w*|short\w*|too|incap\w*|inab\w*|inad\w*|inac\w*|inap\w*|incom\w*|incon\w*|incor\w*|ineff\w*|ineq\w*|inev\w*|inv[ai]\w*|"
    r"indef\w*|indep\w*|indis\w*|infre\w*|inj\w*|inse\w*|insig\w*|insta\w*|intol\w*|irr\w*|imposs\w*|impr[oau]\w*|imper\w*|immat\w*|immo\w*|"
    r"dis(?!tr|cu|pl|ea|h)\w{3,}|mis\w{3,}|un(?!i[ovfqct]|der|til\b|dergo)\w{3,}|non\w*|mal\w+|out of|off|other than|than|but|far from|end\w*|vary\w*|variou\w*|other\w*|any\w*|protect\w*)\b"
    r"|n['’]t\b|\b\w+less(?:ly|ness)?\b|\b(?:in|un|non|ir|im|il|dis)-\w+",
    re.IGNORECASE,
)


def negation(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield rows that deny on one side only."""
    del known
    for row in rows:
        zh, en = row.zh.text, row.en.text
        if not zh or not en:
            continue
        denied_zh, denied_en = _strong_zh(zh), _explicit_en(en)
        if denied_en and not _HINT_ZH.search(_silenced(zh)):
            yield _said(row, Sides(en=denied_en[0]), en[slice(*denied_en[0])], lost=not row.to_english)
        elif denied_zh and not _HINT_EN.search(en):
            yield _said(row, Sides(zh=denied_zh[0]), zh[slice(*denied_zh[0])], lost=row.to_english)


def _said(row: Row, sides: Sides, word: str, *, lost: bool) -> Mark:
    message = f"the negation {word} is lost" if lost else f"the negation {word} is added"
    return mark(row, "negation", message, sides)


def _silenced(zh: str) -> str:
    return _SILENT_ZH.sub(lambda found: "\u3000" * len(found.group()), zh)


def _strong_zh(zh: str) -> list[Span]:
    return [found.span() for found in _STRONG_ZH.finditer(_silenced(zh))]


def _explicit_en(en: str) -> list[Span]:
    plain = _IDIOM_EN.sub(lambda found: " " * len(found.group()), en)
    return [found.span() for found in _EXPLICIT_EN.finditer(plain)]
