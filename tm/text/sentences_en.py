"""Whether an English mark ends its sentence. Leaves out: Chinese marks (`sentences_zh`) and the scan.

Judged by the word before the mark and the one after it, within fixed windows, so that a paragraph
takes time in proportion to its length.
"""

import re

from tm.text import sentences_tables as tables
from tm.text.scripts import HAN
from tm.text.sentences_passage import QUOTE_CLOSERS, Mark, Passage

WINDOW = 60
"""Code points looked at on either side of a mark."""

_SPACE = re.compile(r"\s*")
_LAST_TOKEN = re.compile(rf"[^\s(\[{{“”‘\"«/—–（《「，。：；、{HAN}]*$")
_LAST_WORD = re.compile(r"([^\W\d_]+)\W*$")
_NEXT = re.compile(r"[(\[{“‘\"'«《「]*\s*")
_ITEM = re.compile(r"[(（]?(?:[a-z]|[ivx]{1,4}|\d{1,2})[)）]\s")
_WORD = re.compile(r"[^\W\d_]+(?![^\W_]|\.(?!\s*$))")
_NUMBER = re.compile(r"[#\d]|[IVXLC]+\b|[A-Z](?![a-z])")
_CAMEL = re.compile(r"[a-z]{1,2}-?[A-Z]")
_MARKER = re.compile(r"[(\[“\"'‘•·▪●\-\s]*(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{1,5})")
_HEADED = re.compile(r"[(\[“\"'‘\s]*([A-Z][a-z]+) (?:\d{1,3}(?:\.\d{1,3})*|[A-Z]|[IVX]{1,5})")
_INLINE_MARKER = re.compile(r"(?:^|[:：;；,，、])\s*\(?(?:\d{1,2}|[a-z])$")
_NAME = r"(?:(?:Mr|Mrs|Ms|Dr|Prof)\.? )?[A-Z][\w'’\-]*(?: [A-Z][\w'’\-]*\.?){0,3}"
_TAIL = re.compile(rf"\s*{_NAME} (?:{tables.SAYING_EN})\b(?! that\b)")
_PRONOUN = re.compile(r"\s*(?:He|She|They|We|I|It|You|The|This|That)\b")
_SENTENCE_WORDS = re.compile(rf"(?:[^\W\d_]*[a-z]{{2}}|[\d.]*[%\d])$|[{HAN}]$")
_OPENER = re.compile(rf"(?:{'|'.join(sorted(tables.OPENERS, key=len, reverse=True))})\b[\s’']")
_ADDRESS_LIKE = re.compile(r"[/@\\_=&]|\.\w|www|http")
_HAN_NEXT = re.compile(rf"[{HAN}“《「]")
_NEXT_GLUED = re.compile(rf"[{HAN}《「]|[“\"]?[A-Z]|“")
_BEFORE_HAN = re.compile(r"[A-Za-z] [^\s]*[a-z]{3}$|%$|\d{3}$")
_ZONE = re.compile(r"(?:Beijing|Eastern|Central|Pacific|Mountain|Hong Kong) [Tt]ime|[A-Z]{3}\b")


def ends_sentence(passage: Passage, mark: Mark) -> bool:
    """Return whether the English `mark` ends its sentence; something other than space follows it."""
    text = passage.text
    after = _end(_SPACE, text, mark.close)
    run = text[mark.start : mark.end]
    if after == mark.close:
        return _glued(text, mark)
    ahead = text[after : after + WINDOW]
    if not _may_start(ahead):
        return False
    if "…" in run or len(run.strip("!?")) > 1:
        return _ellipsis_ends(text, mark, ahead)
    if run != ".":
        return _question_ends(text, mark, ahead)
    if mark.close > mark.end and text[mark.close - 1] in QUOTE_CLOSERS:
        return True
    return _full_stop_ends(text, mark, ahead)


def _end(pattern: re.Pattern[str], text: str, index: int = 0) -> int:
    """Return where `pattern`, matched from `index`, ends; `index` where it does not match."""
    match = pattern.match(text, index)
    return match.end() if match else index


def _may_start(ahead: str) -> bool:
    """Return whether a sentence may start with `ahead`: not in lower case, not with a mark that goes on."""
    if _ITEM.match(ahead):
        return True
    first = ahead[_end(_NEXT, ahead) :][:1]
    if not first:
        return True
    if first.islower():
        return _CAMEL.match(ahead) is not None
    return first not in ",;:.!?%)]}，。；：、！？）】》…"


def _ellipsis_ends(text: str, mark: Mark, ahead: str) -> bool:
    """Return whether dots end a sentence: not at its very start, nor where a word is stammered."""
    before = text[max(mark.sentence, mark.start - WINDOW) : mark.start]
    if not any(character.isalnum() for character in before):
        return False
    last, following = _LAST_WORD.search(before), _WORD.match(ahead)
    return last is None or following is None or last.group(1).casefold() != following.group().casefold()


