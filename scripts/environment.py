"""Make the project's own virtual environment. Leaves out: what is then run in it.

Used by the scripts beside it. Needs nothing but Python 3.11 or newer with pip.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
CONSTRAINTS = ROOT / "scripts" / "constraints.txt"
OLDEST = (3, 11)


def say(text: str) -> None:
    """Tell the user what is being done; standard error, so that output stays data."""
    print(f"==> {text}", file=sys.stderr, flush=True)


def program(name: str) -> Path:
    """Return the path of a program of the environment."""
    folder, ending = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
    return FOLDER / folder / (name + ending)


def run(*command: str | Path) -> None:
    """Run a command in the project's folder; end this script with its status if it fails."""
    finished = subprocess.run([str(part) for part in command], cwd=ROOT, check=False)
    if finished.returncode:
        sys.exit(finished.returncode)


def ready(extras: tuple[str, ...] = ()) -> None:
    """Make `.venv` hold the pinned packages, the project itself and `extras`; quick if it does already."""
    if sys.version_info < OLDEST:
        sys.exit(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}")
    stamp = FOLDER / "installed-{}".format("-".join(extras) or "plain")
    wanted = _fingerprint()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted and program("tm").exists():
        say(f"{FOLDER} is up to date")
        return
    _make_folder()
    pip = (program("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    say("installing PyTorch as pinned (the CPU build where this machine offers one)")
    run(
        *pip, next(line for line in CONSTRAINTS.read_text("utf-8").splitlines() if line.startswith("torch=="))
    )
    say("installing the project and its pinned packages")
    run(*pip, "-c", CONSTRAINTS, "-e", ".[{}]".format(",".join(extras)) if extras else ".")
    stamp.write_text(wanted, encoding="ascii")


def enter() -> None:
    """Start this script again with the environment's Python, made if need be, unless this Python has `tm`."""
    if importlib.util.find_spec("tm") is None:
        ready(("test",))
        sys.exit(subprocess.run([program("python"), *sys.argv], check=False).returncode)


def _fingerprint() -> str:
    """Return a hash of all that decides what is installed."""
    parts = (CONSTRAINTS.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), sys.version.encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _make_folder() -> None:
    """Make `.venv`; on a Debian whose Python came without `ensurepip`, install that first."""
    if program("python").exists():
        return
    say(f"making {FOLDER}")
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
            sys.exit("this Python has no ensurepip: install python3-venv, then run this again")
        say("installing python3-venv")
        run("apt-get", "update", "-q")
        run("apt-get", "install", "-qy", "python3-venv")
    venv.create(FOLDER, with_pip=True, clear=FOLDER.exists())
