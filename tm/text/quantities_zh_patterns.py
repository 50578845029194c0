"""The patterns of Chinese numerals and of what stands around them, for `quantities_zh_read`.

All are for folded text (simplified, half-width). Those that end in `$` are searched before a numeral,
with the window ending there; the others are matched where a numeral ends.
"""

import re
from fractions import Fraction

from tm.text.numbers_zh import DIGIT, chinese_number

_D = "〇零○一二三四五六七八九两壹贰叁肆伍陆柒捌玖"
_C = _D + "十百千万亿拾佰仟廿卅"
_SMALL = r"[百千](?![克米瓦帕卡赫伏安焦分年姓货强度字比兆])"
_SCALE = rf"(?:{_SMALL}[万亿]{{0,2}}|[万亿]{{1,2}}|兆(?=[元圆美日韩台]))"
_LISTED_YEAR = r"(?!(?:19|20)\d\d\s?年)"  # 1.2024年工作要点
_SPACED = r"[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)(?=\s?[A-Za-zµμΩ°℃%％\u4e00-\u9fff])"  # 1 500 V
_ARABIC = (
    rf"(?:{_SPACED}|\d{{1,3}}(?:,\d{{3}}){{1,9}}(?!\d)(?:\.\d{{1,30}})?"
    rf"|\d{{1,30}}(?:\.{_LISTED_YEAR}\d{{1,30}})?)"
)
NUMERAL = (
    rf"(?:{_ARABIC}(?:\s?[多余来几]?\s?{_SCALE}(?:\s?零?\d+(?:\.\d+)?\s?{_SCALE})*(?:零?\d{{1,4}}(?![\d,.年月日点:：比万亿]))?)?"
    rf"|[{_C}]{{1,40}}(?:点[〇零一二三四五六七八九]{{1,20}}(?:[万亿]+)?)?(?:[多余来几]\s?[十百千万亿]+)?(?:兆(?=[元圆美日韩台]))?)"
)
NUMERAL_PATTERN = re.compile(NUMERAL)

