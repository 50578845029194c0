"""Any sentence-transformers model, by name or from a folder. Leaves out: the embedded default (`use`).

PyTorch and sentence-transformers load when the first such encoder is asked for, not before.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from tm.embed.encoder import Vectors
from tm.errors import MissingPackageError, ModelError

_BATCH = 32
_E5_PREFIX = "query: "  # both sides alike: Wang et al. 2024, "Multilingual E5", on symmetric tasks
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin", "*.onnx")


class TransformerEncoder:
    """A sentence-transformers model on the CPU (or the device the library picks)."""

    def __init__(self, name_or_path: str) -> None:
        """Load a model. Raises ModelError if it can't be had, MissingPackageError without the library."""
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise MissingPackageError(
                f"model {name_or_path!r} needs sentence-transformers ({error}); run: pip install"
                " sentence-transformers"
            ) from error
        folder = Path(name_or_path)
        local = folder.is_dir()
        try:
            with _quiet():
                self._model: Any = SentenceTransformer(name_or_path, local_files_only=local)
        except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
            where = "folder" if local else "name"
            raise ModelError(
                f"model {name_or_path!r} could not be loaded by {where} ({_first_line(error)}); give 'use',"
                " the folder of a sentence-transformers model, or a model's name with a network to fetch it"
            ) from error
        self._name = name_or_path
        self._prefix = _E5_PREFIX if _is_e5(name_or_path, folder if local else None) else ""
        self._hash = _hash_folder(folder) if local else _hash_state(self._model)
        self._dimension = int(self._model.encode(["a"], show_progress_bar=False).shape[1])

    @property
    def name(self) -> str:
        """The name or folder it was asked for by."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    @property
    def weights_hash(self) -> str:
        """SHA-256 over the weight files of a folder, or over the loaded weights."""
        return self._hash

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 `(len(texts), dimension)` unit rows; equal texts are read once."""
        distinct = list(dict.fromkeys(texts))
        if not distinct:
            return np.zeros((0, self.dimension), np.float32)
        place = {text: row for row, text in enumerate(distinct)}
        vectors = self._model.encode(
            [self._prefix + text for text in distinct],
            batch_size=_BATCH,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        rows: Vectors = np.asarray(vectors, np.float32)[[place[text] for text in texts]]
        return rows


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library's own progress bars off standard error."""
    from transformers.utils import logging

    bars: Any = logging
    bars.disable_progress_bar()
    try:
        yield
    finally:
        bars.enable_progress_bar()


def _is_e5(name: str, folder: Path | None) -> bool:
    """Tell whether a model belongs to the E5 family, whose inputs want a prefix."""
    names = [Path(name).name]
    if folder is not None and (folder / "config.json").is_file():
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        names.append(str(config.get("_name_or_path", "")))
    return any("e5" in one.lower().replace("_", "-").split("/")[-1].split("-") for one in names)


def _hash_folder(folder: Path) -> str:
    """Return one SHA-256 over the weight files of a folder, in order of their names."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in _WEIGHTS for path in folder.rglob(pattern)}):
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _hash_state(model: Any) -> str:
    """Return a SHA-256 over the names and values of the loaded weights."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().float().numpy().tobytes())
    return digest.hexdigest()


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
