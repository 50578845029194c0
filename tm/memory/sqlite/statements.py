"""Named SQL read from the `.sql` files of this folder. Leaves out: running it."""

import re
from functools import cache
from importlib import resources

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


@cache
def script(name: str) -> str:
    """Return the whole text of `name` (a path below this folder, such as `schema.sql`)."""
    return resources.files("tm.memory.sqlite").joinpath(name).read_text(encoding="utf-8")


@cache
def statements(subject: str) -> dict[str, str]:
    """Return the statements of `subject`.sql by the name in the `-- name:` line above each."""
    parts = _NAME.split(script(f"{subject}.sql"))
    return {name: body.strip() for name, body in zip(parts[1::2], parts[2::2], strict=True)}
