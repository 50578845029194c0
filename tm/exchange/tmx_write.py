"""TMX out: one unit after another, everything the memory holds of each. Leaves out: reading.

TMX 1.4b, level 1. Chinese is written as `zh-CN` and `zh-TW`, the tags other tools know, and read
back as `zh-Hans` and `zh-Hant`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import tm
from tm.bitext import Lang, Side, TranslationUnit, other_side
from tm.exchange.files import whole_file
from tm.exchange.tmx_props import TOOL, element_xml, unit_props, variant_props
from tm.exchange.tmx_text import segment_xml

TAGS = {Lang.EN: "en", Lang.ZH: "zh", Lang.ZH_HANS: "zh-CN", Lang.ZH_HANT: "zh-TW"}
"""The tag each language is written under."""


def write_tmx(path: Path, units: Iterable[TranslationUnit], source: Side) -> int:
    """Write units to a TMX file, `source` first in each; return how many.

    Raises ReportError where the file cannot be written.
    """
    count = 0
    with whole_file(path) as file:
        file.write(_header(source))
        for unit in units:
            file.writelines(_unit(unit, source))
            count += 1
        file.write("</body>\n</tmx>\n")
    return count


def _header(source: Side) -> str:
    lang = TAGS[Lang.EN if source == "en" else Lang.ZH_HANS]
    now = f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%SZ}"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        f'<header creationtool="{TOOL}" creationtoolversion="{tm.__version__}" segtype="sentence"'
        f' o-tmf="{TOOL}" adminlang="en" srclang="{lang}" datatype="plaintext"'
        f' creationdate="{now}"/>\n<body>\n'
    )


def _unit(unit: TranslationUnit, source: Side) -> Iterator[str]:
    lang = unit.zh_lang if source == "zh" else Lang.EN
    attributes = "" if unit.id is None else f' tuid="{unit.id}"'
    if lang not in (Lang.EN, Lang.ZH_HANS):
        attributes += f' srclang="{TAGS[lang]}"'
    if unit.provenance.date is not None:
        attributes += f' creationdate="{unit.provenance.date.isoformat().replace("-", "")}T000000Z"'
    yield f"<tu{attributes}>"
    if unit.note:
        yield element_xml("note", unit.note)
    yield from unit_props(unit)
    yield "\n"
    for side in (source, other_side(source)):
        yield f'<tuv xml:lang="{TAGS[Lang.EN if side == "en" else unit.zh_lang]}">'
        yield from variant_props(unit, side)
        yield f"<seg>{segment_xml(unit.text(side))}</seg></tuv>\n"
    yield "</tu>\n"
