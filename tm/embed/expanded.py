"""The weights decompressed, and a copy of that kept for the next start. Leaves out: which weights.

Decompressing takes most of a cold start. The expanded arrays are therefore kept in the user's cache
folder and memory-mapped from there, checked each time against the SHA-256 recorded here. A folder that
can't be written costs only time.
"""

import hashlib
import io
import json
import logging
import mmap
import os
import struct
import tempfile
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.embed.network import CHUNKS
from tm.errors import ModelError

EXPANDED_SHA256 = "6d4913300c7a9d518ae448bba0a794c5c164a97a28b449ee445c6d301b3332a8"
"""Of the file `keep` writes for the recorded weights; any other content is never used."""

_LOCAL_HEADER = 30  # bytes of a zip member's fixed header; name and extra field follow (APPNOTE 4.3.7)
_ALIGN = 64
_INDEX_ROOM = 8_192
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Expanded:
    """The embedding table by token, `(tokens, 512)` 8-bit, and the other arrays by name."""

    table: NDArray[np.uint8]
    arrays: dict[str, NDArray[np.float32]]


def expand(raw: bytes, where: Path) -> Expanded:
    """Decompress an `.npz` held in memory; zlib works without the interpreter lock, so on threads.

    Raises ModelError if it is not such a file or lacks what the network needs.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = archive.infolist()
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            found = {
                member.filename.removesuffix(".npy"): array
                for member, array in zip(
                    members, pool.map(lambda one: _array(raw, one), members), strict=True
                )
            }
        table = np.stack([found.pop(f"q{chunk + 1}") for chunk in range(CHUNKS)], axis=1)
        arrays = {name: np.asarray(array, np.float32) for name, array in sorted(found.items())}
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, struct.error) as error:
        raise ModelError(f"{where}: not the weights of this encoder, or damaged ({error!r})") from error
    return Expanded(table=table.reshape(-1, table.shape[-1]).astype(np.uint8, copy=False), arrays=arrays)


def _array(raw: bytes, member: zipfile.ZipInfo) -> NDArray[np.generic]:
    """Decompress one member of the archive and read it as a NumPy array."""
    name_length, extra_length = struct.unpack_from("<HH", raw, member.header_offset + 26)
    start = member.header_offset + _LOCAL_HEADER + name_length + extra_length
    packed = memoryview(raw)[start : start + member.compress_size]
    deflated = member.compress_type == zipfile.ZIP_DEFLATED
    data = zlib.decompress(packed, -zlib.MAX_WBITS, member.file_size) if deflated else bytes(packed)
    array: NDArray[np.generic] = np.lib.format.read_array(io.BytesIO(data), allow_pickle=False)
    return array


def _path() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("duizhao", appauthor=False)) / "use-expanded-1.bin"


def kept() -> Expanded | None:
    """Return the kept copy, memory-mapped, or None where there is none or it is not what it must be."""
    path = _path()
    try:
        with path.open("rb") as file:
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):  # absent, or empty
        return None
    if hashlib.sha256(view).hexdigest() != EXPANDED_SHA256:
        _log.warning("%s is not the expanded weights recorded; it is made anew", path)
        return None
    (size,) = struct.unpack_from("<Q", view)
    arrays = {
        name: np.frombuffer(view, dtype, int(np.prod(shape, dtype=np.int64)), start).reshape(shape)
        for name, dtype, shape, start in json.loads(bytes(view[8 : 8 + size]))
    }
    return Expanded(table=arrays.pop("table"), arrays=arrays)


def keep(expanded: Expanded) -> None:
    """Write the copy for the next start, whole or not at all; where that fails, say so in the log."""
    path = _path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            try:
                file.write(packed(expanded))
                file.close()
                Path(file.name).replace(path)
            except OSError:
                file.close()
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        _log.info("the expanded weights are not kept for the next start: %s", error)


def packed(expanded: Expanded) -> bytes:
    """Return the content of the kept copy: size of the index, index (JSON), arrays aligned to 64 bytes."""
    arrays: dict[str, NDArray[Any]] = {"table": expanded.table, **expanded.arrays}
    place = _aligned(_INDEX_ROOM)
    index: list[tuple[str, str, list[int], int]] = []
    for name, array in arrays.items():
        index.append((name, array.dtype.str, list(array.shape), place))
        place = _aligned(place + array.nbytes)
    header = json.dumps(index).encode()
    out = bytearray(place)
    struct.pack_into("<Q", out, 0, len(header))
    out[8 : 8 + len(header)] = header
    for name, _, _, start in index:
        out[start : start + arrays[name].nbytes] = np.ascontiguousarray(arrays[name]).tobytes()
    return bytes(out)


def _aligned(size: int) -> int:
    return -(-size // _ALIGN) * _ALIGN
