"""Every format of units: what goes out comes back, and bad files are told of."""

import tracemalloc
from pathlib import Path

import pytest
from exchange_units import UNITS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tm.bitext import Provenance, TranslationUnit
from tm.errors import ReadError, ReportError
from tm.exchange import read_units, write_units
from tm.memory import open_memory

FORMATS = ("tmx", "tsv", "csv", "po")


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("source", ["zh", "en"])
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(units=st.lists(UNITS, min_size=1, max_size=4))
def test_what_is_written_is_read_again(tmp_path_factory, ending, source, units):
    path = tmp_path_factory.mktemp("units") / f"units.{ending}"
    if ending == "po":
        anchor = TranslationUnit(
            en="Plain English words.", zh="这里是几个汉字，说明语言。", provenance=Provenance(model="x")
        )
        units = [anchor] * 20 + units
    assert write_units(path, units, source=source) == len(units)
    assert list(read_units(path)) == units


@pytest.mark.parametrize("ending", FORMATS)
def test_a_memory_goes_out_and_comes_in_whole(tmp_path, ending):
    with open_memory(tmp_path / "a") as memory:
        memory.units.put_release(
            "en/1", "zh/1", [TranslationUnit(en=f"No. {n}.", zh=f"第{n}号。") for n in range(50)]
        )
        units = list(memory.units.scan())
    path = tmp_path / f"out.{ending}"
    assert write_units(path, iter(units)) == 50
    with open_memory(tmp_path / "b") as memory:
        assert memory.units.add(read_units(path)).added == 50
        assert list(memory.units.scan()) == units
        assert memory.units.add(read_units(path)).known == 50


@pytest.mark.parametrize("ending", FORMATS)
def test_a_failed_export_leaves_the_old_file_and_nothing_else(tmp_path, ending):
    def units():
        yield TranslationUnit(en="One.", zh="一。")
        yield TranslationUnit(en="Half \ud83d.", zh="半。")

    path = tmp_path / f"units.{ending}"
    path.write_text("old")
    with pytest.raises(ReportError, match="half a character"):
        write_units(path, units())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("ending", FORMATS)
def test_a_place_that_cannot_be_written_is_a_clear_error(tmp_path, ending):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ReportError, match="could not be written"):
        write_units(tmp_path / "file" / f"units.{ending}", [])


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "could not be read"),
        (b"", "is empty"),
        (b"\x00\x01\x02\xff" * 300, ": "),
        (b"PK\x03\x04 a zip", ": "),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), ": "),
    ],
)
def test_a_file_that_is_none_is_one_line_naming_it(tmp_path, ending, content, why):
    path = tmp_path / f"bad.{ending}"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ReadError, match=why) as caught:
        list(read_units(path))
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_folder_is_no_file(tmp_path, ending):
    (tmp_path / f"folder.{ending}").mkdir()
    with pytest.raises(ReadError, match="is a folder"):
        list(read_units(tmp_path / f"folder.{ending}"))


@pytest.mark.parametrize("name", ["units.docx", "units"])
def test_an_unknown_ending_names_the_known_ones(tmp_path, name):
    with pytest.raises(ReadError, match=r"\.tmx \.tsv \.csv \.po"):
        list(read_units(tmp_path / name))
    with pytest.raises(ReportError, match=r"\.tmx \.tsv \.csv \.po"):
        write_units(tmp_path / name, [])


def test_a_large_tmx_is_read_and_written_in_bounded_memory(tmp_path):
    path = tmp_path / "large.tmx"
    count = 6_000
    tracemalloc.start()
    write_units(
        path, (TranslationUnit(en=f"Notice No. {n}." * 5, zh=f"第{n}号公告。" * 5) for n in range(count))
    )
    assert sum(1 for _ in read_units(path)) == count
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 << 20
    assert path.stat().st_size > 1 << 20


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_large_table_is_read_row_by_row(written, encoding):
    count = 20_000
    rows = [f'"第{n}号公告\r\n全文。"\t{f"Notice No. {n}. " * 30}\n' for n in range(count)]
    path = written("large.tsv", "".join([*rows, '"未完\tCut off\n']), encoding)
    assert path.stat().st_size > 9 << 20
    units = read_units(path)
    for number in range(count):
        assert next(units).zh == f"第{number}号公告\r\n全文。"
    with pytest.raises(ReadError, match=rf"large\.tsv:{2 * count + 1}: .*check the quotes"):
        next(units)


def test_what_was_read_before_a_fault_is_stored(tmp_path):
    path = tmp_path / "cut.tmx"
    write_units(path, (TranslationUnit(en=f"No. {n}.", zh=f"第{n}号。") for n in range(300)))
    path.write_bytes(path.read_bytes()[:-2_000])
    with open_memory(tmp_path / "m") as memory:
        with (
            pytest.raises(ReadError, match=r"cut\.tmx:\d+: is damaged or cut short"),
            memory.series("import"),
        ):
            memory.units.add(read_units(path))
        assert 200 < memory.units.count() < 300
        assert len(memory.history.unfinished()) == 1


def test_paths_are_told_as_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ReadError, match=r"^none\.tmx: "):
        list(read_units(Path("none.tmx")))
