"""Which encoder a name stands for, loaded once in a process. Leaves out: how each one works."""

from functools import cache
from pathlib import Path

from tm.embed.encoder import Encoder
from tm.embed.use import NAME, UseEncoder
from tm.embed.weights import TOKENIZER_FILE, WEIGHTS_FILE, folder_files, installed_files
from tm.errors import ModelError


def encoder(name_or_path: str = NAME) -> Encoder:
    """Return the encoder of that name, loading it at the first call; later calls give the same one.

    `use` is the embedded default. A folder with `weights.npz` and `sp.model` holds other weights of the
    same network. Anything else is a sentence-transformers model, by folder or by name.
    Raises ModelError saying what to do where it can't be had.
    """
    if not name_or_path.strip():
        raise ModelError(f"the model's name is empty; give {NAME!r}, a model's name or a folder")
    folder = Path(name_or_path).expanduser()
    return _load(str(folder.resolve()) if folder.is_dir() and name_or_path != NAME else name_or_path)


@cache
def _load(name: str) -> Encoder:
    if name == NAME:
        return UseEncoder(installed_files())
    folder = Path(name)
    if (folder / WEIGHTS_FILE).is_file() and (folder / TOKENIZER_FILE).is_file():
        return UseEncoder(folder_files(folder), name=name)
    from tm.embed.transformer import TransformerEncoder

    return TransformerEncoder(name)
