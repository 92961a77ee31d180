"""A real server with the demo in it, a real Chromium, and somebody signed in for each role.

One server for each test process (each pytest-xdist worker), on a file database of its own: the
demo is loaded once and copied. What a test changes stays for the tests after it in the same
process, so a browser test makes what it counts, and never counts what the demo brought.
"""

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from tools.chromium import find_chromium
from tools.with_pg import free_port

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, StorageState

START_SECONDS = 60
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",  # as root there is no other way
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1366, "height": 900}
# Pages of refused forms (422, 409) and of what isn't there (404) are shown on purpose.
EXPECTED_MESSAGE = re.compile(r"^Failed to load resource: the server responded with a status of 4")


@dataclass(frozen=True)
class DemoAccount:
    """Somebody of the demo who can sign in, as `load_demo --json` prints them."""

    email: str
    password: str
    role: str
    organisation: str


@dataclass(frozen=True)
class Demo:
    """The demo in a database file, before any server has touched it."""

    database: Path
    accounts: tuple[DemoAccount, ...]


@dataclass(frozen=True)
class Site:
    """A running server with the demo in it."""

    url: str
    database: Path
    accounts: tuple[DemoAccount, ...]
    signed_in: dict[str, "StorageState"] = field(default_factory=dict)

    def account(self, role: str) -> DemoAccount:
        """Return the demo's first account of this role."""
        return next(account for account in self.accounts if account.role == role)

    def manage(self, *arguments: str) -> str:
        """Run a management command on this site's database and return what it prints."""
        return manage(self.database, *arguments)


class PageAs(Protocol):
    """Open a new page as somebody of this role, or as a stranger; options go to the context."""

    def __call__(self, role: str | None, **options: Any) -> "Page": ...


def environment(database: Path, **extra: str) -> dict[str, str]:
    """Return the environment of what works on this database file; photos lie beside it."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"sqlite:///{database}",
        "REFURB_MEDIA_ROOT": str(database.parent / "media"),
        **extra,
    }


def manage(database: Path, *arguments: str) -> str:
    """Run a management command on this database file; its errors show when it fails."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(
        command, env=environment(database), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session", autouse=True)
def demo_on_its_way(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Begin to load the demo beside the first tests: later every process would wait for it."""
    if any("demo" in getattr(item, "fixturenames", ()) for item in request.session.items):
        threading.Thread(target=load_demo, args=(tmp_path_factory,), daemon=True).start()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Give the small demo."""
    return load_demo(tmp_path_factory)


def load_demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Load it once for all processes of a run, or wait for whoever is loading it."""
    here = tmp_path_factory.getbasetemp()
    shared = here.parent if "PYTEST_XDIST_WORKER" in os.environ else here
    database, accounts = shared / "demo.sqlite3", shared / "demo-accounts.json"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not accounts.exists():
            manage(database, "migrate", "--verbosity=0")
            printed = manage(database, "load_demo", "--small", "--json")
            # Written last: this file says that the database is whole.
            accounts.write_text(printed)
    people = json.loads(accounts.read_text())
    return Demo(database, tuple(DemoAccount(**person) for person in people))


@pytest.fixture(scope="session")
def site(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a copy of the demo until the last test of this process."""
    folder = tmp_path_factory.mktemp("site")
    database = Path(shutil.copy(demo.database, folder / "site.sqlite3"))
    photos = demo.database.parent / "media"
    if photos.exists():
        shutil.copytree(photos, folder / "media")
    with serving(folder, environment(database)) as url:
        yield Site(url, database, demo.accounts)


@pytest.fixture(scope="session")
def failing_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a site that shows its own error pages and whose database can't be reached."""
    settings = {"DJANGO_SETTINGS_MODULE": "tests.browser.failing"}
    with serving(tmp_path_factory.mktemp("failing"), {**os.environ, **settings}) as url:
        yield url


@contextmanager
def serving(folder: Path, variables: dict[str, str]) -> Iterator[str]:
    """Run a server in this environment and yield its address; it logs into the folder."""
    url = f"http://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "gunicorn", "--threads=4", "--bind", url.partition("//")[2]]
    log = folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*command, "refurb.wsgi"],
            env={**variables, "REFURB_PUBLIC_URL": url},
            stdout=output,
            stderr=output,
        )
    try:
        _wait_until_it_answers(server, url, log)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=START_SECONDS)


