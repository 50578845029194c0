"""No cache of texts grows with what is read."""

import importlib
import pkgutil
from functools import _lru_cache_wrapper
from typing import Any

import tm.align
import tm.qa
import tm.text
from tm.text import keeping

SIZES = {keeping.CHARACTERS, keeping.WORDS, keeping.NAMES, keeping.TEXTS}
BY_TABLE = {"tm.qa.places._other_readings", "tm.text.units.unit_names", "tm.text.units.unit_pattern"}
"""Cached without limit by what stands in a table of the package."""


def test_every_cache_of_texts_has_a_named_size_or_is_small() -> None:
    caches = {}
    for package in (tm.text, tm.align, tm.qa):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            caches |= {
                f"{found.name}.{name}": value
                for name, value in vars(module).items()
                if isinstance(value, _lru_cache_wrapper) and value.__module__ == found.name
            }
    assert len(caches) > len(SIZES)
    sizes = {name: cache.cache_info().maxsize for name, cache in caches.items()}
    wild = {name for name, size in sizes.items() if size not in {None, *SIZES} and size > min(SIZES)}
    assert wild == set()
    growing = {name for name, size in sizes.items() if size is None and parameters(caches[name])}
    assert growing <= BY_TABLE


def parameters(cache: Any) -> int:
    count: int = cache.__wrapped__.__code__.co_argcount
    return count
