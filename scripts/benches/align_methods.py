"""Other aligners, run as their authors' code stands, on texts cut into segments already.

`folder` holds what a user fetched: checkouts `bertalign`, `vecalign` and `hunalign` (built with make), and
`site`, where `pip install --no-deps --target` put numba, llvmlite, faiss-cpu, galechurch and vecalign.
Leaves out: ours, and what is printed (`align_peers`).
"""

import os
import random
import re
import subprocess
import sys
import tempfile
import types
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benches.gold import Pair
from numpy.typing import NDArray

from tm.text.scripts import HAN

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]
Method = Callable[[Sequence[str], Sequence[str]], list[Pair]]

_TOKEN = re.compile(rf"[{HAN}]|[^\W{HAN}]+|[^\w\s]")
_HAN = re.compile(f"[{HAN}]")
_HAN_WIDTH = 4
_LABSE = {"vocab_size": 501_153, "hidden_size": 768, "num_hidden_layers": 12, "intermediate_size": 3_072}
_BATCH = 32  # as sentence-transformers reads by default
_LONGEST = 256  # tokens, LaBSE's limit


def _pair(en: Sequence[int], zh: Sequence[int]) -> Pair:
    return tuple(int(i) for i in en), tuple(int(j) for j in zh)


def overlaps(texts: Sequence[str], count: int) -> list[list[str]]:
    """Return for each run length up to `count` the run that ends at every text, as both recipes read them."""
    return [
        [" ".join(texts[at - run + 1 : at + 1]) if at + 1 >= run else "PAD" for at in range(len(texts))]
        for run in range(1, count + 1)
    ]


def _encoded(layers: list[list[str]], encode: Encode) -> Vectors:
    found = encode([text for layer in layers for text in layer])
    return np.ascontiguousarray(found.reshape(len(layers), -1, found.shape[-1]))


def bertalign(folder: Path, encode: Encode, *, max_align: int = 5) -> Method:
    """Return Bertalign's two passes with its default settings, over the given encoder."""
    package = types.ModuleType("bertalign")  # its own __init__ would load LaBSE from the net
    package.__path__ = [str(folder / "bertalign" / "bertalign")]
    sys.modules["bertalign"] = package
    from bertalign import corelib as core

    top, window, skip = 3, 5, -0.1

    def method(en: Sequence[str], zh: Sequence[str]) -> list[Pair]:
        layers = [overlaps(texts, max_align - 1) for texts in (zh, en)]
        vectors = [_encoded(one, encode) for one in layers]
        lengths = [np.array([[len(text.encode()) for text in layer] for layer in one]) for one in layers]
        sizes = len(zh), len(en)
        distances, near = core.find_top_k_sents(vectors[0][0], vectors[1][0], k=top)
        types_1 = core.get_alignment_types(2)
        width, path = core.find_first_search_path(*sizes)
        pointers = core.first_pass_align(*sizes, width, path, types_1, distances, near)
        first = core.first_back_track(*sizes, pointers, path, types_1)
        types_2 = core.get_alignment_types(max_align)
        width, path = core.find_second_search_path(first, window, *sizes)
        ratio = np.sum(lengths[0][0]) / np.sum(lengths[1][0])
        pointers = core.second_pass_align(
            *vectors, *lengths, width, path, types_2, ratio, skip, margin=True, len_penalty=True
        )
        return [_pair(e, z) for z, e in core.second_back_track(*sizes, pointers, path, types_2)]

    return method


