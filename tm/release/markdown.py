"""Markdown: front matter, headings, lists, tables and emphasis taken off; the words stay as they are.

Leaves out: everything a release has no use for, such as footnote definitions and raw HTML blocks.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field

from tm.errors import ReadError
from tm.release.bylines import date_in, parse_byline
from tm.release.encodings import decode
from tm.release.lines import join_wrapped, lines_of, squeeze
from tm.release.reading import Reading, reading_of

_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"^\s{0,3}#{1,6}(?:\s+(.*?))?(?:\s+#+)?\s*$")
_UNDERLINE = re.compile(r"^\s{0,3}(?:=+|-+)\s*$")
_RULE = re.compile(r"^\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?")
_QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_DEFINITION = re.compile(r"^\s{0,3}\[[^\]]+\]:\s+\S+")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CELL_BREAK = re.compile(r"(?<!\\)\|")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_INLINE = (
    (re.compile(r"!\[[^\]]*\](?:\([^()]*(?:\([^()]*\))?[^()]*\)|\[[^\]]*\])"), ""),
    (re.compile(r"\[([^\[\]]+)\]\([^()\s]*(?:\([^()]*\))?[^()]*\)"), r"\1"),
    (re.compile(r"\[([^\[\]]+)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"<((?:https?://|mailto:)?[^\s<>]+[.@][^\s<>]+)>"), r"\1"),
    (
        re.compile(
            r"</?(?:b|i|u|em|strong|span|font|sup|sub|a|p|div|center|small|mark)\b[^<>]*>|<br\s*/?>",
            re.IGNORECASE,
        ),
        " ",
    ),
    (re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)"), r"\2"),
    (re.compile(r"\*\*\*(\S(?:.*?\S)?)\*\*\*"), r"\1"),
    (re.compile(r"\*\*(\S(?:.*?\S)?)\*\*"), r"\1"),
    (re.compile(r"(?<!\w)__(\S(?:.*?\S)?)__(?!\w)"), r"\1"),
    (re.compile(r"\*(?![\s*])([^*]*[^\s*])\*"), r"\1"),
    (re.compile(r"(?<!\w)_(?![\s_])([^_]*[^\s_])_(?!\w)"), r"\1"),
    (re.compile(r"~~(\S(?:.*?\S)?)~~"), r"\1"),
)
_DATE_KEYS = ("date", "published", "pubdate", "publish_date", "publishdate", "发布时间", "发布日期", "日期")
_ORIGIN_KEYS = ("origin", "source", "来源", "稿件来源")
_URL_KEYS = ("url", "canonical_url", "canonical", "permalink", "link")
_TITLE_KEYS = ("title", "标题")
_LANG_KEYS = ("lang", "language", "locale")


def read_markdown(data: bytes, where: str) -> Reading:
    """Return the reading of a Markdown file. Raises ReadError for broken front matter or no text."""
    lines = lines_of(decode(data, where))
    front, lines = _front_matter(lines, where)
    scan = _scan(_COMMENT.sub(" ", "\n".join(lines)).split("\n"))
    title = _first(front, _TITLE_KEYS)
    url = _first(front, _URL_KEYS)
    metadata = Reading(
        title=title or "",
        date=date_in(_first(front, _DATE_KEYS) or ""),
        origin=_first(front, _ORIGIN_KEYS),
        url=url if url and url.startswith(("http://", "https://")) else None,
        lang=_first(front, _LANG_KEYS),
    )
    if not scan.done and title is None:
        raise ReadError(where, "holds no text", "give the text of a release")
    title_at = scan.title_at()
    if title is not None and (title_at is None or title_at > 0 or scan.done[0] != title):
        title_at = None
    elif title_at is None:
        title_at = 0
    return reading_of(scan.done, title_at=title_at, metadata=metadata)


def _first(front: dict[str, str], keys: tuple[str, ...]) -> str | None:
    return next((squeeze(front[key]) for key in keys if squeeze(front.get(key, ""))), None)


def _front_matter(lines: list[str], where: str) -> tuple[dict[str, str], list[str]]:
    """Return the scalar entries of YAML (`---`) or TOML (`+++`) front matter, and the lines below it."""
    fence = lines[0].rstrip() if lines else ""
    if fence not in {"---", "+++"}:
        return {}, lines
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in {fence, "..."}), None)
    if end is None:
        if fence == "+++":
            raise ReadError(f"{where}:1", "front matter is opened and never closed", "close it with +++")
        return {}, lines
    inner, rest = lines[1:end], lines[end + 1 :]
    if fence == "---":
        return _yaml_scalars(inner), rest
    try:
        values = tomllib.loads("\n".join(inner))
    except tomllib.TOMLDecodeError as error:
        raise ReadError(f"{where}:1", f"front matter is no TOML ({error})", "mend it") from error
    return {name.casefold(): str(value) for name, value in values.items()}, rest


def _yaml_scalars(lines: list[str]) -> dict[str, str]:
    """Return the `name: value` lines at the top level; lists and nested values are of no use here."""
    found: dict[str, str] = {}
    for line in lines:
        match = re.match(r"([^\s:#-][^:]*?)\s*[:：](?:\s+|(?<=：))(.*)$", line)
        if match:
            value = match.group(2).strip()
            quoted = re.fullmatch(r"([\"'])(.*)\1(?:\s+#.*)?", value)
            found[match.group(1).casefold()] = quoted.group(2) if quoted else re.sub(r"\s#.*$", "", value)
    return found


@dataclass(slots=True)
class _Scan:
    """The state of one pass over the lines: what is done, which of it are headings, what is open."""

    done: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    open_lines: list[str] = field(default_factory=list)
    fence: str = ""

    def close(self) -> None:
        """End the open paragraph."""
        if text := plain_words(join_wrapped(self.open_lines)):
            self.done.append(text)
        self.open_lines.clear()

    def heading(self, words: str | None = None) -> None:
        """Make a heading of `words`, or of the open lines."""
        if words is not None:
            self.close()
            self.open_lines.append(words)
        self.headings.append(len(self.done))
        self.close()

    def title_at(self) -> int | None:
        """Return the index of the heading that is the title: the first, with only bylines above it."""
        first = next((at for at in self.headings), None)
        if first is None or any(parse_byline(line, first=True) is None for line in self.done[:first]):
            return None
        return first

    def fenced(self, line: str) -> bool:
        """Take a line of a code block as it is; return whether it was one."""
        mark = _FENCE.match(line)
        if not mark and not self.fence:
            return False
        self.close()
        if mark and (not self.fence or mark.group(1).startswith(self.fence)):
            self.fence = "" if self.fence else mark.group(1)
        elif squeeze(line):
            self.done.append(squeeze(line))
        return True

    def row(self, line: str) -> None:
        """Take the cells of a table's row."""
        self.close()
        cells = _CELL_BREAK.split(line.strip().strip("|"))
        texts = (plain_words(cell.replace("\\|", "|")) for cell in cells)
        self.done.extend(text for text in texts if text)