def _question_ends(text: str, mark: Mark, ahead: str) -> bool:
    """Return whether `?` or `!` ends a sentence: `“Is it safe?” Ou asked.` and `Yahoo! News` go on."""
    before = text[max(mark.sentence, mark.start - WINDOW) : mark.start]
    quoted = text[mark.end : mark.close].strip()
    if quoted and quoted[-1] in QUOTE_CLOSERS:
        return _TAIL.match(ahead) is None or _PRONOUN.match(ahead) is not None
    last = _LAST_WORD.search(before)
    return not (last and text[mark.start] == "!" and last.group(1) in tables.EXCLAIMED)


def _glued(text: str, mark: Mark) -> bool:
    """Return whether a mark with no space after it ends a sentence, as in `in May.The meeting`."""
    ahead = text[mark.close : mark.close + WINDOW]
    before = text[max(mark.sentence, mark.start - WINDOW) : mark.start]
    token = _chunk(before)
    if _ADDRESS_LIKE.search(token):
        return False
    if text[mark.start] != "." or mark.close > mark.end:
        return _NEXT_GLUED.match(ahead) is not None
    return _stop_glued(before, token, ahead)


def _stop_glued(before: str, token: str, ahead: str) -> bool:
    """Return whether a full stop ends a sentence: after a plain word, before Chinese or a sure opener."""
    if not _SENTENCE_WORDS.search(token) or _abbreviation_ends(token, ahead) is not None:
        return False
    if _HAN_NEXT.match(ahead):
        return _BEFORE_HAN.search(before) is not None
    return token[-2:].isalpha() and token[-2:].islower() and bool(_OPENER.match(ahead) or ahead[0] in "“(（")


def _chunk(before: str) -> str:
    """Return the characters since the last space."""
    return before.rsplit(maxsplit=1)[-1] if before and not before[-1].isspace() else ""


def _full_stop_ends(text: str, mark: Mark, ahead: str) -> bool:
    """Return whether a full stop followed by space ends a sentence, by the word before it."""
    start = max(mark.sentence, mark.start - WINDOW)
    before = text[start : mark.start]
    token = _LAST_TOKEN.findall(before)[0]
    if _is_marker(text, mark, before):
        return False
    if len(token) == 1 and token.isalpha() and token.isupper():
        return _initial_ends(before[:-1], token, ahead)
    verdict = _abbreviation_ends(token, ahead)
    return True if verdict is None else verdict


def _is_marker(text: str, mark: Mark, before: str) -> bool:
    """Return whether the stop belongs to a list marker: `1. `, `a. `, `Step 1. ` or `…: 1. `."""
    if mark.start - mark.sentence < WINDOW:
        if _MARKER.fullmatch(text, mark.sentence, mark.start):
            return True
        headed = _HEADED.fullmatch(text, mark.sentence, mark.start)
        if headed and headed.group(1).casefold() in tables.HEADED:
            return True
    return _INLINE_MARKER.search(before) is not None


def _initial_ends(before: str, letter: str, ahead: str) -> bool:
    """Return whether a single capital letter ends a sentence: `Annex A.` does, `J. K. Rowling` does not."""
    last = _LAST_WORD.search(before)
    word = last.group(1) if last else ""
    if word.casefold() in tables.LABELS:
        return True
    if letter == "I" and word.islower():
        return True
    return _opens(ahead) and not (word[:1].isupper() and len(word) > 1 and not word.isupper())


def _opens(ahead: str) -> bool:
    """Return whether `ahead` starts with a word that surely opens a sentence."""
    following = _WORD.match(ahead, _end(_NEXT, ahead))
    return following is not None and following.group() in tables.OPENERS


def _abbreviation_ends(token: str, ahead: str) -> bool | None:
    """Return whether a sentence ends at the abbreviation `token`; None if it is not one."""
    low = token.casefold()
    cited = low == "al" and ahead[0] in "([（"
    if cited or token in tables.TITLES or low in tables.BEFORE_MORE:
        return False
    if low in tables.BEFORE_NUMBER:
        return _NUMBER.match(ahead) is None
    if token in tables.MONTHS or low in tables.CLOCK:
        return _time_ends(token, ahead)
    if low in tables.COMPANY:
        return _company_ends(low, ahead)
    if low in tables.MID_NAME or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", token):
        return _opens(ahead)
    return None


def _time_ends(token: str, ahead: str) -> bool:
    """Return whether a sentence ends at `Nov.` or `a.m.`: not before a day, nor before a time zone."""
    if token in tables.MONTHS:
        return not ahead[0].isdigit()
    return _ZONE.match(ahead) is None and _first_word(ahead) not in tables.ZONES


def _first_word(ahead: str) -> str:
    return ahead.split(maxsplit=1)[0].strip("(),.:;") if ahead.strip() else ""


def _company_ends(low: str, ahead: str) -> bool:
    """Return whether a company's name ends its sentence: not before a post, a branch or Chinese."""
    if _opens(ahead):
        return True
    if low == "co" or ahead[0] in "(（&" or re.match(rf"[{HAN}]", ahead):
        return False
    words = re.findall(r"[^\W\d_]+", ahead)[:3]
    if words and words[0] in tables.POSTS:
        return False
    return not any(word in tables.PLACES_OF_WORK for word in words)
