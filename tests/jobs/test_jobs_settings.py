"""`tm.toml`: precedence, and a clear line for whatever is wrong in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tm.bitext import Severity
from tm.errors import ConfigError
from tm.jobs.settings import Settings, load_settings, make_config, read_settings


@dataclass(frozen=True, kw_only=True)
class Sample:
    low: float = 0.5
    limit: int = 5
    kinds: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR
    house: str | None = None
    ignore: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.limit > 100:
            raise ConfigError(f"limit is {self.limit}; give 100 at most")


def test_the_nearest_file_above_counts(tmp_path: Path) -> None:
    (tmp_path / "tm.toml").write_text('memory = "记忆.db"\n[lookup]\nlimit = 3\n', encoding="utf-8")
    inner = tmp_path / "项目" / "译文"
    inner.mkdir(parents=True)
    settings = load_settings(inner)
    assert (settings.memory, settings.model) == (str(tmp_path / "记忆.db"), None)
    assert settings.config("lookup", Sample).limit == 3


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("m.sqlite", "{here}/m.sqlite"),
        ("sub/m.sqlite", "{here}/sub/m.sqlite"),
        ("sqlite:///m.sqlite", "{here}/m.sqlite"),
        ("postgresql://host/db", "postgresql://host/db"),
    ],
)
def test_a_memory_is_named_from_the_files_folder(tmp_path: Path, named: str, found: str) -> None:
    (tmp_path / "tm.toml").write_text(f'memory = "{named}"\n', encoding="utf-8")
    memory = read_settings(tmp_path / "tm.toml").memory
    assert memory is not None
    assert Path(memory) == Path(found.format(here=tmp_path))


def test_a_model_is_a_folder_beside_the_file_or_a_name(tmp_path: Path) -> None:
    (tmp_path / "models" / "e5").mkdir(parents=True)
    (tmp_path / "use").mkdir()
    for named, found in (("models/e5", str(tmp_path / "models" / "e5")), ("LaBSE", "LaBSE"), ("use", "use")):
        (tmp_path / "tm.toml").write_text(f'model = "{named}"\n', encoding="utf-8")
        assert Path(read_settings(tmp_path / "tm.toml").model or "") == Path(found)


def test_a_whole_path_stays(tmp_path: Path) -> None:
    for named in (tmp_path / "far" / "m.sqlite", f"sqlite:///{(tmp_path / 'm.sqlite').as_posix()}"):
        (tmp_path / "tm.toml").write_text(f"memory = '{named}'\n", encoding="utf-8")
        assert Path(read_settings(tmp_path / "tm.toml").memory or "").is_relative_to(tmp_path)


def test_a_given_value_goes_before_the_file() -> None:
    settings = Settings(rooms={"lookup": {"limit": 3, "low": 1}})
    config = settings.config("lookup", Sample, limit=9, house=None)
    assert (config.limit, config.low, config.house) == (9, 1.0, None)


def test_lists_and_named_choices_become_the_fields_own_types() -> None:
    values = {
        "kinds": ["fuzzy", "exact"],
        "severity": "warning",
        "house": "CQC",
        "ignore": {"number": ["42"]},
    }
    config = make_config(Sample, values, where="here")
    assert config == Sample(
        kinds=("fuzzy", "exact"), severity=Severity.WARNING, house="CQC", ignore={"number": ("42",)}
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("limit = 3", "unknown setting 'limit'"),
        ("memory = 3", "memory must be a text"),
        ("lookup = 3", "[lookup] must be a table"),
        ("[lookup", "settings are TOML"),
        ("memory = 'a'\nmemory = 'b'", "settings are TOML"),
    ],
)
def test_a_file_that_is_not_sound_is_one_clear_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "tm.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_settings(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_bytes_that_are_not_utf8_are_named(tmp_path: Path) -> None:
    path = tmp_path / "tm.toml"
    path.write_bytes("memory = '记忆'".encode("gb18030"))
    with pytest.raises(ConfigError, match="UTF-8"):
        read_settings(path)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"limit": "3"}, "'3' is not of type int"),
        ({"limit": True}, "True is not of type int"),
        ({"severity": "loud"}, "'loud' is not a valid Severity"),
        ({"colour": 1}, "unknown setting 'colour'"),
        ({"kinds": "fuzzy"}, "kinds: 'fuzzy' is not a list; write ['fuzzy']"),
        ({"ignore": "number"}, "ignore: 'number' is not a table"),
        ({"ignore": {"number": "42"}}, "ignore number: '42' is not a list"),
        ({"limit": 101}, "tm.toml [lookup]: limit is 101; give 100 at most"),
    ],
)
def test_values_of_the_wrong_kind_are_refused(values: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        make_config(Sample, values, where="tm.toml [lookup]")
    assert said in str(caught.value)
