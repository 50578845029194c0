"""Vectors for every text of the memory, so that it can be searched by meaning. Leaves out: making them."""

from dataclasses import dataclass

from tm.jobs.progress import SILENT, Progress
from tm.jobs.session import Session
from tm.memory.index import index_of

_BATCH = 4_096
"""Texts encoded and stored together: a run that is cut off loses at most these."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Embedded:
    """How many texts were given vectors, of which model, and how many old ones were dropped for it."""

    model: str
    embedded: int
    dropped: int


def embed_missing(session: Session, progress: Progress = SILENT) -> int:
    """Encode the texts of the memory that have no vector of the session's model; return how many.

    The search indexes are brought level too, so that the first look-up does not have to.
    """
    vectors, encoder = session.memory.vectors, session.encoder
    done, after = 0, 0
    while batch := vectors.missing(encoder.name, _BATCH, after):
        texts = [text for _, text in batch]
        made = encoder.encode(texts)
        vectors.put(encoder.name, encoder.weights_hash, dict(zip(texts, made, strict=True)))
        done, after = done + len(batch), batch[-1][0]
        progress.step("encoding", done)
    index_of(session.memory).settle(encoder)
    return done


def reembed(session: Session, progress: Progress = SILENT) -> Embedded:
    """Encode what has no vector yet; vectors of the same model with other weights are dropped first."""
    encoder = session.encoder
    held = next((info for info in session.memory.vectors.models() if info.name == encoder.name), None)
    outdated = held is not None and held.weights_hash != encoder.weights_hash
    if outdated:
        session.memory.vectors.drop(encoder.name)
    done = embed_missing(session, progress)
    return Embedded(model=encoder.name, embedded=done, dropped=held.vectors if held and outdated else 0)
