"""Source language left in the draft: words, whole segments, nothing at all. Leaves out: coverage."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from tm.bitext import Span
from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row
from tm.qa.spelling import is_pinyin
from tm.spool import spooled
from tm.text import match_key
from tm.text.scripts import HAN

_HAN_STRETCH = re.compile(rf"[{HAN}](?:[{HAN}·、，“”《》\s]*[{HAN}])?")
_LATIN_STRETCH = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’\-]*(?: [A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’\-]*)*")
_ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+|[\w\-]+(?:\.[A-Za-z][\w\-]*)+|[\w/\\]*[/\\][\w/\\.]+|<[^>]*>"
)
_CODE_AROUND = re.compile(r"\w+\(\)|[A-Za-z\d_\-./\\=]*[\d_/\\=@#][A-Za-z\d_\-./\\=]*")
_GLUED = re.compile(r"(?<=\d)[a-z]{5,}$")
_INSIDE_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_HAN_LEAST, _PLAIN_LEAST = 4, 2
"""Han characters in an English draft, and plain English words in a Chinese one, of the wrong language."""
_SMALL_WORD = 3  # Latin words up to this long are units, particles of names, or symbols
_KEPT_ENGLISH = frozenset(
    {
        "vs", "et", "al", "app", "email", "e-mail", "web", "via", "and", "the", "of", "de", "la", "van",
        "der", "von", "cookie", "cookies", "wifi", "wi-fi", "emoji", "docx", "xlsx", "pptx", "html", "json",
        "jpeg",
    }
)  # fmt: skip
_OWN_USE, _OFTEN = 2, 0.8
_NAME = re.compile(r"[A-ZÀ-Þ][a-zà-ɏ'’\-]{2,}")
_HAN = re.compile(f"[{HAN}]")
_LETTERS = re.compile(r"[A-Za-z]")
_LITERAL = re.compile(r"[A-Za-z][\w\-]*: [\w\-]+|[“\"‘'「][A-Za-z][\w\-]*[”\"’'」]")
"""A field with its value (Retry-After: never), and a single word in quotation marks."""
_QUOTES = str.maketrans("“”‘’「」", '""\'\'""')


def empty(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield rows whose source says something and whose draft says nothing."""
    del known
    for row in rows:
        source, draft = row.source, row.draft
        if (source.han_count or source.latin_count) and not any(ch.isalnum() for ch in draft.text):
            span = (0, len(source.text))
            yield Mark(row=row, rule="empty", message="nothing in the draft", source_span=span)


def _is_said(row: Row) -> bool:
    return any(character.isalnum() for character in row.draft.text)


def is_foreign(row: Row) -> bool:
    """Tell whether the draft is, as a whole, in the source's language.

    English drafts may quote Chinese and Chinese ones hold Latin names: only where the draft's own
    script is all but absent, and the source's there in earnest, is it the wrong language.
    """
    draft = row.draft
    if row.to_english:
        return draft.han_count >= _HAN_LEAST and draft.latin_count < draft.han_count
    plain = [word for word in draft.words if word.group().islower() and len(word.group()) > _SMALL_WORD]
    return draft.han_count == 0 and len(plain) >= _PLAIN_LEAST


