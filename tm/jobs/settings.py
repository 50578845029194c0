"""What `tm.toml` sets, and how a room's config is made from it. Leaves out: flags, which `cli` reads.

Precedence is flag, environment, `tm.toml`, default. The file is the nearest one in the current
folder or above it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

from tm.errors import ConfigError

FILE_NAME = "tm.toml"
_TOP_KEYS = ("memory", "model")
_ROOMS = ("align", "pairing", "lookup", "qa", "score")
_SQLITE = "sqlite:///"
C = TypeVar("C")


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """The settings of one run: where the memory is, which model, and a table for each room."""

    memory: str | None = None
    model: str | None = None
    rooms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    file: Path | None = None

    def config(self, room: str, kind: type[C], **given: object) -> C:
        """Return `kind` with the room's table over its defaults, and `given` (None left out) over both."""
        values = {**self.rooms.get(room, {}), **{k: v for k, v in given.items() if v is not None}}
        return make_config(kind, values, where=f"{self.file or FILE_NAME} [{room}]")


def load_settings(start: Path | None = None) -> Settings:
    """Return what the nearest `tm.toml` at or above `start` says; defaults where there is none."""
    folder = (start or Path.cwd()).resolve()
    for candidate in (folder, *folder.parents):
        path = candidate / FILE_NAME
        if path.is_file():
            return read_settings(path)
    return Settings()


def read_settings(path: Path) -> Settings:
    """Return what one settings file says; paths in it are taken from the folder it lies in.

    Raises ConfigError with the line where it is not TOML.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as err:
        raise ConfigError(f"{path}: {err}; settings are TOML in UTF-8") from err
    unknown = sorted(set(table) - {*_TOP_KEYS, *_ROOMS})
    if unknown:
        raise ConfigError(
            f"{path}: unknown setting {unknown[0]!r}; known are {', '.join((*_TOP_KEYS, *_ROOMS))}"
        )
    for key in _TOP_KEYS:
        if not isinstance(table.get(key, ""), str):
            raise ConfigError(f"{path}: {key} must be a text, not {table[key]!r}")
    for room in _ROOMS:
        if not isinstance(table.get(room, {}), dict):
            raise ConfigError(f"{path}: [{room}] must be a table, not {table[room]!r}")
    return Settings(
        memory=_from_folder(path.parent, table["memory"]) if "memory" in table else None,
        model=_model_from_folder(path.parent, table["model"]) if "model" in table else None,
        rooms={room: table[room] for room in _ROOMS if room in table},
        file=path,
    )


def _from_folder(folder: Path, memory: str) -> str:
    """Return the memory that a file in `folder` names, for whichever folder the command runs in."""
    location = memory.removeprefix(_SQLITE)
    if not location.strip() or "://" in location:
        return memory
    return str(folder / Path(location).expanduser())


def _model_from_folder(folder: Path, model: str) -> str:
    """Return a model's name, or its folder if there is one of that name beside the file."""
    return str(folder / model) if model.strip() and model != "use" and (folder / model).is_dir() else model


def make_config(kind: type[C], values: Mapping[str, Any], *, where: str) -> C:
    """Return a room's frozen config from plain values; refuses unknown keys and wrong types."""
    hints = get_type_hints(kind)
    known = hints.keys()
    converted: dict[str, Any] = {}
    for key, value in values.items():
        if key not in known:
            raise ConfigError(f"{where}: unknown setting {key!r}; known are {', '.join(sorted(known))}")
        converted[key] = _fit(value, hints[key], f"{where} {key}")
    try:
        return kind(**converted)
    except ConfigError as error:
        raise ConfigError(f"{where}: {error}") from error


def _fit(value: Any, hint: Any, where: str) -> Any:
    """Return a TOML value as a config field of type `hint`: lists become tuples or sets, ints floats."""
    origin = getattr(hint, "__origin__", None)
    if origin in (tuple, frozenset):
        if not isinstance(value, list | tuple | frozenset):
            raise ConfigError(f"{where}: {value!r} is not a list; write [{value!r}]")
        return origin(_fit(each, get_args(hint)[0], where) for each in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        if not isinstance(value, Mapping):
            raise ConfigError(f"{where}: {value!r} is not a table; write {{ name = value }}")
        return {name: _fit(each, get_args(hint)[1], f"{where} {name}") for name, each in value.items()}
    return _fit_one(value, hint, where)


def _fit_one(value: Any, hint: Any, where: str) -> Any:
    choices = tuple(each for each in get_args(hint) or (hint,) if isinstance(each, type))
    if float in choices and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    for choice in choices:
        if isinstance(value, choice) and not (isinstance(value, bool) and choice is int):
            return value
        if issubclass(choice, str) and isinstance(value, str):
            try:
                return choice(value)
            except ValueError as err:
                raise ConfigError(f"{where}: {err}") from err
    names = " or ".join(choice.__name__ for choice in choices)
    raise ConfigError(f"{where}: {value!r} is not of type {names}")
