"""Results become JSON by field name, Chinese as it is."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tm.bitext import Bead, BeadStatus
from tm.cli.documents import document


@dataclass(frozen=True, kw_only=True)
class Sample:
    from_: str
    day: dt.date
    file: Path
    beads: tuple[Bead, ...]
    share: np.float32
    kinds: frozenset[str]


def test_a_result_is_one_line_of_json_with_schema_and_warnings() -> None:
    bead = Bead(en=(0,), zh=(0, 1), score=0.5, confidence=0.75, status=BeadStatus.REVIEW)
    sample = Sample(
        from_="国家认监委",
        day=dt.date(2020, 11, 23),
        file=Path("en/a.html"),
        beads=(bead,),
        share=np.float32(0.25),
        kinds=frozenset({"b", "a"}),
    )
    text = document(sample, skipped=())
    assert "\n" not in text
    assert "国家认监委" in text
    read = json.loads(text)
    assert read["from"] == "国家认监委"
    assert read["day"] == "2020-11-23"
    assert read["file"] == "en/a.html"
    assert read["beads"] == [
        {"en": [0], "zh": [0, 1], "score": 0.5, "confidence": 0.75, "status": "review", "moved": False}
    ]
    assert (read["share"], read["kinds"]) == (0.25, ["a", "b"])
    assert (read["schema"], read["warnings"], read["skipped"]) == (1, [], [])