BEFORE = re.compile(
    r"(?:(?P<over>超过|超出|超|逾|突破|多于|大于|高于|过|不止)|(?P<nearly>将近|接近|不到|不足|近|低于|少于|小于)"
    r"|(?P<at_least>至少|不少于|不低于|最少|起码)|(?P<at_most>至多|最多|不超过|不多于|不高于|多达|高达)"
    r"|(?P<about>大约|大概|约|差不多|≈|~|～)|(?P<indefinite>好几|[几数上成]))\s?(?:为|达|有|了)?\s?$"
)
NEGATIVE = re.compile(r"(?:零下|(?<=[为是达至到])负|(?<![^\W\d_A-Za-z])负|(?<![\w\d)）%℃])[-−－])\s?$")
AFTER_OVER = re.compile(r"\s?(?:余|多(?![样元次边哈米伦云瑙拉])|几(?![乎何率内亚]))")
AFTER_ABOUT = re.compile(r"来(?=[个家名位人岁年天次种元万亿])|\s?(?:左右|上下|许)")
AFTER_BOUND = re.compile(
    r"\s?(?:(?P<at_least>[及或（(]?(?:含)?以上|开外)|(?P<at_most>[及或（(]?(?:含)?以下|以内)|(?P<about>左右|上下))"
)
JOIN = re.compile(r"\s?(?:[-–—―~～－]{1,2}|至|到)\s?(?:百分之|第)?")
PARTS = re.compile(rf"\s?分之\s?(?P<n>{NUMERAL})")
_TENTHS = (
    r"[多余]?成(?![立功员本果绩长熟都效分型交人就品千百群因年语])(?:[一二三四五六七八九]|半(?![数年天月个]))?"
)
SUFFIX = (
    r"\s?(?:(?P<points>个?百分点)|(?P<basis>个?(?:基本点|基点))|(?P<percent>[%％])|(?P<mille>‰)"
    rf"|(?P<tenths>{_TENTHS})|(?P<discount>折(?![叠扣射算磨腾合回返断线]))"
    r"|(?P<times>[多余]?\s?倍(?![数率增受感加])多?)|(?P<doublings>番(?![茄禺号])))"
)
DISCOUNT = re.compile(r"\s?折(?![叠扣射算磨腾合回返断线])")
REBATE = re.compile(r"(?:优惠|立减|让利|直降|便宜)(?:了|近|约)?$")
SLASH = re.compile(r"\s?/\s?(?P<n>[1-9]\d{0,2})(?!\d|[/.,年月日]|\s?[万亿])")
RATIO = re.compile(
    r"\s?[:：∶比]\s?(?P<n>\d{1,9}(?:\.\d{1,9})?(?![\d,])|[一二三四五六七八九十]{1,9})(?!\s?[万亿年月日%％号点届])"
)
GROWTH = re.compile(
    r"(?:增长|增加|增多|提高|上升|上涨|扩大|提升|增幅|高出|超出|多出|猛增|激增|暴增|剧增|翻|涨|增|多|高)"
    r"(?:了|近|约|超过|超|逾|达|将近)*\s?$"
)
COUNTER = re.compile(
    r"\s?(?:个|名|家|项|位|种|条|件|届|次|人|座|台|辆|艘|架|册|本|篇|份|批|期|轮|场|站|级|类|款|处|所|户|口|国|省|市|县|区"
    r"|镇|村|方面|方(?=会|签)|支|只|枚|颗|粒|棵|株|头|匹|张|把|套|部|间|栋|幢|层|楼|排|组|队|团|股|笔|宗|起|桩|例|段|步|声|句"
    r"|字|行|页|章|节|幕|集|首|曲|幅|块|片|滴|瓶|杯|碗|袋|盒|箱|包|筒|捆|双|对|副|分|点|度|圈|趟|遍|回|顿|番|阵|代|辈|世"
    r"|岁|大(?!学|会|家|人|妈|爷)|强|佳|号|路|环|线|班|院|校|系|部门|领域|地|州|岛|洲|姐妹|兄弟|胞胎|中全会|师|军|连|营|车道"
    r"|冠王|剂|针|吨|倍|成|折|比|%|％|门|道|根|朵|艇|孔|学期|季|局|盘|球|胜|负|平|金|银|铜|女|男|子|孩)"
)
VAGUE = re.compile(r"\s?(?:方面|方|大|小|地|点|步|代|番|声|句|世|路|分|季|子|把|道|平)")
NUMBERED = re.compile(r"\s?号")
LISTED = re.compile(r"[^，。；：！？]*$")
HALF_COUNTED = re.compile(r"个(?P<more>[半多余])(?P<unit>小时|月|星期|世纪|钟头|季度)")
HALF_AFTER = re.compile(r"半(?![年天小月价夜途路径])")
PLAN = re.compile(r"十([一二三四五])五(?!\s?[个名位家岁天年人种分点米号%])")
_PAIR = re.compile(
    rf"(?P<head>(?:[{_C}]*[十百千万亿廿卅])?)(?P<low>[一二三四五六七八两])(?P<high>[二三四五六七八九])(?P<tail>[十百千万亿]*)"
)
RATE = re.compile(r"(?:每小时|每秒|时速|秒速)(?:为|达|可达)?$")
DATE_AFTER = re.compile(r"\s?(?:(?<=\d{4})\s?年|月|日(?![元圆])|世纪|季度)")
FILLER = re.compile(r"[多余来几\s]")
HEADS = frozenset("百千万亿")
NEVER_ALONE = frozenset("〇零○壹贰叁肆伍陆柒捌玖拾佰仟")
AFTER_HEAD = re.compile(r"\s?(?:[余多]|名|人(?!大|民)|元|美元|家|户|个|亩|吨|次|级|公里)")


def numeral_values(literal: str) -> tuple[Fraction | None, Fraction | None]:
    """Return the value of a numeral and, where it names two at once (十五六, 三四百), the higher one."""
    plain = FILLER.sub("", literal)
    pair = _PAIR.fullmatch(plain)
    if pair is not None:
        low, high = DIGIT[pair["low"]], DIGIT[pair["high"]]
        if high - low == 1 or (low, high) == (3, 5):
            head, tail = pair["head"], pair["tail"]
            return chinese_number(head + pair["low"] + tail), chinese_number(head + pair["high"] + tail)
    return chinese_number(plain), None


def mantissa(literal: str) -> str:
    """Return a numeral without its 万 or 亿."""
    return literal.rstrip("百千万亿兆多余来几 ")
