"""The tests on PostgreSQL run on PostgreSQL, or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import with_pg

SAY_WHERE = [sys.executable, "-c", "import os; print(os.environ['DATABASE_URL'])"]


def test_a_database_that_is_named_is_used_as_it_is(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@elsewhere/theirs")
    assert with_pg.main(SAY_WHERE) == 0
    assert capfd.readouterr().out.strip() == "postgres://somebody@elsewhere/theirs"


def test_without_postgresql_the_command_does_not_run(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(with_pg, "_candidates", lambda: iter([Path("/nowhere")]))
    assert with_pg.main(SAY_WHERE) == 2
    seen = capfd.readouterr()
    assert seen.out == ""
    assert "No PostgreSQL found" in seen.err


def test_the_command_gets_a_database_and_its_exit_code_is_passed_on(root: Path) -> None:
    script = "import psycopg, os, sys; psycopg.connect(os.environ['DATABASE_URL']); sys.exit(3)"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [sys.executable, "-m", "tools.with_pg", sys.executable, "-c", script]
    assert subprocess.call(command, cwd=root, env=environment) == 3
