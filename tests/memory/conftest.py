"""One memory of every kind for the contract tests, and units to put in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tm.bitext import Provenance, TranslationUnit
from tm.memory import Memory, open_memory

BACK_ENDS: dict[str, Callable[[Path], str]] = {"sqlite": lambda folder: f"sqlite:///{folder}/memory.sqlite"}
"""The URL of a new memory in a folder, by back end."""

Open = Callable[[], Memory]


@pytest.fixture(params=sorted(BACK_ENDS))
def back_end(request: pytest.FixtureRequest) -> Callable[[Path], str]:
    return BACK_ENDS[request.param]


@pytest.fixture
def url(back_end: Callable[[Path], str], tmp_path: Path) -> str:
    return back_end(tmp_path)


@pytest.fixture
def fresh(back_end: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> Open:
    """Open a new memory at every call, for tests that try many cases; the caller closes it."""
    return lambda: open_memory(back_end(tmp_path_factory.mktemp("fresh")))


@pytest.fixture
def another(url: str) -> Iterator[Open]:
    """Open the same memory once more, as another process would."""
    opened: list[Memory] = []

    def open_it() -> Memory:
        opened.append(open_memory(url))
        return opened[-1]

    yield open_it
    for memory in opened:
        memory.close()


@pytest.fixture
def memory(another: Open) -> Memory:
    return another()


def unit(number: int, **fields: object) -> TranslationUnit:
    """Return the unit of a number, the same every time."""
    return TranslationUnit(en=f"Notice No. {number}.", zh=f"第{number}号公告。", **fields)  # type: ignore[arg-type]


@pytest.fixture
def make() -> Callable[..., TranslationUnit]:
    return unit


@pytest.fixture
def made_of() -> Callable[..., list[TranslationUnit]]:
    """Return a maker of the units of a release: one a number, in order."""
    return lambda *numbers: [unit(n, provenance=Provenance(paragraph=n, confidence=0.9)) for n in numbers]
