"""pofilter (translate-toolkit) on the same rows, run as a program of its own. Leaves out: our rules."""

import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import polib

from tm.bitext import Side

_CHECK = re.compile(r"\(pofilter\) (\w+):")


def pofilter(program: str, rows: Sequence[tuple[str, str]], side: Side) -> Counter[str]:
    """Return on how many (source, draft) rows each of pofilter's checks fires; `any` counts rows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, result = folder / "in.po", folder / "out.po"
        book = polib.POFile()
        book.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit"}
        book.extend(
            polib.POEntry(msgctxt=str(at), msgid=text, msgstr=draft)
            for at, (text, draft) in enumerate(rows)
            if text and draft
        )
        book.save(str(source))
        language = "en" if side == "en" else "zh_CN"
        command = [program, "--language", language, "--progress=none", "-i", str(source), "-o", str(result)]
        subprocess.run(command, check=True, capture_output=True)
        found: Counter[str] = Counter()
        if result.exists():
            for entry in polib.pofile(str(result)):
                checks = set(_CHECK.findall(f"{entry.comment} {entry.tcomment}"))
                found.update(checks)
                found["any"] += bool(checks)
    return found
