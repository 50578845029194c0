"""XML from outside, read so that it can do no harm. Leaves out: what the elements mean.

Entities are neither declared nor expanded, nothing outside the file is fetched, and what libxml2 holds to
be too deep or too long for one node stays refused, but for texts of formats that embed whole files.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from tm.errors import ReadError

_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False}
"""Options of every parser."""
_HEAD_BYTES = 1_000
_PLAIN_HEAD = re.compile(
    rb"""(\xef\xbb\xbf)?(<\?xml[^>]*encoding=["']utf-8["'][^>]*\?>)?\s*<[a-z]""", re.IGNORECASE
)
"""UTF-8, and the first element at once: such a document declares no entities (XML 1.0, 2.8)."""
_MEND = "mend or fetch it again"


def events(
    path: Path,
    file: BinaryIO,
    kinds: Sequence[str],
    tags: Sequence[str],
    *,
    advice: str = _MEND,
    embeds: bool = False,
) -> Iterator[tuple[str, Any]]:
    """Yield the starts and ends (`kinds`) of elements as they are read; of no such element, the root.

    With `embeds` texts may be of any length and elements of any depth where the head is plain. Raises
    ReadError, with the line, for what is damaged, and for a document that declares entities.
    """
    huge = embeds and _is_plain(file)
    found = etree.iterparse(
        file,
        events=kinds,
        tag=tags,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        huge_tree=huge,
        **_SAFE,
    )
    any_yet = False
    try:
        for event, element in found:
            if not any_yet:
                _refuse_entities(path, element.getroottree())
            any_yet = True
            yield event, element
    except etree.XMLSyntaxError as error:
        # what the parser says at the end is not always what went wrong first
        first = next(iter(found.error_log), error)
        why, line = (error.msg, error.lineno) if first is error else (first.message, first.line)
        raise _damaged(path, why, line, advice) from error
    if not any_yet:
        _refuse_entities(path, found.root.getroottree())
        yield "end", found.root


def _is_plain(file: BinaryIO) -> bool:
    head = file.read(_HEAD_BYTES)
    file.seek(0)
    return _PLAIN_HEAD.match(head) is not None


def whole_tree(path: Path) -> Any:
    """Return the tree of a file without its comments; errors as of `events`."""
    try:
        with path.open("rb") as file:
            tree = etree.parse(file, etree.XMLParser(remove_comments=True, **_SAFE))
    except etree.XMLSyntaxError as error:
        raise _damaged(path, error.msg, error.lineno, _MEND) from error
    except OSError as error:
        raise ReadError(path, f"could not be read ({error})", "check its permissions") from error
    _refuse_entities(path, tree)
    return tree


def _refuse_entities(path: Path, tree: Any) -> None:
    """Raise ReadError for a document with entities of its own."""
    declared = tree.docinfo.internalDTD
    if declared is not None and any(True for _entity in declared.iterentities()):
        raise ReadError(path, "declares XML entities", "such files are refused; export it again without")


def _damaged(path: Path, why: str, line: int | None, advice: str) -> ReadError:
    """Return the error for a file that is no sound XML."""
    return ReadError(f"{path}:{line or 1}", f"is damaged or cut short ({' '.join(why.split())})", advice)
