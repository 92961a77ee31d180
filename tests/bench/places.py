"""What a place costs where many wait: `python -m tests.bench.places 300000`, on DATABASE_URL.

One line that was ranked is copied within the database, so that 300,000 take seconds: spread over 60
values of points, 30 months and three kinds. Prints queries, CPU and wall-clock milliseconds, and on
PostgreSQL whether the counts read nothing but an index.
"""

import json
import os
import sys
import time
from collections.abc import Callable

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment

from distribution.models import Nomination, WaitingPlace
from distribution.waiting_list.places import WaitingList, lines_of, page_for
from distribution.waiting_list.tally import with_counts
from distribution.waiting_list.tallying import recount
from tests.bench.measure import clocked, page
from tests.cast import Cast, make_cast
from tests.makers import make_grounds, make_nomination, make_policy

PAGE, MONTHS, VALUES = 50, 30, 60
# Of the key of distribution.priority.written; SQLite and PostgreSQL both have printf or format.
PARTS = {
    "postgresql": (
        "generate_series(1, {n}) AS i",
        "convert_to('9999-12-31T23:59:59.999999+00:00|' || (9999999999 - {points})"
        " || '|' || {year} || '-' || lpad(({month})::text, 2, '0')"
        " || '-' || lpad((1 + i % 28)::text, 2, '0') || 'T09:00:00.000000+00:00|NM-' || i || '/1',"
        " 'UTF8')",
    ),
    "sqlite": (
        "(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {n})"
        " SELECT i FROM s)",
        "CAST('9999-12-31T23:59:59.999999+00:00|' || (9999999999 - {points})"
        " || '|' || {year} || '-' || printf('%02d', {month}) || '-' || printf('%02d', 1 + i % 28)"
        " || 'T09:00:00.000000+00:00|NM-' || i || '/1' AS BLOB)",
    ),
}
KIND = (
    "CASE i % 10 WHEN 0 THEN 'tablet' WHEN 1 THEN 'desktop' WHEN 2 THEN 'desktop' ELSE 'laptop' END"
)


def build(waiting: int) -> Cast:
    """Make the cast and so many waiting lines, copies of one."""
    cast = make_cast()
    make_policy()
    make_grounds()
    last = make_nomination(cast.paula)
    series, key = (part.replace("{n}", str(waiting - 1)) for part in PARTS[connection.vendor])
    month = f"(i / {VALUES} % {MONTHS})"
    key = key.format(
        points=f"(i % {VALUES} + 1)", year=f"(2024 + {month} / 12)", month=f"1 + {month} % 12"
    )
    ids = {"nomination": last.pk, "line": last.lines.get().pk}
    with connection.cursor() as cursor:
        for table, where, changed in (
            ("distribution_nomination", ids["nomination"], {"reference": "'B' || i"}),
            (
                "distribution_requestline",
                ids["line"],
                {"nomination_id": f"{ids['nomination']} + i"},
            ),
        ):
            cursor.execute(_copy(table, "id", where, series, changed))
        cursor.execute(
            _copy(
                "distribution_waitingplace",
                "line_id",
                ids["line"],
                series,
                {"key": key, "kind": KIND, "points": f"i % {VALUES} + 1"},
            )
        )
    recount()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return cast


def _copy(table: str, pk: str, where: int, series: str, changed: dict[str, str]) -> str:
    with connection.cursor() as cursor:
        names = [c.name for c in connection.introspection.get_table_description(cursor, table)]
    values = {name: f't."{name}"' for name in names} | changed | {pk: f't."{pk}" + i'}
    columns = ", ".join(f'"{name}"' for name in names)
    wanted = ", ".join(values[name] for name in names)
    return (
        f"INSERT INTO {table} ({columns}) SELECT {wanted} FROM {table} AS t, {series} "  # noqa: S608
        f'WHERE t."{pk}" = {where}'
    )


def plan() -> list[str]:
    """Explain the place of the last line: which indexes are read, and how many rows beside them."""
    if connection.vendor != "postgresql":
        return []
    rows = with_counts(WaitingPlace.objects.order_by("-key"))[:1]
    told = rows.explain(analyze=True, costs=False)
    return [line.strip() for line in told.splitlines() if "Index" in line or "Heap" in line]


def measure(cast: Cast) -> dict[str, tuple[int, float, float]]:
    """Measure everything once."""
    anna = Client()
    anna.force_login(cast.anna.user)
    waiting = WaitingPlace.objects.count()
    pages = -(-waiting // PAGE)
    ordered = WaitingPlace.objects.order_by("key").select_related("line__nomination")
    middle, last = ordered[waiting // 2].line, ordered[waiting - 1].line
    far = bytes(ordered[waiting - PAGE - 1].key)

    def place_of(nomination: Nomination) -> Callable[[], object]:
        return lambda: lines_of(nomination)

    return {
        "waiting list, first page": clocked(page(anna, "/waiting-list/")),
        "waiting list, middle page": clocked(page(anna, f"/waiting-list/?page={pages // 2}")),
        "waiting list, last page": clocked(page(anna, f"/waiting-list/?page={pages}")),
        "places of the middle one": clocked(place_of(middle.nomination)),
        "places of the last one": clocked(place_of(last.nomination)),
        "the API's last page": clocked(lambda: page_for(cast.anna, far, PAGE)),
        "how many wait": clocked(lambda: len(WaitingList())),
        "page of the last one": clocked(page(anna, f"/nominations/{last.nomination.reference}/")),
    }


if __name__ == "__main__":
    setup_test_environment(debug=False)
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    made = build(int(sys.argv[1]))
    built = time.perf_counter() - began
    print(json.dumps({"built": built, "costs": measure(made), "plan": plan()}))
