"""What can be set about an alignment. Leaves out: learned weights (`model`)."""

from dataclasses import dataclass

from tm.errors import ConfigError

MAX_BEAD = 7
"""Segments of the largest bead, both sides together: 1.5% of the beads people make are larger."""
_MIN_BEAD = 2  # one segment a side
_MAX_BAND = 400  # wider strips cost without finding more


@dataclass(frozen=True, kw_only=True, slots=True)
class AlignConfig:
    """Settings of `align`; the defaults serve every register.

    `max_bead` is the most segments in a bead, both sides together (2 to 7). `band` is the width of the
    strip searched around the first path, in segments. Beads whose confidence is under `review_below`
    come with status `review`. Passages of at least `moved_min` segments on either side that stand
    elsewhere in the other text are found and marked moved; 0 turns that off.
    """

    max_bead: int = MAX_BEAD
    band: int = 24
    review_below: float = 0.7
    moved_min: int = 4

    def __post_init__(self) -> None:
        """Refuse settings out of range."""
        if not _MIN_BEAD <= self.max_bead <= MAX_BEAD:
            raise ConfigError(f"max_bead is {self.max_bead}; it must be from {_MIN_BEAD} to {MAX_BEAD}")
        if not MAX_BEAD < self.band <= _MAX_BAND:
            raise ConfigError(f"band is {self.band}; it must be from {MAX_BEAD + 1} to {_MAX_BAND}")
        if not 0 <= self.review_below <= 1:
            raise ConfigError(f"review_below is {self.review_below}; it must be from 0 to 1")
        if self.moved_min < 0:
            raise ConfigError(f"moved_min is {self.moved_min}; it must be 0 (off) or more")
