"""Every error raised on purpose. Leaves out: printing and exit codes, which belong to `cli`.

A message says what went wrong, where, the values seen, and what to do next, on one line.
"""

from pathlib import Path


class TmError(Exception):
    """Root of every error this package raises on purpose; `str()` is one line for the user."""


class ReadError(TmError):
    """A file or folder could not be read as what it claims to be.

    `where` is the path (with `:line` where known), `why` what is wrong, `advice` what to do.
    """

    def __init__(self, where: str | Path, why: str, advice: str = "") -> None:
        self.where = str(where)
        self.why = why
        self.advice = advice
        super().__init__(f"{self.where}: {why}" + (f"; {advice}" if advice else ""))


class LanguageError(TmError):
    """A text is not in the language it was given as."""


class WordlessError(LanguageError):
    """A text holds no letters to tell its language by."""


class ModelError(TmError):
    """An encoder could not be loaded, or its weights are not the ones recorded."""


class AlignError(TmError):
    """Two texts could not be aligned as asked."""


class PairingError(TmError):
    """Two folders of releases could not be paired as asked."""


class MemoryStoreError(TmError):
    """The memory file could not be opened, read or written as asked."""


class TermError(TmError):
    """A termbase entry or file is not sound."""


class QueryError(TmError):
    """A text asked for cannot be looked up: empty, too long, or not sound Unicode."""


class ConfigError(TmError):
    """A setting is unknown or out of its range."""


class ReportError(TmError):
    """A result could not be shown or written as asked."""


class MissingPackageError(TmError):
    """An optional package is not installed; the message holds the command that installs it."""


class CancelledError(TmError):
    """The user stopped a job; what was stored before stays."""
