"""Files of releases into titles, dates, paragraphs and segments. Leaves out: pairing and storage."""

from tm.release.files import SUFFIXES, FolderContents, FoundFile, iter_files, read, read_folder
from tm.release.segments import segment, segment_text

__all__ = [
    "SUFFIXES",
    "FolderContents",
    "FoundFile",
    "iter_files",
    "read",
    "read_folder",
    "segment",
    "segment_text",
]
