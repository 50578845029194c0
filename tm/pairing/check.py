"""What is wrong with two lists of releases before any of it is read closely. Leaves out: pairing them."""

import re
from collections import Counter
from collections.abc import Sequence

from tm.bitext import Side
from tm.errors import LanguageError, PairingError
from tm.pairing.results import PairingInput
from tm.text.scripts import HAN

_SIDE_NAMES: dict[Side, str] = {"en": "English", "zh": "Chinese"}
_SHOWN = 3
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile("[A-Za-z]")


def check(en: Sequence[PairingInput], zh: Sequence[PairingInput]) -> None:
    """Raise LanguageError for releases on the wrong side, PairingError for two of one key on a side.

    A release is of the language it is tagged with. Since tags may be given rather than found, most of a
    side's texts must bear them out.
    """
    sides: dict[Side, Sequence[PairingInput]] = {"en": en, "zh": zh}
    wrong = {side: _wrong(items, side) for side, items in sides.items()}
    if en and zh and len(wrong["en"]) == len(en) and len(wrong["zh"]) == len(zh):
        raise LanguageError(
            f"the sides are swapped: {wrong['en'][0]} was given as English and {wrong['zh'][0]} as Chinese;"
            " give the English releases first"
        )
    for side, keys in wrong.items():
        if keys:
            shown = ", ".join(keys[:_SHOWN]) + (
                f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else ""
            )
            raise LanguageError(
                f"{shown}: given as {_SIDE_NAMES[side]}, but the text is not;"
                " take it out, or give one folder in English and one in Chinese"
            )
    for side, items in sides.items():
        key, count = next(iter(Counter(item.release.key for item in items).most_common(1)), ("", 0))
        if count > 1:
            raise PairingError(
                f"{key}: {count} {_SIDE_NAMES[side]} releases have this key; give each its own"
            )


def _wrong(items: Sequence[PairingInput], side: Side) -> list[str]:
    """Return the keys of releases that cannot stand on `side`."""
    tagged = [item.release.key for item in items if item.release.lang.side != side]
    if tagged:
        return tagged
    plain = [item.release.key for item in items if _plainly_other(item, side)]
    return plain if 2 * len(plain) > len(items) else []


def _plainly_other(item: PairingInput, side: Side) -> bool:
    """Say whether no Han stands in a Chinese text, or mostly Han in an English one.

    Less is no proof: a list of titles or codes may hold few Han characters and still be Chinese.
    """
    text = " ".join(segment.text for segment in item.segments)
    han, latin = len(_HAN.findall(text)), len(_LATIN.findall(text))
    return han > latin if side == "en" else latin > 0 and not han
