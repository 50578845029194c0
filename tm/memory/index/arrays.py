"""Named NumPy arrays in one file, mapped into memory when read. Leaves out: what the arrays mean.

Layout: 8 bytes of magic, the header's length (uint64, little-endian), the header (JSON), then the
arrays, each on a 64-byte boundary. A file is written beside its place and renamed onto it, so that a
reader sees the whole of it or nothing.
"""

import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.errors import MemoryStoreError

MAGIC = b"TMARRAY1"
_ALIGNMENT = 64
_LENGTH_BYTES = 8
_ADVICE = "run `tm doctor --repair` to build it again"


@dataclass(frozen=True, kw_only=True, slots=True)
class ArrayFile:
    """What a file of arrays holds: `facts` as given when written, and the arrays, mapped read-only."""

    facts: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGNMENT) * _ALIGNMENT


def write_arrays(path: Path, facts: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write the arrays and `facts` (plain JSON values) to `path`, whole or not at all."""
    listed: dict[str, dict[str, Any]] = {}
    offset = 0
    for name, array in arrays.items():
        offset = _aligned(offset)
        data = np.ascontiguousarray(array)
        listed[name] = {
            "dtype": data.dtype.str,
            "shape": data.shape,
            "offset": offset,
            "crc32": zlib.crc32(data.reshape(-1).view(np.uint8).data) if data.size else 0,
        }
        offset += data.nbytes
    header = json.dumps({"facts": dict(facts), "arrays": listed, "bytes": offset}).encode()
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.write(MAGIC + len(header).to_bytes(_LENGTH_BYTES, "little") + header)
            base = _aligned(file.tell())
            for name, array in arrays.items():
                file.write(b"\0" * (base + listed[name]["offset"] - file.tell()))
                file.write(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as err:
        beside.unlink(missing_ok=True)
        raise MemoryStoreError(
            f"{path}: the search index cannot be written: {err}; free space or check rights"
        ) from err


def read_arrays(path: Path, *, check: bool = False) -> ArrayFile:
    """Map a file of arrays. With `check`, every byte is read and compared with its checksum.

    Raises MemoryStoreError where the file is missing, cut short or damaged.
    """
    try:
        with path.open("rb") as file:
            start = file.read(len(MAGIC) + _LENGTH_BYTES)
            header_bytes = int.from_bytes(start[len(MAGIC) :], "little")
            size = os.fstat(file.fileno()).st_size
            if start[: len(MAGIC)] != MAGIC or header_bytes > size:
                raise MemoryStoreError(f"{path}: this is not a search index of this version; {_ADVICE}")
            header = json.loads(file.read(header_bytes))
        base = _aligned(len(start) + header_bytes)
        if size != base + header["bytes"]:
            raise MemoryStoreError(f"{path}: the search index is cut short; {_ADVICE}")
        whole = np.memmap(path, dtype=np.uint8, mode="r") if size else np.zeros(0, dtype=np.uint8)
    except (OSError, ValueError) as err:
        raise MemoryStoreError(f"{path}: the search index cannot be read: {err}; {_ADVICE}") from err
    arrays = {name: _view(whole, base, entry) for name, entry in header["arrays"].items()}
    if check:
        _check(path, header["arrays"], arrays)
    return ArrayFile(facts=header["facts"], arrays=arrays)


def _view(whole: NDArray[np.uint8], base: int, entry: Mapping[str, Any]) -> NDArray[Any]:
    dtype, shape = np.dtype(entry["dtype"]), tuple(entry["shape"])
    first = base + entry["offset"]
    size = dtype.itemsize * int(np.prod(shape, dtype=np.int64))
    view: NDArray[Any] = np.asarray(whole)[first : first + size].view(dtype).reshape(shape)
    return view


def _check(path: Path, listed: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    for name, array in arrays.items():
        found = zlib.crc32(array.reshape(-1).view(np.uint8).data) if array.size else 0
        if found != listed[name]["crc32"]:
            raise MemoryStoreError(f"{path}: the search index is damaged in {name!r}; {_ADVICE}")
