"""Results as JSON documents. Leaves out: which fields a result has; its dataclass says so."""

import dataclasses
import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tm.spool import Spool

SCHEMA = 1


def fields_of(result: Any) -> dict[str, Any]:
    """Return a result's fields by their names in JSON: a trailing underscore (`from_`) is left out."""
    return {each.name.rstrip("_"): getattr(result, each.name) for each in dataclasses.fields(result)}


def _plain(value: Any) -> Any:
    """Return what `json` cannot write by itself: dataclasses, mappings, sets, dates, paths, NumPy numbers."""
    if dataclasses.is_dataclass(value):
        return fields_of(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Path):
        return value.as_posix()
    return sorted(value) if isinstance(value, frozenset | set) else value.item()


def document(result: Any, **more: Any) -> str:
    """Return one JSON document on one line: the result's fields and `more`, then `warnings` and `schema`."""
    return "".join(_pieces(result, more))


def _pieces(result: Any, more: Mapping[str, Any]) -> Iterator[str]:
    fields = {**(result if isinstance(result, dict) else fields_of(result)), **more}
    fields.setdefault("warnings", [])
    opening = "{"
    for name, value in {**fields, "schema": SCHEMA}.items():
        yield f"{opening}{json.dumps(name)}: "
        yield from _listed(value) if isinstance(value, Spool) else (_json(value),)
        opening = ", "
    yield "}"


def _listed(values: Iterable[Any]) -> Iterator[str]:
    """Yield a list that is too long to be held, value by value."""
    opening = "["
    for value in values:
        yield opening + _json(value)
        opening = ", "
    yield "]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)


def write_document(result: Any, **more: Any) -> None:
    """Write one JSON document to standard output, a piece at a time; nowhere if that is closed."""
    if sys.stdout is not None:
        sys.stdout.writelines(_pieces(result, more))
        sys.stdout.write("\n")
