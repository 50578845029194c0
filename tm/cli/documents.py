"""Results as JSON documents. Leaves out: which fields a result has; its dataclass says so."""

import dataclasses
import datetime as dt
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
    fields = {**(result if isinstance(result, dict) else fields_of(result)), **more}
    fields.setdefault("warnings", [])
    return json.dumps({**fields, "schema": SCHEMA}, ensure_ascii=False, allow_nan=False, default=_plain)


def write_document(result: Any, **more: Any) -> None:
    """Write one JSON document to standard output; nowhere if that is closed."""
    if sys.stdout is not None:
        sys.stdout.write(document(result, **more) + "\n")
