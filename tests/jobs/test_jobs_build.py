"""What a build does again, and what it leaves as it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tm.jobs.build import BuildResult, build_memory
from tm.jobs.session import Session

EN = """The certification centre opened a laboratory

The centre opened a laboratory for electric vehicles in Wuxi on 3 March 2024.
It will test 400 batteries a year.
"""
ZH = """认证中心实验室揭牌

2024年3月3日，中心在无锡设立的电动汽车实验室揭牌。实验室每年将检测400组电池。
"""


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Session]:
    for side, text in (("en", EN), ("zh", ZH)):
        (tmp_path / side).mkdir()
        (tmp_path / side / "1.txt").write_text(text, encoding="utf-8")
    with Session(memory=str(tmp_path / "m.sqlite")) as session:
        yield session


def test_pairs_are_aligned_again_when_the_aligner_has_learned_anew(
    opened: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build() -> BuildResult:
        return build_memory(opened, tmp_path / "en", tmp_path / "zh")

    assert (build().pairs, build().unchanged) == (1, 1)
    monkeypatch.setattr("tm.jobs.build.weights_hash", lambda: "other weights")
    assert build().unchanged == 0
    assert build().unchanged == 1
