"""Serve the front-end packages' files: a short list of them, never whole packages.

A whole package folder would bring hundreds of files nobody loads, and style sheets that point at
files which are not there break the hashing of static files.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, overload, override

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage


class NpmStorage(FileSystemStorage):
    """Read the listed files under the names that templates know them by."""

    # collectstatic puts a storage's prefix before each name; these names are whole already.
    prefix: str | None = None

    def path(self, name: str) -> str:
        """Return where npm put this file; raises KeyError for a name that is not listed."""
        return str(settings.NPM_ROOT / settings.NPM_ASSETS[name])


class ListedFinder(BaseFinder):
    """Find files that a list names; a subclass says where each is, by `place_of`."""

    storage: FileSystemStorage

    def __init__(self, app_names: Sequence[str] | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def place_of(self, name: str) -> str | None:
        """Return where this file is; None when it is not listed or not there."""
        raise NotImplementedError

    @override
    @overload
    def find(self, path: str, find_all: Literal[False] = False) -> str | None: ...
    @override
    @overload
    def find(self, path: str, find_all: Literal[True]) -> list[str]: ...
    @override
    def find(self, path: str, find_all: bool = False) -> str | list[str] | None:
        """Return the listed file's path, or nothing."""
        place = self.place_of(path)
        if find_all:
            return [place] if place else []
        return place


class NpmFinder(ListedFinder):
    """Find the files of settings.NPM_ASSETS under settings.NPM_ROOT."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = NpmStorage(location=settings.NPM_ROOT)
        super().__init__(*args, **kwargs)

    @override
    def place_of(self, name: str) -> str | None:
        """Return where npm put a listed file; None while it is not installed."""
        is_here = name in settings.NPM_ASSETS and Path(self.storage.path(name)).is_file()
        return self.storage.path(name) if is_here else None

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Report missing packages once, before a page without its scripts does."""
        missing = [
            name for name in settings.NPM_ASSETS if not Path(self.storage.path(name)).is_file()
        ]
        if not missing:
            return []
        return [
            Error(
                "Front-end packages are not installed. Run: make setup",
                hint=f"Missing under {settings.NPM_ROOT}: {', '.join(missing)}",
                id="refurb.E010",
            )
        ]

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield every listed file, for collectstatic."""
        for name in settings.NPM_ASSETS:
            yield name, self.storage
