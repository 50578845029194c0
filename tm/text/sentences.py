"""Where sentences end, in English, in Chinese and where one stands in the other.

Every run of marks is judged by the writing around it, so that an English sentence in a Chinese
paragraph needs no switch. Nothing is split inside of brackets or 《》, nor inside of a Chinese
quotation of up to 40 code points; a longer one is split at its own sentence ends. Leaves out:
paragraphs and titles, which belong to `release`.
"""

import re
from bisect import bisect_right

from tm.bitext import Lang, Span
from tm.text import sentences_en, sentences_zh
from tm.text.scripts import HAN
from tm.text.sentences_passage import Guard, Kind, Mark, Passage

_MARKS = re.compile(r"[.!?…⋯。！？．｡‼⁇⁈⁉]+|[；;]")
_CHINESE_MARK = re.compile(r"[。！？；．｡‼⁇⁈⁉⋯]")
_CHINESE = re.compile(rf"[{HAN}》）”’」』】％%]")
_HAN = re.compile(rf"[{HAN}]")
_WHOLE = re.compile(r"[.!?…⋯。！？．｡‼⁇⁈⁉][”’」』\"'》]*[)）\]】]$")
_BARE_CHARS = 20
_WHOLE_CHARS = 4
"""A bracket that ends with a sentence's mark and at most two closing quotes is a sentence itself."""


def split_sentences(text: str, lang: Lang) -> list[Span]:
    """Return the spans of the sentences of one paragraph, without the white space around them.

    Spans are in order, never empty, and leave out nothing but white space; a paragraph of white space
    has none. `lang` settles only marks both languages share where the writing around does not tell.
    Takes time in proportion to the length of `text`.

    >>> text = "会议由局长主持。“我们准备好了。”他说。"
    >>> [text[start:end] for start, end in split_sentences(text, Lang.ZH_HANS)]
    ['会议由局长主持。', '“我们准备好了。”他说。']
    """
    passage = Passage(text, lang)
    starts = [guard.start for guard in passage.guards]
    spans: list[Span] = []
    sentence = _skip_space(text, 0)
    begun = {sentence}
    for match in _MARKS.finditer(text):
        if match.start() < sentence:
            continue
        close = passage.closers_end(match.end())
        following = _skip_space(text, close)
        if following >= len(text):
            break
        mark = Mark(match.start(), match.end(), close, sentence)
        number = bisect_right(starts, mark.start) - 1
        guard = passage.guards[number] if number >= 0 else None
        if spans and _is_bare(text, sentence, close):
            spans[-1] = (spans[-1][0], close)
            sentence = following
        elif _ends(passage, mark, guard, begun):
            spans.append((sentence, close))
            sentence = following
            begun.add(sentence)
    end = len(text.rstrip())
    if sentence < end and spans and _is_bare(text, sentence, end):
        spans[-1] = (spans[-1][0], end)
    elif sentence < end:
        spans.append((sentence, end))
    return spans


def _is_bare(text: str, start: int, end: int) -> bool:
    """Return whether a stretch is a few marks and no word: it goes with the sentence before it."""
    return end - start <= _BARE_CHARS and not any(character.isalnum() for character in text[start:end])


def _skip_space(text: str, index: int) -> int:
    while index < len(text) and text[index].isspace():
        index += 1
    return index


def _ends(passage: Passage, mark: Mark, guard: Guard | None, begun: set[int]) -> bool:
    """Return whether a mark ends its sentence; `begun` are the starts of the sentences so far."""
    chinese = _is_chinese(passage, mark)
    if chinese is None:
        return False
    if guard is not None and mark.start < guard.end:
        alone = guard.start in begun and _WHOLE.search(passage.text, guard.end - _WHOLE_CHARS, guard.end)
        if _holds(guard, mark, chinese=chinese, alone=bool(alone)):
            return False
    if chinese:
        return sentences_zh.ends_sentence(passage, mark)
    return sentences_en.ends_sentence(passage, mark)


def _holds(guard: Guard, mark: Mark, *, chinese: bool, alone: bool) -> bool:
    """Return whether the pair of marks around `mark` keeps it from ending a sentence.

    A bracket that stands `alone`, as a sentence of its own, ends with it; in English it may hold several.
    """
    if guard.kind is Kind.QUOTE:
        return chinese and mark.close < guard.end
    if guard.kind is Kind.TITLE:
        return True
    return not alone or (chinese and mark.close < guard.end)


def _is_chinese(passage: Passage, mark: Mark) -> bool | None:
    """Return whether Chinese rules judge the mark, English ones if not; None if it is no sentence mark."""
    text = passage.text
    run = text[mark.start : mark.end]
    before, after = text[mark.start - 1 : mark.start], text[mark.close : mark.close + 1]
    han_before = _CHINESE.match(before) is not None
    if run == ";":
        return True if han_before and _HAN.match(after) else None
    if _CHINESE_MARK.search(run):
        return True
    if run == ".":
        return _HAN.match(before) is not None
    if "…" in run:
        return passage.lang.side == "zh" or han_before
    return _HAN.match(before) is not None or _HAN.match(after) is not None
