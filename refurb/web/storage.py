"""Store the static files of production: under names with their hash, compressed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped package
    """Hash and compress; imports between our own modules point to hashed names too."""

    support_js_module_import_aggregation = True
