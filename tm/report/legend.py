"""The legend of an alignment page, and the choice of what is lit. Leaves out: the alignment itself."""

from collections.abc import Sequence

from tm.report.confidence import STEPS
from tm.report.lights import Light, LightKind

_CHOICES = (
    (LightKind.NUMBER, "numbers", True),
    (LightKind.DATE, "dates", True),
    (LightKind.TERM, "terms", True),
    (LightKind.WORD, "words", False),
)


def choices(lights: Sequence[Light]) -> str:
    """Return a box to tick for each kind of light there is."""
    kinds = {light.kind for light in lights}
    return "\n    ".join(
        f'<label><input type="checkbox" value="{kind}"{" checked" if on else ""}> '
        f'<mark class="key {kind}">{name}</mark></label>'
        for kind, name, on in _CHOICES
        if kind in kinds
    )


def legend(lights: Sequence[Light]) -> str:
    """Return what colours, lines, numbers and keys stand for."""
    line = '<svg viewBox="0 0 34 10"><path d="M1,5H33" stroke="var(--c)" stroke-width="{}" {}/></svg>'
    swatches = "".join(
        f'<span class="{step.name}">{line.format(4, "")}{step.legend}</span>' for step in STEPS
    )
    rows = (
        ("c4", line.format(2, 'stroke-dasharray="6 4"'), "to review: the aligner has doubts"),
        ("c1", line.format(3, 'stroke-dasharray="1 5" stroke-linecap="round"'), "moved: stands out of order"),
        ("c1", line.format(3.5, ""), "confirmed by a person"),
        ("null", line.format(2, 'stroke-dasharray="3 3"'), "∅ on one side only"),
    )
    text = [f'<p><b>Confidence</b> that a link is right</p><div class="swatches">{swatches}</div>']
    text += [f'<p class="{name}">{drawn}{words}</p>' for name, drawn, words in rows]
    if lights:
        text.append("<p>Marked words answer each other; rest the pointer on one to see its counterpart.</p>")
    text.append(
        "<p>Outer numbers are segments, inner ones beads, both from 0 (the title); ¶ begins a paragraph.</p>"
        '<p class="keys">Keys: <kbd>j</kbd> <kbd>k</kbd> next, previous bead · <kbd>r</kbd> review · '
        "<kbd>n</kbd> one side only · <kbd>m</kbd> moved · with Shift backwards · <kbd>Esc</kbd> none</p>"
        '<p class="keys">Corrections: <kbd>c</kbd> confirms a bead, <kbd>x</kbd> rejects it; Shift and a '
        "click pick segments, which <kbd>c</kbd> makes one bead; <kbd>u</kbd> takes back; <kbd>s</kbd> saves "
        "them for <code>tm build --confirmed</code></p>"
    )
    return "\n".join(text)
