"""Every command explains itself and its options, and has a line in the README."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
_NO_JSON = {"serve"}
"""Commands that end in no result."""


def commands() -> Iterator[tuple[str, object]]:
    """Yield every command by the words it is called with."""
    from tm import cli
    from tm.cli.app import app

    assert cli.main
    from importlib import import_module
    from pkgutil import iter_modules

    for module in iter_modules(cli.__path__):
        import_module(f"tm.cli.{module.name}")
    yield from _below(typer.main.get_command(app), ())


def _below(command: object, words: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield " ".join(words), command
    for name, each in (inner or {}).items():
        yield from _below(each, (*words, name))


COMMANDS = dict(commands())
named = pytest.mark.parametrize("name", sorted(COMMANDS))


def test_the_commands_of_the_interface_are_there() -> None:
    wanted = {
        "demo", "segment", "pair", "align", "build", "import", "export", "lookup", "concordance", "qa",
        "score", "stats", "undo", "history", "reembed", "backup", "doctor",
        "terms add", "terms import", "terms export", "terms list", "terms find",
    }  # fmt: skip
    assert wanted <= set(COMMANDS)


@named
def test_a_command_says_what_it_does(name: str) -> None:
    said = COMMANDS[name].help
    assert said
    assert said.strip().endswith((".", "!", "?")), said


@named
def test_every_option_and_argument_is_explained(name: str) -> None:
    bare = [each.name for each in COMMANDS[name].params if not getattr(each, "help", None)]
    assert not bare, f"tm {name}: no help for {', '.join(bare)}"


@named
def test_every_command_gives_json(name: str) -> None:
    options = {option for each in COMMANDS[name].params for option in each.opts}
    assert name in _NO_JSON or "--json" in options


@named
def test_memory_and_model_come_from_the_environment_too(name: str) -> None:
    variables = {option: each.envvar for each in COMMANDS[name].params for option in each.opts}
    assert variables.get("--memory", "TM_MEMORY") == "TM_MEMORY"
    assert variables.get("--model", "TM_MODEL") == "TM_MODEL"


@named
def test_a_command_has_a_line_in_the_readme(name: str) -> None:
    first, _, second = name.partition(" ")
    lines = [
        line for line in README.splitlines() if line.startswith("|") and re.search(rf"`tm {first}\b", line)
    ]
    assert lines, f"tm {first} stands in no row of the README's table"
    if second:
        assert any(re.search(rf"`(tm {first} )?{second}\b", line) for line in lines), (
            f"tm {name} is not there"
        )


@named
def test_help_is_shown(tm, name: str) -> None:
    shown = tm(*name.split(), "--help")
    assert shown.code == 0
    assert "--help" in shown.out


def test_no_command_shows_help_and_is_wrong_usage(tm) -> None:
    for words in ((), ("terms",)):
        shown = tm(*words)
        assert shown.code == 2
        assert "Usage" in shown.out + shown.err


def test_the_version(tm) -> None:
    import tm as package

    assert tm("--version").out == f"tm {package.__version__}\n"
