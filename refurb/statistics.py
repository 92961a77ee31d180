"""What the database knows of its own tables when it chooses how to read them."""

from django.db import connection

ROWS_LOOKED_AT = 1_000  # of each index: https://sqlite.org/lang_analyze.html, approximate ANALYZE


def refresh_statistics() -> None:
    """Count anew how the rows of SQLite's tables spread; PostgreSQL's autovacuum does it itself.

    Without it SQLite takes each index to be equally good, and sorts ten thousand devices to show
    the last fifty.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {ROWS_LOOKED_AT}")
            cursor.execute("ANALYZE")
