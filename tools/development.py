"""The environment of `make run`; `python -m tools.development COMMAND …` runs manage.py in it."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"


def set_environment(port: int = 8000) -> None:
    """Set the variables of development that the environment does not set already."""
    VAR.mkdir(exist_ok=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "refurb.settings")
    os.environ.setdefault("REFURB_DEBUG", "1")
    os.environ.setdefault("REFURB_SECRET_KEY", secret_key(VAR / "secret-key"))
    os.environ.setdefault("REFURB_PUBLIC_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("DJANGO_RUNSERVER_HIDE_WARNING", "true")


def secret_key(path: Path) -> str:
    """Return this checkout's key, made once, so that a restart signs nobody out."""
    if not path.is_file():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


if __name__ == "__main__":
    set_environment()
    sys.exit(subprocess.call([sys.executable, "manage.py", *sys.argv[1:]], cwd=ROOT))
