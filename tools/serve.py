"""Serve Refurb on this machine with the demo in it: `make run` calls this.

Migrates the database, loads the demo into an empty one, starts the server and the worker that
does the long tasks, and stops both on Ctrl-C or SIGTERM. Settings are those of development, from
variables set here; what the environment sets already wins, DATABASE_URL for example.
"""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

from tools.development import ROOT, VAR, set_environment

ACCOUNTS = VAR / "demo-accounts.json"
START_SECONDS = 60
STOP_SECONDS = 10

Child = subprocess.Popen[bytes]


def say(text: str) -> None:
    """Tell the person at the terminal, at once."""
    print(text, flush=True)


def refuse_a_taken_port(port: int) -> None:
    """Stop with what to do when something listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Port {port} is taken. Choose another: make run PORT={port + 1}")


def prepare_database() -> None:
    """Check, migrate, load the demo when nobody has an account yet, and book the next night."""
    import django  # noqa: PLC0415 (after the environment is set)

    django.setup()
    from django.contrib.auth import get_user_model  # noqa: PLC0415 (after setup)
    from django.core.management import call_command  # noqa: PLC0415
    from django.core.management.base import SystemCheckError  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    try:
        call_command("check", verbosity=0)
    except SystemCheckError as problem:
        sys.exit(str(problem))
    call_command("migrate", verbosity=0)
    if not get_user_model().objects.exists():
        say("== loading the demo")
        accounts = io.StringIO()
        call_command("load_demo", "--json", stdout=accounts)
        ACCOUNTS.write_text(accounts.getvalue())
    call_command("keep_deadlines", "--by-worker", stdout=io.StringIO())
    connections.close_all()


def start(*arguments: str, no_reload: str) -> Child:
    """Start a management command in a process group of its own.

    Watching the files for changes doubles what a start costs, so it is asked for: RELOAD=1.
    """
    command = [sys.executable, "manage.py", *arguments, "--skip-checks"]
    if not os.environ.get("RELOAD"):
        command.append(no_reload)
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)


def stop(child: Child) -> None:
    """End a command and what it started, kindly first."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, number)
            child.wait(timeout=STOP_SECONDS)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def answers(url: str, children: dict[str, Child]) -> bool:
    """Wait for the first answer; False when a child ends first, or when it takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and not ended(children):
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 (our own server)
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def ended(children: dict[str, Child]) -> str | None:
    """Return the name of a child that has ended, if one has."""
    return next((name for name, child in children.items() if child.poll() is not None), None)


def introduce(url: str) -> None:
    """Print the address and who can sign in."""
    say(f"\nRefurb is at {url}\n")
    if ACCOUNTS.is_file():
        rows = [("sign in as", "password", "role", "organisation")]
        people = json.loads(ACCOUNTS.read_text())
        rows += [(p["email"], p["password"], p["role"], p["organisation"]) for p in people]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            say(f"  {'  '.join(cells).rstrip()}")
    say("\nStop with Ctrl-C.")


def main() -> int:
    """Serve until told to stop; 1 when the server or the worker ended by itself."""
    port = int(os.environ.get("PORT") or 8000)
    refuse_a_taken_port(port)
    set_environment(port)
    # From here on a SIGTERM ends this program the way Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    children: dict[str, Child] = {}
    try:
        prepare_database()
        children["server"] = start("runserver", f"127.0.0.1:{port}", no_reload="--noreload")
        children["worker"] = start("db_worker", no_reload="--no-reload")
        if answers(f"http://127.0.0.1:{port}/healthz", children):
            introduce(f"http://127.0.0.1:{port}")
        while (name := ended(children)) is None:
            time.sleep(0.5)
    except KeyboardInterrupt:
        return 0
    finally:
        for child in children.values():
            stop(child)
    print(f"The {name} ended with code {children[name].returncode}.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
