"""Whether a Chinese mark ends its sentence. Leaves out: English marks (`sentences_en`) and the scan.

`。！？` end a sentence, `；` a part of one that translators keep as a segment, `……` only a whole
clause. What follows a closing quote decides whether the sentence goes on: words of saying, `的`, `等`.
"""

import re

from tm.text import sentences_tables as tables
from tm.text.scripts import HAN
from tm.text.sentences_passage import QUOTE_CLOSERS, Mark, Passage

WINDOW = 60
"""Code points looked at on either side of a mark."""
_CLAUSE_CHARS = 4
"""Code points a clause needs for dots after it to end it: shorter ones are hesitation."""

_NO_NOUN = "".join(f"(?<!{words})" for words in tables.BEFORE_NOUN_ZH)
_SUBJECT = r"[^。！？；，：、…“”「」\n]"
_SAYING = rf"{_NO_NOUN}(?:{tables.SAYING_ZH})(?:道|说|着|到|过|了|起来|记者|我们|大家|他|她|我)?"
_TAIL = re.compile(
    rf"\s*(?:{_SUBJECT}{{0,24}}[，、]){{0,1}}({_SUBJECT}{{0,40}}?){_SAYING}(?:\s*[，。！？：；,:.…]|\s*$)"
)
_OPENER = re.compile(rf"\s*(?:{tables.OPENERS_ZH})")
_MEETING = re.compile(rf"(?:{tables.MEETINGS_ZH})(?:还|也|并|同时|要求|就此)?$")
_GOES_ON = re.compile(
    r"\s*(?:的|地(?!方|点|区|处)|等(?!到|待|候|会)|之[一类称声语]|是|为(?:主|题|口|宗|名|目|核)|一词|一语|字样|作为|成为"
    r"|[和与及或]\s*[“「]|[、，。；：！？,;:）)》〉】])"
)
_AFTER_DOTS = re.compile(r"\s*(?:的|地|得|等|[、，。；：！？,;:）)》〉】])")
_LIST_MARKER = re.compile(r"[（(\s]*(?:\d{1,3}|第?[一二三四五六七八九十百]{1,4}|附[件录])[）)]?")
_NEXT_AFTER_STOP = re.compile(rf"\s*[{HAN}“「《（A-Z\d]")


def ends_sentence(passage: Passage, mark: Mark) -> bool:
    """Return whether the Chinese `mark` ends its sentence; something other than space follows it."""
    text = passage.text
    run = text[mark.start : mark.end]
    quoted = mark.close > mark.end and text[mark.close - 1] in QUOTE_CLOSERS
    if run in {".", "．"} and not _stop_ends(text, mark):
        return False
    if quoted:
        return _after_quote(passage, mark, run)
    if not run.strip("…⋯.．"):
        return run in {".", "．"} or _dots_end(text, mark)
    return _GOES_ON.match(text, mark.close) is None or text[mark.close] not in "、，；：,;:"


def _after_quote(passage: Passage, mark: Mark, run: str) -> bool:
    """Return whether a sentence ends with the quotation that closes after the mark."""
    text = passage.text
    ahead = text[mark.close : mark.close + WINDOW]
    if _GOES_ON.match(ahead):
        return False
    tail = None if _OPENER.match(ahead) else _TAIL.match(ahead)
    if tail is not None and not _MEETING.search(tail.group(1)):
        return False
    opened = passage.opening_before(mark.close)
    if opened is None or "。" in run or not run.strip("；;"):
        return True
    return opened <= mark.sentence or text[opened - 1] in "：:，,。！？；…”」』）) "


def _dots_end(text: str, mark: Mark) -> bool:
    """Return whether dots end a sentence: after a whole clause, and not where a word is repeated."""
    if _AFTER_DOTS.match(text, mark.close):
        return False
    before = text[max(mark.sentence, mark.start - WINDOW) : mark.start].rstrip()
    clause = re.split(r"[，、：,。！？；“‘「…⋯]", before)[-1]
    ahead = text[mark.close : mark.close + WINDOW].lstrip()
    return len(clause) >= _CLAUSE_CHARS and not ahead.startswith((clause[-1:], clause[-2:]))


def _stop_ends(text: str, mark: Mark) -> bool:
    """Return whether a Western full stop typed after Chinese ends a sentence.

    Not in list markers (`一.总则`), nor between two runs of the characters foreign names are written
    with (`约翰.史密斯`).
    """
    if _LIST_MARKER.fullmatch(text, mark.sentence, mark.start):
        return False
    decimal = text[mark.start - 1].isdigit() and text[mark.end : mark.end + 1].isdigit()
    if decimal or _NEXT_AFTER_STOP.match(text, mark.close) is None:
        return False
    around = text[max(mark.sentence, mark.start - 2) : mark.start] + text[mark.end : mark.end + 2]
    return not all(character in tables.TRANSLITERATION for character in around)