def _wait_until_it_answers(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=5).close()  # noqa: S310 (our own)
        except urllib.error.HTTPError:
            return  # it answers, if only that it is not well
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"The server did not answer:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Start one Chromium for this process; fails, never skips, when there is none."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (unit tests do without it)

    path = find_chromium()
    if path is None:
        pytest.fail("There is no Chromium; `make test` gets one, or set CHROMIUM to its path")
    # Playwright's loop runs in this thread from now on, and Django would refuse to use its
    # database beside it, in this test and in those after it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page_as(browser: "Browser", site: Site) -> Iterator[PageAs]:
    """Give the test a function that opens pages; fails it for anything the console complains of.

    `page_as("coordinator", viewport=PHONE)` gives a page that is signed in, on no address yet:
    `page.goto("/devices/")`. Each call has cookies of its own. A role signs in once a process.
    """
    complaints: list[str] = []
    with ExitStack() as contexts:

        def open_page(role: str | None, **options: Any) -> "Page":
            page = _open_page(browser, site, role, options, complaints)
            contexts.callback(page.context.close)
            return page

        yield open_page
    assert complaints == []


@dataclass
class Looking:
    """A page of each role, kept for all that only look: a window of its own costs a second.

    `framed`: in which widths and themes the bar and the foot of a role's pages were looked at.
    """

    pages: dict[str | None, "Page"] = field(default_factory=dict)
    framed: defaultdict[str | None, set[tuple[int, str]]] = field(
        default_factory=lambda: defaultdict(set)
    )
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def looking(browser: "Browser") -> Iterator[Looking]:
    """Keep the pages until the last test of this process."""
    kept = Looking()
    yield kept
    for page in kept.pages.values():
        page.context.close()


@pytest.fixture
def look_as(browser: "Browser", site: Site, looking: Looking) -> Iterator[PageAs]:
    """Give the page of a role that only looks, as `page_as` does; its cookies stay."""
    looking.complaints.clear()

    def open_page(role: str | None, **options: Any) -> "Page":
        if role not in looking.pages:
            looking.pages[role] = _open_page(browser, site, role, options, looking.complaints)
        return looking.pages[role]

    yield open_page
    assert looking.complaints == []


def _open_page(
    browser: "Browser", site: Site, role: str | None, options: Any, complaints: list[str]
) -> "Page":
    if role and role not in site.signed_in:
        site.signed_in[role] = sign_in(browser, site, site.account(role))
    options.setdefault("viewport", DESKTOP)
    options.setdefault("locale", "en-GB")
    state = site.signed_in[role] if role else None
    context: BrowserContext = browser.new_context(base_url=site.url, storage_state=state, **options)
    page = context.new_page()
    page.on("console", _collect(complaints))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page


def _collect(complaints: list[str]) -> Callable[["ConsoleMessage"], None]:
    def collect(message: "ConsoleMessage") -> None:
        if message.type in {"error", "warning"} and not EXPECTED_MESSAGE.match(message.text):
            complaints.append(f"{message.type}: {message.text}")

    return collect


def sign_in(browser: "Browser", site: Site, account: DemoAccount) -> "StorageState":
    """Sign in through the page, as a person does, and return the cookies."""
    context = browser.new_context(base_url=site.url, locale="en-GB")
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", account.email)
    page.fill("input[name=password]", account.password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "login" not in url)
    state = context.storage_state()
    context.close()
    return state