def vecalign(encode: Encode, *, max_size: int = 8) -> Method:
    """Return Vecalign with its default settings, beads of up to `max_size` segments."""
    from vecalign import dp_utils as core

    buffer = 5

    def method(en: Sequence[str], zh: Sequence[str]) -> list[Pair]:
        np.random.seed(0)  # noqa: NPY002 - what it draws from
        vectors = [_encoded(overlaps(texts, max_size), encode) for texts in (zh, en)]
        stack = core.vecalign(
            vecs0=vectors[0],
            vecs1=vectors[1],
            final_alignment_types=core.make_alignment_types(max_size),
            del_percentile_frac=0.2,
            width_over2=-(-max_size // 2) + buffer,
            max_size_full_dp=300,
            costs_sample_size=20_000,
            num_samps_for_norm=100,
        )
        return [_pair(e, z) for z, e in stack[0]["final_alignments"]]

    return method


def hunalign(folder: Path) -> Method:
    """Return hunalign with an empty dictionary and a second pass over the one it learns from the text.

    It expects lengths of one scale, so every Han character is written as `_HAN_WIDTH` of itself (with one,
    it finds almost nothing).
    """
    program = folder / "hunalign" / "src" / "hunalign" / "hunalign"

    def method(en: Sequence[str], zh: Sequence[str]) -> list[Pair]:
        with tempfile.TemporaryDirectory() as name:
            files = [Path(name) / file for file in ("none.dic", "zh.txt", "en.txt")]
            files[0].touch()
            for file, texts in zip(files[1:], (zh, en), strict=True):
                file.write_text("".join(" ".join(_widened(t)) + "\n" for t in texts), encoding="utf-8")
            done = subprocess.run(
                [program, "-utf", "-realign", *files],
                cwd=name,  # it leaves a file behind
                capture_output=True,
                check=True,
                text=True,
            )
        rungs = [tuple(int(n) for n in line.split()[:2]) for line in done.stdout.splitlines()]
        return [
            _pair(range(a[1], b[1]), range(a[0], b[0]))
            for a, b in zip(rungs, [*rungs[1:], (len(zh), len(en))], strict=True)
            if a != b
        ]

    return method


def _widened(text: str) -> list[str]:
    return [token * _HAN_WIDTH if _HAN.match(token) else token for token in _TOKEN.findall(text)]


def gale_church() -> Method:
    """Return Gale and Church's aligner from the package galechurch, by lengths alone."""
    import galechurch

    def method(en: Sequence[str], zh: Sequence[str]) -> list[Pair]:
        ratio = sum(map(len, en)) / max(1, sum(map(len, zh)))
        found = galechurch.align(list(en), list(zh), mean_xy=ratio)
        return [
            _pair(range(bead.source_start, bead.source_end), range(bead.target_start, bead.target_end))
            for bead in found.beads
        ]

    return method


def labse_sized() -> Encode:
    """Return an encoder of LaBSE's size with random weights: only its cost means anything.

    Every Han character, word and sign counts as a token; LaBSE cuts rare words further.
    """
    import torch
    from transformers import BertConfig, BertModel

    torch.set_num_threads(os.cpu_count() or 1)
    model = BertModel(BertConfig(num_attention_heads=12, **_LABSE)).eval()
    chance = random.Random(0)

    def encode(texts: Sequence[str]) -> Vectors:
        distinct = list(dict.fromkeys(texts))
        lengths = [min(len(_TOKEN.findall(text)) + 2, _LONGEST) for text in distinct]
        order = sorted(range(len(distinct)), key=lambda at: -lengths[at])
        found = np.empty((len(distinct), _LABSE["hidden_size"]), np.float32)
        for some in _batches(order):
            ids = [[chance.randrange(1_000, 500_000) for _ in range(lengths[at])] for at in some]
            found[some] = _means(model, ids)
        place = {text: at for at, text in enumerate(distinct)}
        return found[[place[text] for text in texts]]

    return encode


def _batches(order: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(order), _BATCH):
        yield order[first : first + _BATCH]


def _means(model: Any, ids: list[list[int]]) -> Vectors:
    """Return the unit mean of what the model says of every token of each list."""
    import torch

    longest = max(map(len, ids))
    padded = torch.tensor([[*one, *[0] * (longest - len(one))] for one in ids])
    mask = (padded > 0).long()
    with torch.inference_mode():
        states = model(input_ids=padded, attention_mask=mask).last_hidden_state
    mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    found: Vectors = torch.nn.functional.normalize(mean).numpy()
    return found
