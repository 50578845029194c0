"""Plain text: the first line is the title, a line below may say date and origin, the rest is body."""

from tm.errors import ReadError
from tm.release.bylines import parse_byline
from tm.release.encodings import decode
from tm.release.lines import is_wrapped, join_wrapped, lines_of, paragraphs_of, squeeze
from tm.release.reading import Reading, reading_of

_TITLE_LINES = 3
"""A title wrapped over more lines than this is a paragraph."""


def read_plain(data: bytes, where: str) -> Reading:
    """Return the reading of a text file. Raises ReadError if it is not text."""
    lines = lines_of(decode(data, where))
    if not any(map(squeeze, lines)):
        raise ReadError(where, "holds no text", "give the text of a release")
    return reading_of(text_paragraphs(lines))


def text_paragraphs(lines: list[str]) -> list[str]:
    """Return the paragraphs of a text whose first line is a title, the title's included.

    Title and bylines stand on lines of their own even where the body is wrapped; a title of two or
    three lines counts as wrapped with it.
    """
    first = next((number for number, line in enumerate(lines) if squeeze(line)), len(lines))
    head = first
    while head < len(lines) and squeeze(lines[head]):
        head += 1
    body = first + 1
    group = lines[first:head]
    if 1 < len(group) <= _TITLE_LINES and is_wrapped([group]) and not any(map(parse_byline, group)):
        return [join_wrapped(group), *paragraphs_of(lines[head:])]
    top: list[str] = [squeeze(line) for line in lines[first:body]]
    while body < len(lines) and (not squeeze(lines[body]) or parse_byline(lines[body])):
        top.append(squeeze(lines[body]))
        body += 1
    return [line for line in top if line] + paragraphs_of(lines[body:])
