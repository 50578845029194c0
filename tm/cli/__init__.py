"""Parse, call one job, show the result. Leaves out: logic."""

from importlib import import_module

_COMMANDS = ("demo", "drafts", "editing", "files", "search", "terms", "texts", "upkeep")


def main() -> None:
    """Run the `tm` command."""
    from tm.cli.app import run
    from tm.cli.console import use_utf8

    for name in _COMMANDS:
        import_module(f"tm.cli.{name}")  # each adds its commands to the application
    use_utf8()
    run()


__all__ = ["main"]
