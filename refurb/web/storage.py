"""Store the static files: hashed, compressed, and one style sheet instead of seventeen."""

import re
from collections.abc import Iterator
from typing import Any, override

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "refurb/css/refurb.css"
IMPORT = re.compile(r'^@import url\("(?P<name>[a-z]+\.css)"\) layer\((?P<layer>[a-z]+)\);$', re.M)


class JoinedSheet:
    """Read the style sheet with its imports written out, each in its layer.

    A phone would otherwise fetch the sheet first and learn only then of the others.
    """

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def open(self, name: str) -> ContentFile[bytes]:
        """Open the joined sheet, as collectstatic opens a file of a storage."""
        folder = name.rpartition("/")[0]

        def read(path: str) -> str:
            with self.storage.open(path) as source:
                return str(source.read().decode())

        def write_out(found: re.Match[str]) -> str:
            return f"@layer {found['layer']} {{\n{read(f'{folder}/{found["name"]}')}}}"

        return ContentFile(IMPORT.sub(write_out, read(name)).encode(), name)


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped package
    """Hash and compress; imports between our own modules point to hashed names too."""

    support_js_module_import_aggregation = True

    @override
    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Join the style sheet, then hash and compress everything."""
        if SHEET in paths:
            storage, path = paths[SHEET]
            paths[SHEET] = JoinedSheet(storage), path
        yield from super().post_process(paths, dry_run, **options)
