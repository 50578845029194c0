"""Parse, call one job, show the result. Leaves out: logic."""


def main() -> None:
    """Run the `tm` command."""
    from tm.cli import demo, drafts, editing, files, search, terms, texts, upkeep  # noqa: F401  each adds its commands to the application
    from tm.cli.app import run
    from tm.cli.console import use_utf8

    use_utf8()
    run()


__all__ = ["main"]
