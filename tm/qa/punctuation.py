"""Width, pairing, sentence ends and stray marks. Leaves out: spaces (`spacing`)."""

import re
from collections.abc import Iterator, Sequence

from tm.bitext import Span
from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row
from tm.qa.untranslated import is_foreign
from tm.text.scripts import HAN

_WIDE = re.compile(r"[，。；：？！（）【】《》〈〉「」『』、％＆＋－～０-９Ａ-Ｚａ-ｚ]")
_NARROW_FOR = {
    "，": ",", "。": ".", "；": ";", "：": ":", "？": "?", "！": "!", "（": "(", "）": ")", "【": "[",
    "】": "]", "「": "“", "」": "”", "『": "“", "』": "”", "、": ",", "％": "%", "＆": "&", "＋": "+",
    "－": "-", "～": "–",
}  # fmt: skip
_WIDE_FOR = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
_NARROW_IN_CHINESE = re.compile(rf"(?<=[{HAN}”’』」》）])[,;!?:.](?![\d.])|(?<=[\w%℃])[,;](?=[{HAN}“《])")
_STRAIGHT_QUOTES = re.compile(rf'(?<=[{HAN}，。：、]) ?"|"(?=[{HAN}])|^"')
_CLOSERS = "\"'”’）)』」》】]>"
_SENTENCE_END = re.compile(rf"[。！？!?…．.；;:：][{re.escape(_CLOSERS)}\s]*$")
_FULL_STOP = re.compile(rf"[。！？!?…．.][{re.escape(_CLOSERS)}\s]*$")
_STOP_INSIDE = re.compile(r"[。.][)）]\s*$")
_QUESTION = re.compile(rf"[?？][!！{re.escape(_CLOSERS)}\s]*$")
_PAIRS = {"(": ")", "[": "]", "{": "}", "（": "）", "【": "】", "《": "》", "“": "”", "「": "」", "『": "』"}
_FAMILY = {"（": "(", "）": ")", "「": "“", "」": "”", "『": "“", "』": "”", "【": "[", "】": "]"}
_LIST_MARK = re.compile(r"(?:^|[\s;；。：:，,、])(?:\d{1,2}|[A-Za-z]|[ivx]{1,4}|[一二三四五六七八九十])$")
_SMILEY = re.compile(r"[:;]-?[()]")
_STRAY = re.compile(
    r"(?<=\w)[~^|\\{}<>=*_#@`]+(?=\s|$)|(?<=\s)[~^|\\`_]+(?=\w)"  # a symbol hanging on a word
    r"|[,;:]{2,}|[,;:][.!?](?!\d)|(?<![.\d])\.\.(?!\.)|[!?][,;]|[，；、：]{2,}|。[，；、。]|[，；、][。！？]"
)
_NEIGHBOURS = 3
"""Rows from one half-width mark to the next within which one writer's convention is taken to go on."""
_STRAY_WIDE = frozenset("？！?!")


