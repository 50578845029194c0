"""Seeded errors put into good pairs, a kind and a direction at a time. Leaves out: finding them.

Every function takes a draft (and its side) and returns it with one error of its kind, or None where the
draft gives no room for one. What is changed must be on the other side too, so that an error it is.
"""

import random
import re
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from tm.bitext import Side
from tm.text.names import latin_names
from tm.text.quantities import quantities
from tm.text.quantities_model import Quantity, QuantityKind

Change = Callable[[str, str, Side, random.Random], str | None]
"""(source, draft, side of the draft, chance) to the draft with one error."""

_EN_CUTS = re.compile(
    r",\s+|;\s+| (?=(?:by|in|on|at|for|with|from|during|after|before|through|under|within|among"
    r"|according to|including|to promote|as well as)\b)"
)
_ZH_CUTS = re.compile(r"(?<=[，；、])")
_IDLE = frozenset(
    {
        "the", "a", "an", "of", "and", "to", "in", "is", "was", "were", "be", "been", "are", "it", "that",
        "this", "as", "for", "with", "on", "at", "by", "from", "or",
    }
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_LEAST_WORDS, _LEAST_HAN, _MOST_SHARE = 3, 5, 0.6
_TEN = 10
_EVEN_ODDS = 0.5
_LEAST_LETTERS, _MOST_WORDS = 4, 3  # of a name


def _clauses(text: str, side: Side) -> list[tuple[int, int]]:
    if side == "en":
        inner = text.rstrip('.!?" ”')
        cuts = [0, *(cut.start() for cut in _EN_CUTS.finditer(inner)), len(inner)]
    else:
        inner = text.rstrip("。！？”")
        cuts = [0, *(cut.start() for cut in _ZH_CUTS.finditer(inner)), len(inner)]
    spans = [(a, b) for a, b in pairwise(cuts) if b - a < _MOST_SHARE * len(text)]
    if side == "zh":
        return [(a, b) for a, b in spans if b - a >= _LEAST_HAN]
    words = {(a, b): re.findall(r"[A-Za-z0-9]+", text[a:b]) for a, b in spans}
    return [
        span for span, found in words.items() if sum(w.lower() not in _IDLE for w in found) >= _LEAST_WORDS
    ]


def drop_clause(text: str, side: Side, chance: random.Random) -> str | None:
    """Return `text` without one clause or adverbial of three content words (five Han characters) or more."""
    spans = _clauses(text, side)
    if not spans:
        return None
    start, end = chance.choice(spans)
    left, right = text[:start], text[end:]
    if side == "zh":
        return (left.rstrip("，；、") if right[:1] in set("。！？”") or not right else left) + right
    joined = f"{left.rstrip()}{right}" if not right[:1].isalnum() else f"{left.rstrip()} {right}"
    return joined.lstrip(" ,;")


def dropped(source: str, draft: str, side: Side, chance: random.Random) -> str | None:
    """Take a clause out of the draft."""
    del source
    return drop_clause(draft, side, chance)


def added(pool: list[str]) -> Change:
    """Return a change that puts a clause of another draft into this one, before its end."""

    def change(source: str, draft: str, side: Side, chance: random.Random) -> str | None:
        del source
        other = chance.choice(pool)
        spans = _clauses(other, side)
        if other == draft or not spans or len(draft) < _TEN:
            return None
        start, end = chance.choice(spans)
        clause = other[start:end].strip(" ，；、,;")
        ending = re.search(r"[.!?。！？\"”]*\s*$", draft)
        at = ending.start() if ending else len(draft)
        joint = ", " if side == "en" else "，"
        return f"{draft[:at]}{joint}{clause}{draft[at:]}"

    return change


def _plain(draft: str, side: Side) -> list[Quantity]:
    kinds = {QuantityKind.NUMBER, QuantityKind.PERCENT, QuantityKind.MONEY, QuantityKind.MEASURE}
    return [
        found
        for found in quantities(draft, side)
        if found.kind in kinds and not found.weak and re.search(r"\d", found.text)
    ]


def _in_source(found: Quantity, source: str, side: Side) -> bool:
    other: Side = "zh" if side == "en" else "en"
    return any(found.value in {value.value, *value.also} for value in quantities(source, other))


def number(source: str, draft: str, side: Side, chance: random.Random) -> str | None:
    """Change one digit, or swap two, of a number that both sides have."""
    found = [one for one in _plain(draft, side) if _in_source(one, source, side)]
    if not found:
        return None
    one = chance.choice(found)
    digits = re.search(r"\d[\d,.]*\d|\d", one.text)
    assert digits
    old = digits.group()
    places = [at for at, character in enumerate(old) if character.isdigit()]
    at = chance.choice(places)
    fresh = chance.choice([d for d in "123456789" if d != old[at]])
    start = one.span[0] + digits.start()
    return draft[:start] + old[:at] + fresh + old[at + 1 :] + draft[start + len(old) :]


_SCALES = {
    "en": (("million", "billion"), ("billion", "million"), ("billion", "trillion"), ("thousand", "million")),
    "zh": (("亿", "万"), ("万", "亿"), ("万", "千"), ("千", "万")),
}


def magnitude(source: str, draft: str, side: Side, chance: random.Random) -> str | None:
    """Change a number tenfold or its scale word (万/亿, million/billion)."""
    found = [
        one for one in _plain(draft, side) if _in_source(one, source, side) and one.value >= Fraction(1000)
    ]
    if not found:
        return None
    one = chance.choice(found)
    swaps = [(old, new) for old, new in _SCALES[side] if old in one.text]
    if swaps and chance.random() < _EVEN_ODDS:
        old, new = chance.choice(swaps)
        changed = one.text.replace(old, new, 1)
    else:
        digits = re.search(r"\d[\d,.]*\d|\d", one.text)
        assert digits
        plain = digits.group()
        times = str(Fraction(plain.replace(",", "")) * _TEN) if "/" not in plain else plain
        if "/" in times:
            times = f"{float(Fraction(times)):g}"
        changed = one.text.replace(plain, times, 1)
    return draft[: one.span[0]] + changed + draft[one.span[1] :]


def date(source: str, draft: str, side: Side, chance: random.Random) -> str | None:
    """Change a month, a day of a month or a year that both sides have."""
    if side == "en":
        spots = (
            list(re.finditer(rf"\b(?:{'|'.join(_MONTHS)})\b", draft)) if re.search(r"\d\s*月", source) else []
        )
        spots += [y for y in re.finditer(r"\b(?:19|20)\d\d\b", draft) if y.group() in source]
    else:
        spots = [m for m in re.finditer(r"(\d{1,2}) ?(?=月)", draft) if re.search("|".join(_MONTHS), source)]
        spots += [y for y in re.finditer(r"(?:19|20)\d\d(?= ?年)", draft) if y.group() in source]
    if not spots:
        return None
    spot = chance.choice(spots)
    old = spot.group().strip()
    if old in _MONTHS:
        new = chance.choice([month for month in _MONTHS if month != old])
    elif len(old) == len("2024"):
        new = str(int(old) + chance.choice([-10, -3, -2, -1, 1, 2, 3, 10]))
    else:
        new = str(chance.choice([month for month in range(1, 13) if month != int(old)]))
    return draft[: spot.start()] + spot.group().replace(old, new) + draft[spot.end() :]


_UNITS = {
    "en": (
        ("yuan", "US dollars"), ("kilometers", "meters"), ("kilometres", "metres"), ("km", "m"),
        ("percent", "percentage points"), ("dollars", "yuan"), ("hectares", "mu"), ("tons", "kilograms"),
        ("tonnes", "kilograms"), ("hours", "days"), ("days", "hours"), ("meters", "kilometers"),
        ("minutes", "hours"), ("seconds", "minutes"), ("feet", "miles"), ("weeks", "months"),
        ("months", "weeks"), ("years", "months"), ("euros", "dollars"), ("degrees", "percent"),
    ),
    "zh": (
        ("美元", "元"), ("公里", "米"), ("千米", "米"), ("公顷", "亩"), ("吨", "公斤"), ("小时", "天"),
        ("分钟", "小时"), ("个月", "周"), ("欧元", "美元"), ("英尺", "英里"), ("秒", "分钟"), ("厘米", "米"),
        ("平方公里", "平方米"), ("毫米", "厘米"), ("元", "美元"), ("周", "个月"),
    ),
}  # fmt: skip


def unit(source: str, draft: str, side: Side, chance: random.Random) -> str | None:
    """Put another unit or currency behind a number."""
    del source
    spots = []
    for old, new in _UNITS[side]:
        boundary = r"\b" if side == "en" else ""
        spots += [(found, new) for found in re.finditer(rf"(?<=\d)\s?{re.escape(old)}{boundary}", draft)]
    if not spots:
        return None
    found, new = chance.choice(spots)
    gap = " " if found.group().startswith(" ") else ""
    return draft[: found.start()] + gap + new + draft[found.end() :]


def name(pool: list[str]) -> Change:
    """Return a change that puts another draft's name in the place of one of this draft's."""

    def change(source: str, draft: str, side: Side, chance: random.Random) -> str | None:
        del source
        here = [one for one in latin_names(draft) if is_name(one.text)] if side == "en" else []
        if not here:
            return None
        one, other = chance.choice(here), chance.choice(pool)
        if other.lower() in draft.lower() or one.text.lower() in other.lower():
            return None
        return draft[: one.span[0]] + other + draft[one.span[1] :]

    return change


def name_removed(source: str, draft: str, side: Side, chance: random.Random) -> str | None:
    """Take a name out of an English draft."""
    del source
    here = [one for one in latin_names(draft) if is_name(one.text)] if side == "en" else []
    if not here:
        return None
    one = chance.choice(here)
    return re.sub(r"  +", " ", draft[: one.span[0]] + draft[one.span[1] :]).strip()


def is_name(text: str) -> bool:
    """Tell a name fit to be replaced or to replace another: no acronym, no month, three words at most."""
    words = text.split(" ")
    return (
        len(text) >= _LEAST_LETTERS
        and not text.isupper()
        and len(words) <= _MOST_WORDS
        and text not in _MONTHS
    )


_AUXILIARY = re.compile(
    r"\b(is|are|was|were|will|can|should|must|has|have|had|would|could|may)\b(?! not|n't)"
)


def negation(source: str, draft: str, side: Side, chance: random.Random) -> str | None:
    """Deny what the draft states, or state what it denies."""
    del source
    if side == "en":
        denied = list(re.finditer(r" not\b(?! only)|\bno longer |n['’]t\b", draft))
        if denied:
            found = chance.choice(denied)
            return draft[: found.start()] + draft[found.end() :]
        spots = list(_AUXILIARY.finditer(draft))
        if not spots:
            return None
        found = chance.choice(spots)
        return f"{draft[: found.end()]} not{draft[found.end() :]}"
    denied = list(re.finditer("不(?=[能会得是应再需允])|没有(?=[^，。])|未(?=[能经])", draft))
    if denied:
        found = chance.choice(denied)
        return draft[: found.start()] + ("有" if found.group() == "没有" else "") + draft[found.end() :]
    spots = list(
        re.finditer(
            "(?<![不可能社机国协大开聚晚宴才功性智技职产节万只委集学年峰议全])(?=[能会]够?[\u4e00-\u9fff])(?!会议|会员|能力|能源|会见)|(?<=[他它们])(?=是)",
            draft,
        )
    )
    if not spots:
        return None
    at = chance.choice(spots).start()
    return f"{draft[:at]}不{draft[at:]}"


def emptied(source: str, draft: str, side: Side, chance: random.Random) -> str | None:
    """Leave only the sentence's end."""
    del source, draft, chance
    return "." if side == "en" else "。"


def codemix(source: str, draft: str, side: Side, chance: random.Random) -> str | None:
    """Leave two characters, or a long word in lower case, of the source in the draft."""
    pattern = r"[\u4e00-\u9fff]{2}" if side == "en" else r"\b[a-z]{6,}\b"
    words = [found.group() for found in re.finditer(pattern, source)]
    if not words:
        return None
    if side == "en":
        places = [found.span() for found in re.finditer(r"\b[a-z]{4,}\b", draft)]
    else:
        places = [found.span() for found in re.finditer("[\u4e00-\u9fff]{2}", draft)]
    if not places:
        return None
    start, end = chance.choice(places)
    return draft[:start] + chance.choice(words) + draft[end:]
