"""The whole way on the sample corpus, in a folder and a memory of its own. Leaves out: showing it."""

import tempfile
import time
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from tm.errors import ReadError, ReportError
from tm.jobs.alignment import align_files, write_aligned
from tm.jobs.build import BuildResult, build_memory
from tm.jobs.progress import SILENT, Progress
from tm.jobs.qa import QaReport, check_draft
from tm.jobs.scoring import score_drafts
from tm.jobs.search import LookupOptions, look_up
from tm.jobs.session import Session
from tm.jobs.terms import import_terms
from tm.jobs.upkeep import export_units
from tm.lookup import LookupResult
from tm.score import Scores

_PICTURED = ("c/2019-04-12/557797.shtml", "c/2019-04-12/557816.shtml")
_QUERIES = (
    "有机产品认证助力六安茶农增收",
    "国家认监委副主任解文涛出席启动仪式并讲话。",
    "The certificates were suspended because key components had been changed without permission.",
)
_DRAFTS = tuple(f"2021-organic-tea-luan.{quality}.tsv" for quality in "abc")
_CHECKED = _DRAFTS[1]


@dataclass(frozen=True, kw_only=True, eq=False)
class Demo:
    """What the demo made: `page` is the picture of one alignment, `tmx` the memory as TMX."""

    folder: Path
    built: BuildResult
    terms: int
    page: Path
    lookups: tuple[LookupResult, ...]
    checked: QaReport
    scores: Scores
    tmx: Path
    seconds: float


def corpora_folder() -> Path:
    """Return the folder of the sample corpus: inside the installed package, or beside it in a checkout."""
    package = Path(str(files("tm")))
    for folder in (package / "corpora", package.parent / "corpora"):
        if (folder / "gold" / "pairs.tsv").is_file():
            return folder
    raise ReadError(package / "corpora", "the sample corpus is not there", "install the package again")


def run_demo(model: str | None = None, to: Path | None = None, progress: Progress = SILENT) -> Demo:
    """Pair, align, remember, look up, check and score the sample corpus, in a new folder unless told."""
    began = time.perf_counter()
    corpora = corpora_folder()
    folder = to or Path(tempfile.mkdtemp(prefix="tm-demo-"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise ReportError(
            f"{folder}: no folder could be made there ({err.strerror}); give another place"
        ) from err
    with Session(memory=str(folder / "memory.sqlite"), model=model) as session:
        built = build_memory(session, corpora / "en", corpora / "zh", progress=progress)
        terms = import_terms(session, corpora / "glossary.tsv")
        page = folder / "alignment.html"
        aligned = align_files(session, corpora / "en" / _PICTURED[0], corpora / "zh" / _PICTURED[1])
        write_aligned(session, aligned, page)
        lookups = tuple(look_up(session, query, LookupOptions(limit=2)) for query in _QUERIES)
        checked = check_draft(session, corpora / "drafts" / _CHECKED)
        scores = score_drafts(session, [corpora / "drafts" / name for name in _DRAFTS], progress=progress)
        tmx = folder / "memory.tmx"
        export_units(session, tmx)
    return Demo(
        folder=folder,
        built=built,
        terms=terms.read,
        page=page,
        lookups=lookups,
        checked=checked,
        scores=scores,
        tmx=tmx,
        seconds=time.perf_counter() - began,
    )
