"""Small files, and somebody to tell of what is left out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tm.bitext import Skipped


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Return a writer of small files."""

    def write(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def skipped() -> list[Skipped]:
    """Return the list a reader tells what it leaves out; pass its `append`."""
    return []
