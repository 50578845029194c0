"""An alignment as one page: two columns with links between, to read, review and print.

Leaves out: computing beads and lights; what a click or key does (`assets/alignment.js`).
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tm.bitext import Bead, BeadStatus, Lang, Segment, Side
from tm.report.aligned import About, check_cover
from tm.report.bands import Band, bands
from tm.report.confidence import step_of
from tm.report.legend import choices, legend
from tm.report.lights import Light
from tm.report.markup import Mark, escaped, marked, page

_PLACES = 4
"""Of a bead on narrow screens: its English, its Chinese, what moved from before the next on either side."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Side:
    """One side ready to write; `bead_of`, `orders` (place on narrow screens) and `marks` go by segment."""

    side: Side
    lang: Lang
    segments: Sequence[Segment]
    bead_of: Mapping[int, int]
    orders: Sequence[int]
    marks: Mapping[int, Sequence[Mark]]


def alignment_page(
    en: Sequence[Segment],
    zh: Sequence[Segment],
    beads: Sequence[Bead],
    *,
    about: About | None = None,
    lights: Sequence[Light] = (),
) -> str:
    """Return a self-contained HTML page of an alignment; it loads nothing and prints as it is.

    Numbers on the page are the 0-based indices of segments and beads (the title is 0). Raises
    ReportError where beads do not hold every segment once, or a light lies outside its segment.
    """
    check_cover(len(en), len(zh), beads)
    about = about or About()
    sides = _sides(en, zh, beads, about.zh_lang, lights)
    names = " ↔ ".join(filter(None, (_heading(en), _heading(zh)))) or "Alignment"
    return page(
        "alignment",
        scripts=("corrections",),
        title=escaped(names),
        heads=_heads(en, zh, about),
        facts=_facts(beads, about),
        warnings="".join(f'<p class="note">{escaped(warning)}</p>' for warning in about.warnings),
        choices=choices(lights),
        legend=legend(lights),
        bands="\n".join(_band(band, beads, *sides) for band in bands(en, zh, beads)),
        beads=_beads_json(beads),
    )


def _sides(
    en: Sequence[Segment],
    zh: Sequence[Segment],
    beads: Sequence[Bead],
    zh_lang: Lang,
    lights: Sequence[Light],
) -> tuple[_Side, _Side]:
    marks: dict[Side, dict[int, list[Mark]]] = {"en": defaultdict(list), "zh": defaultdict(list)}
    for number, light in enumerate(lights):
        for side, place in (("en", light.en), ("zh", light.zh)):
            mark = Mark(span=place.span, classes=(light.kind.value,), ids=(f"l{number}",))
            marks["en" if side == "en" else "zh"][place.segment].append(mark)

    def ready(name: Side, lang: Lang, segments: Sequence[Segment], rows: Sequence[tuple[int, ...]]) -> _Side:
        bead_of = {index: number for number, indices in enumerate(rows) for index in indices}
        orders = _orders(bead_of, beads, 0 if name == "en" else 1)
        return _Side(
            side=name, lang=lang, segments=segments, bead_of=bead_of, orders=orders, marks=marks[name]
        )

    english = ready("en", Lang.EN, en, [bead.en for bead in beads])
    return english, ready("zh", zh_lang, zh, [bead.zh for bead in beads])


