"""The steps in which confidence is shown. Leaves out: computing it.

Blue for sure to orange for doubtful with grey between: the two ends stay apart for every common kind of
colour blindness, and the lines are dashed where they are doubtful.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step of the scale: its CSS class, the least confidence it holds, and its legend."""

    name: str
    least: float
    legend: str


STEPS = (
    Step(name="c1", least=0.95, legend="0.95–1"),
    Step(name="c2", least=0.85, legend="0.85–0.95"),
    Step(name="c3", least=0.70, legend="0.70–0.85"),
    Step(name="c4", least=0.50, legend="0.50–0.70"),
    Step(name="c5", least=0.0, legend="below 0.50"),
)


def step_of(confidence: float) -> Step:
    """Return the step a confidence in 0–1 falls in.

    >>> step_of(0.95).name, step_of(0.2).name
    ('c1', 'c5')
    """
    return next((step for step in STEPS if confidence >= step.least), STEPS[-1])