def wrong_language(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield drafts left unchanged (`copied`) or in the source's language (`wrong-language`)."""
    del known
    for row in rows:
        if not _is_said(row) or not is_foreign(row):
            continue
        span = (0, len(row.draft.text))
        if match_key(row.source.text) == match_key(row.draft.text):
            yield Mark(row=row, rule="copied", message="the draft is the source unchanged", draft_span=span)
        else:
            language = "English" if row.to_english else "Chinese"
            yield Mark(
                row=row, rule="wrong-language", message=f"the draft is not {language}", draft_span=span
            )


def untranslated(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield stretches of the source's language inside the draft.

    Silent: Chinese glossed in brackets after its English, and in Chinese drafts names, abbreviations,
    codes with their values, addresses, words the source has in brackets, quotation marks or capitals, and
    titles kept as a whole. A word that a Chinese draft leaves as
    it is in most of the rows that have it is its own usage and reported twice at most.
    """
    del known
    left = spooled(
        (row.index, span, row.draft.text[slice(*span)])
        for row in rows
        if not is_foreign(row)
        for span in (_left_chinese(row) if row.to_english else _left_english(row))
    )
    own = _own_words(rows, left)
    seen: Counter[str] = Counter()
    for index, span, words in left:
        if words in own:
            seen[words] += 1
            if seen[words] > _OWN_USE:
                continue
        row = rows[index]
        at = row.source.text.find(words)
        yield Mark(
            row=row,
            rule="untranslated",
            message=f"left untranslated: {words}",
            source_span=(at, at + len(words)) if at >= 0 else None,
            draft_span=span,
        )


def _own_words(rows: Sequence[Row], left: Sequence[tuple[int, Span, str]]) -> frozenset[str]:
    """Return the words left in more than two rows and in most of those whose source has them."""
    hashes = np.fromiter((hash(words) for _, _, words in left), np.int64, len(left))
    values, counts = np.unique(hashes, return_counts=True)
    many = frozenset(values[counts > _OWN_USE].tolist())
    often = Counter(words for _, _, words in left if hash(words) in many and not _HAN.match(words))
    if not often:
        return frozenset()
    sources: Counter[str] = Counter()
    for row in rows:
        sources.update(often.keys() & (word.group() for word in row.source.words))
    return frozenset(words for words, count in often.items() if count >= _OFTEN * sources[words])


def _left_chinese(row: Row) -> Iterator[Span]:
    text = row.draft.text
    glosses = [
        found.span() for found in _INSIDE_BRACKETS.finditer(text) if not _LETTERS.search(found.group())
    ]
    for found in _HAN_STRETCH.finditer(text):
        start, end = found.span()
        before = text[:start].rstrip("(（“\"' ")
        glossed = any(low < start and end < high for low, high in glosses) and before[-1:].isascii()
        if not glossed:
            yield start, end


def _left_english(row: Row) -> Iterator[Span]:
    if _is_kept_title(row):
        return
    text, source = row.draft.text, row.source.text.lower()
    source_words = {word.group().lower() for word in row.source.words}
    literal = row.source.text.translate(_QUOTES)

    def code(found: re.Match[str]) -> str:
        """Return blanks, but for a word of the source stuck to a figure (12certificates)."""
        glued = _GLUED.search(found.group())
        word = glued.group() if glued and glued.group() in source_words else ""
        return "\u3000" * (len(found.group()) - len(word)) + word

    def gloss(found: re.Match[str]) -> str:
        return found.group() if _HAN.search(found.group()) else _blank(found)

    def value(found: re.Match[str]) -> str:
        return _blank(found) if found.group().translate(_QUOTES) in literal else found.group()

    masked = _LITERAL.sub(value, text)
    masked = _INSIDE_BRACKETS.sub(gloss, _CODE_AROUND.sub(code, _ADDRESS.sub(_blank, masked)))
    for stretch in _LATIN_STRETCH.finditer(masked):
        words = list(re.finditer(r"\S+", stretch.group()))
        left = [word for word in words if _is_plain(word.group(), source_words)]
        if left and not _is_title(words, said=stretch.group().lower() in source):
            yield stretch.start() + left[0].start(), stretch.start() + left[-1].end()


def _is_kept_title(row: Row) -> bool:
    """Tell the title of a work that the draft leaves as a whole: the same words, most in capitals."""
    words = [word.group() for word in row.draft.words]
    named = sum(word[0].isupper() for word in words)
    same = not row.draft.han_count and match_key(row.source.text) == match_key(row.draft.text)
    return same and named > 1 and named * 2 >= len(words)


def _is_title(words: Sequence[re.Match[str]], *, said: bool) -> bool:
    """Tell a name of several words (“Journal of Infection”) from words left over.

    Where the source has not `said` the words side by side, abbreviations make no title (GOTS widely).
    """
    capitals = [word.group() for word in words if word.group()[:1].isupper()]
    named = [word for word in capitals if said or _NAME.fullmatch(word)]
    return len(named) * 2 >= len(words) and not all(is_pinyin(word) for word in capitals)


def _is_plain(word: str, source_words: set[str]) -> bool:
    if len(word) <= _SMALL_WORD or word.lower() in _KEPT_ENGLISH or word.lower() not in source_words:
        return False
    return word.islower() or (is_pinyin(word) and word[1:].islower())


def _blank(found: re.Match[str]) -> str:
    return "\u3000" * len(found.group())