def _orders(bead_of: Mapping[int, int], beads: Sequence[Bead], side: int) -> list[int]:
    """Return where each segment stands when read bead by bead.

    A moved one stays in its text: before the bead that comes next on its own side.
    """
    orders: list[int] = []
    following = _PLACES * len(beads)
    for index in reversed(range(len(bead_of))):
        moved = beads[bead_of[index]].moved
        following = following if moved else _PLACES * bead_of[index]
        orders.append(following + side - (_PLACES // 2 if moved else 0))
    return orders[::-1]


def _heading(segments: Sequence[Segment]) -> str:
    return segments[0].text if segments and segments[0].paragraph == 0 else ""


def _heads(en: Sequence[Segment], zh: Sequence[Segment], about: About) -> str:
    blocks = []
    for lang, segments, name, date in (
        (Lang.EN, en, about.en_name, about.en_date),
        (about.zh_lang, zh, about.zh_name, about.zh_date),
    ):
        fallback = "English" if lang is Lang.EN else "Chinese"
        heading = _heading(segments)
        facts = " · ".join(
            filter(None, (name, date.isoformat() if date else "", _counted(len(segments), "segment")))
        )
        title = f'<h1 lang="{lang}">{escaped(heading)}</h1>' if heading else f"<h1>{fallback}</h1>"
        blocks.append(f'<div>{title}<p class="file">{escaped(facts)}</p></div>')
    return "\n    ".join(blocks)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _facts(beads: Sequence[Bead], about: About) -> str:
    kinds = Counter(f"{len(bead.en)}–{len(bead.zh)}" for bead in beads if bead.en and bead.zh)
    facts = [
        (len(beads), "bead" if len(beads) == 1 else "beads"),
        (sum(bead.status is BeadStatus.REVIEW for bead in beads), "to review"),
        (sum(not bead.zh for bead in beads), "English only"),
        (sum(not bead.en for bead in beads), "Chinese only"),
        (sum(bead.moved for bead in beads), "moved"),
        (sum(bead.status is BeadStatus.CONFIRMED for bead in beads), "confirmed"),
    ]
    shown = [f"<b>{count}</b> {name}" for count, name in facts if count or name in {"beads", "to review"}]
    if kinds:
        shown.append("types " + ", ".join(f"{kind} <b>{count}</b>" for kind, count in kinds.most_common(6)))
    if about.model:
        shown.append(f"model {escaped(about.model)}")
    return " &nbsp;·&nbsp; ".join(shown)


def _band(band: Band, beads: Sequence[Bead], en: _Side, zh: _Side) -> str:
    first = next(((side, rows[0]) for side, rows in ((en, band.en), (zh, band.zh)) if rows), None)
    continued = first is not None and not _opens(first[0].segments, first[1])
    return (
        f'<section class="band{" continued" if continued else ""}">\n'
        f"{_column(en, band.en, beads)}\n"
        '<svg class="links" aria-hidden="true"></svg>\n'
        f"{_column(zh, band.zh, beads)}\n</section>"
    )


def _opens(segments: Sequence[Segment], index: int) -> bool:
    return index == 0 or segments[index - 1].paragraph != segments[index].paragraph


def _column(side: _Side, rows: range, beads: Sequence[Bead]) -> str:
    paragraphs: list[list[str]] = []
    for index in rows:
        if not paragraphs or _opens(side.segments, index):
            paragraphs.append([])
        paragraphs[-1].append(_segment(side, index, beads[side.bead_of[index]]))
    body = "\n".join(f'<div class="para">{"".join(items)}</div>' for items in paragraphs)
    return f'<div class="side {side.side}" lang="{side.lang}">{body}</div>'


def _segment(side: _Side, index: int, bead: Bead) -> str:
    segment, number = side.segments[index], side.bead_of[index]
    classes = ["seg", _bead_classes(bead)]
    classes += ["title"] if segment.paragraph == 0 else []
    opening = _opens(side.segments, index) and segment.paragraph > 0
    classes += ["opening"] if opening else []
    own, others = (bead.en, bead.zh) if side.side == "en" else (bead.zh, bead.en)
    classes += ["first"] if index == own[0] and (side.side == "en" or not others or bead.moved) else []
    across = "zh" if side.side == "en" else "en"
    target = f"{across}-{others[0]}" if others else f"{side.side}-{index}"
    attributes = f'id="{side.side}-{index}" data-bead="{number}" style="--order:{side.orders[index]}"'
    attributes += f' data-paragraph="{segment.paragraph}"' if opening else ""
    return (
        f'<p class="{" ".join(classes)}" {attributes}>'
        f'<a class="num" href="#{target}">{index}</a>'
        f'<span class="text">{marked(segment.text, side.marks.get(index, ()))}</span>'
        f'<span class="tie" lang="en" title="bead {number}, confidence {bead.confidence:.3f}">{number}</span>'
        f"{_notes(bead, index == own[0], across, others)}</p>\n"
    )


def _notes(bead: Bead, first: bool, across: str, others: Sequence[int]) -> str:
    notes: list[str] = []
    if first and bead.status is BeadStatus.REVIEW:
        notes.append(f'<span class="badge review">review {bead.confidence:.2f}</span>')
    if first and bead.status is BeadStatus.CONFIRMED:
        notes.append('<span class="badge confirmed">✓ confirmed</span>')
    if not others:
        notes.append(f'<span class="badge">∅ {"English" if across == "zh" else "Chinese"} only</span>')
    if bead.moved and others:
        notes.append(f'<a class="badge moved" href="#{across}-{others[0]}">↕ moved: {across} {others[0]}</a>')
    return f'<span class="notes" lang="en">{"".join(notes)}</span>' if notes else ""


def _bead_classes(bead: Bead) -> str:
    names = [step_of(bead.confidence).name]
    names += ["null"] if not (bead.en and bead.zh) else []
    names += [bead.status.value] if bead.status is not BeadStatus.AUTO else []
    return " ".join([*names, "moved"] if bead.moved else names)


def _beads_json(beads: Sequence[Bead]) -> str:
    rows = [
        {
            "en": bead.en,
            "zh": bead.zh,
            "confidence": round(bead.confidence, 4),
            "score": round(bead.score, 4),
            "status": bead.status.value,
            "moved": bead.moved,
            "classes": _bead_classes(bead),
        }
        for bead in beads
    ]
    return json.dumps(rows, separators=(",", ":"))
