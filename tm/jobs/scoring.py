"""Score drafts against what was published. Leaves out: the metrics and how quality is estimated."""

from collections.abc import Sequence
from pathlib import Path

from tm.exchange import read_lines
from tm.jobs.draft_files import read_draft_file
from tm.jobs.progress import SILENT, Progress
from tm.jobs.qa import findings_of
from tm.jobs.session import Session
from tm.score import Gate, ScoreConfig, Scores, given_references, memory_references, score


def score_drafts(
    session: Session,
    paths: Sequence[Path],
    *,
    source: Path | None = None,
    reference: Path | None = None,
    progress: Progress = SILENT,
) -> Scores:
    """Score drafts; each segment against the memory's rendering, or the line of `reference` if one is given.

    Raises ReadError for a file that cannot be used and ScoreError where a reference has another length.
    """
    drafts = [read_draft_file(session, path, source).draft for path in paths]
    lines = read_lines(reference) if reference else None
    references, findings = [], []
    for done, draft in enumerate(drafts, 1):
        known = memory_references(session.memory, draft) if lines is None else given_references(draft, lines)
        references.append(known)
        findings.append(findings_of(session, draft))
        progress.step("reading drafts", done, len(drafts))
    return score(drafts, references, session.encoder, findings, session.settings.config("score", ScoreConfig))


def misses(scores: Scores, least_quality: float) -> bool:
    """Tell whether any draft is below a quality, or could not be judged."""
    return any(
        draft.gate is Gate.NO_JUDGEMENT or draft.quality is None or draft.quality < least_quality
        for draft in scores.drafts
    )