def _scan(lines: Iterable[str]) -> _Scan:
    """Return the paragraphs without their marks, and the indices of those that are headings."""
    scan = _Scan()
    for raw in lines:
        if scan.fenced(raw):
            continue
        line = _QUOTE.sub("", raw)
        heading = _HEADING.match(line)
        if heading:
            scan.heading(heading.group(1) or "")
        elif _UNDERLINE.match(line) and scan.open_lines:
            scan.heading()
        elif not squeeze(line) or any(pattern.match(line) for pattern in (_RULE, _DEFINITION, _TABLE_RULE)):
            scan.close()
        elif line.lstrip().startswith("|"):
            scan.row(line)
        elif _ITEM.match(line):
            scan.close()
            scan.open_lines.append(_ITEM.sub("", line, count=1))
        else:
            scan.open_lines.append(line)
    scan.close()
    return scan


def plain_words(text: str) -> str:
    r"""Return a line of Markdown without its inline marks.

    >>> plain_words("**认证**是[通用语言](https://example.org)，5 \\* 3 = 15")
    '认证是通用语言，5 * 3 = 15'
    """
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match.group(1))
        return f"\ue000{len(kept) - 1}\ue001"

    text = _ESCAPED.sub(keep, text)
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return squeeze(re.sub(r"\ue000(\d+)\ue001", lambda match: kept[int(match.group(1))], text))