def width(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield full-width punctuation in English drafts and half-width in Chinese ones.

    Half-width marks of one kind that neighbouring Chinese rows use without their full-width ones are a
    convention: one finding, on their first place, stands for all.
    """
    del known
    last: dict[str, int] = {}
    for place, row in enumerate(rows):
        if is_foreign(row):
            continue
        if row.to_english:
            yield from _wide(row)
        elif row.draft.han_count:
            for found in _narrow(row):
                begun = place - last.get(found.habit, -_NEIGHBOURS - 1) <= _NEIGHBOURS
                last[found.habit] = place
                if not begun or (found.suggestion or "“") in row.draft.text:
                    yield found


def _wide(row: Row) -> Iterator[Mark]:
    text = row.draft.text
    for found in _WIDE.finditer(text):
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        if re.match(f"[{HAN}]", before) and re.match(f"[{HAN}]", after):
            continue  # inside Chinese words, which `untranslated` reports
        wide = found.group()
        narrow = _NARROW_FOR.get(wide) or (chr(ord(wide) - 0xFEE0) if "０" <= wide <= "ｚ" else None)
        yield Mark(
            row=row,
            rule="width",
            message=f"full-width {wide} in English" + (f": {narrow}" if narrow else ""),
            draft_span=found.span(),
            suggestion=narrow,
            habit=f"width {wide}",
        )


def _narrow(row: Row) -> Iterator[Mark]:
    text = row.draft.text
    for found in _NARROW_IN_CHINESE.finditer(text):
        half = found.group()
        after = text[found.end() : found.end() + 1]
        if half in ".:" and (after.isascii() and after.strip()):
            continue  # a file name, a ratio, a key with its value
        yield Mark(
            row=row,
            rule="width",
            message=f"half-width {half} in Chinese: {_WIDE_FOR[half]}",
            draft_span=found.span(),
            suggestion=_WIDE_FOR[half],
            habit=f"width {half}",
        )
    quotes = list(_STRAIGHT_QUOTES.finditer(text))
    if quotes:
        first = quotes[0]
        span = (first.end() - 1, first.end())
        yield Mark(
            row=row,
            rule="width",
            message='straight quotation marks " in Chinese: “ ”',
            draft_span=span,
            habit='width "',
        )


def unpaired(text: str) -> list[Span]:
    """Return the places of brackets and quotation marks that lack a partner.

    >>> unpaired("（a) b”"), unpaired('1) say "no')
    ([(5, 6)], [(7, 8)])
    """
    blank = _SMILEY.sub("  ", text)
    stack: list[tuple[str, int]] = []
    loose: list[int] = []
    closing = {_FAMILY.get(close, close) for close in _PAIRS.values()}
    curly = sum(blank.count(mark) for mark in "“”")
    for at, character in enumerate(blank):
        kind = _FAMILY.get(character, character)
        if character in "“”" and (curly + blank.count('"')) % 2 == 0:
            continue  # turned the wrong way round, or another kind, at worst
        if kind in _PAIRS:
            stack.append((kind, at))
        elif kind in closing:
            if stack and _PAIRS[stack[-1][0]] == kind:
                stack.pop()
            elif kind != ")" or not _LIST_MARK.search(blank[max(0, at - 6) : at]):
                loose.append(at)
    loose.extend(at for _, at in stack)
    straight = [
        at for at, character in enumerate(blank) if character == '"' and not blank[at - 1 : at].isdigit()
    ]
    if len(straight) % 2 and curly % 2 == 0:
        loose.append(straight[-1])
    return [(at, at + 1) for at in sorted(loose)]


def pairing(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield brackets and quotes without a partner, unless the source has a loose one too."""
    del known
    for row in rows:
        loose = unpaired(row.draft.text)
        if loose and not unpaired(row.source.text):
            mark = row.draft.text[slice(*loose[0])]
            yield Mark(
                row=row, rule="pairing", message=f"{mark} has no partner in the draft", draft_span=loose[0]
            )


def ending(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield drafts that stop without a sentence end though their source has one."""
    del known
    for row in rows:
        source, draft = row.source.text, row.draft.text.rstrip()
        if not draft or not _FULL_STOP.search(source) or _SENTENCE_END.search(draft):
            continue
        if _STOP_INSIDE.search(source) and draft[-1] in ")）":
            continue
        if draft[-1].isalnum() or draft[-1] in _CLOSERS or re.match(f"[{HAN}]", draft[-1]):
            end = len(draft)
            yield Mark(
                row=row,
                rule="ending",
                message="the source ends a sentence, the draft does not",
                source_span=(len(source.rstrip()) - 1, len(source.rstrip())),
                draft_span=(end - 1, end),
            )


_INDIRECT = re.compile(r"[吗呢]|是否|什么|哪|谁|how|what|why|\bwhen\b|whether")
_REPORTED = re.compile(
    r"\b(?:ask\w*|wonder\w*|want\w* to know|inquir\w*|enquir\w*)\b(?: \w+){0,3} "
    r"(?:how|what|why|when|where|who|which|whether|if|about)\b|[问询].{0,12}(?:是否|什么|何|哪|谁|怎|如何)"
)
"""Questions told in a statement (the reporter asked when …), and words that may be such."""


def question(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield statements that became questions and the reverse, going by how the segment ends."""
    del known
    for row in rows:
        source, draft = row.source.text, row.draft.text
        asked, asks = bool(_QUESTION.search(source)), bool(_QUESTION.search(draft))
        if asked == asks or not _FULL_STOP.search(source) or not _FULL_STOP.search(draft):
            continue
        if _REPORTED.search(draft) if asked else _INDIRECT.search(source):
            continue  # an indirect question may be put either way
        yield Mark(
            row=row,
            rule="question",
            message="the source asks, the draft states" if asked else "the source states, the draft asks",
            source_span=(len(source.rstrip()) - 1, len(source.rstrip())),
            draft_span=(len(draft.rstrip()) - 1, len(draft.rstrip())),
        )


def stray(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield doubled punctuation and symbols hanging on words, unless the source has the same."""
    del known
    for row in rows:
        for found in _STRAY.finditer(row.draft.text):
            same = found.group() in row.source.text or _STRAY.search(row.source.text)
            if not same and not set(found.group()) <= _STRAY_WIDE:
                yield Mark(row=row, rule="stray", message=f"stray {found.group()}", draft_span=found.span())
