from collections.abc import Iterator
from itertools import batched
from typing import Any

from django.db import migrations

RUNS_AT_ONCE = 5
ROWS_AT_ONCE = 2_000
KEPT_OF_PAIRS = ("points", "kinds", "holder", "rank", "waste", "pinned", "remarks", "over")
KEPT_OF_WHYS = ("fitting", "held_by", "quota", "near", "excluded", "coming", "unknown")


def write_lines(apps: Any, _editor: Any) -> None:
    """Write the result that a run kept as one JSON as rows; nothing of it is lost."""
    runs = apps.get_model("distribution", "AllocationRun")
    for run in runs.objects.exclude(input_sha256="").order_by("number").iterator(RUNS_AT_ONCE):
        whys = list(run.result.get("whys", ()))
        rows = {row["line"]: row for row in _rows(run.result, whys)}
        changes = _change(apps, run, rows)
        line_model = apps.get_model("distribution", "RunLine")
        for some in batched(rows.values(), ROWS_AT_ONCE):
            line_model.objects.bulk_create(line_model(run=run, **row) for row in some)
        why_model = apps.get_model("distribution", "RunWhy")
        why_model.objects.bulk_create(
            why_model(run=run, number=number, content=why) for number, why in enumerate(whys)
        )
        run.barred_count = len(run.result.get("barred", ()))
        run.excluded_because = next(iter(run.result.get("excluded", {}).values()), "")[:200]
        run.compared_with = runs.objects.filter(number=changes.get("since")).first()
        run.change_counts = {
            name: len(changes[name])
            for name in ("newly", "other", "no_longer", "gone")
            if changes.get(name)
        }
        run.save()


def _rows(result: dict[str, Any], whys: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for pair in result.get("pairs", ()):
        told = {name: pair[name] for name in KEPT_OF_PAIRS if name in pair}
        beside = pair.get("companion")
        if beside is not None:
            told["missing"] = beside["missing"]
        yield _common(pair) | {
            "outcome": "pair",
            # Runs of before did not keep the kind of the device.
            "kinds": pair.get("kind") or pair["kinds"][pair["rank"]],
            "device": pair["device"],
            "companion": beside["device"] if beside else "",
            "told": told,
            "fate": _fate(pair["line"], result),
        }
    for skip in result.get("skipped", ()):
        number = skip.get("why")
        if number is None:  # runs of before said it of each line
            number = len(whys)
            whys.append({name: skip[name] for name in KEPT_OF_WHYS if name in skip})
        yield _common(skip) | {"outcome": "skipped", "why": number}
    for line in result.get("barred", ()):
        row = _common(line)
        yield row | {"outcome": "barred", "told": row["told"] | {"reasons": line["reasons"]}}


def _common(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "line": line["line"],
        "reference": line["reference"],
        "number": line["number"],
        "place": line["place"],
        "kinds": " ".join(line["kinds"]),
        "told": {"points": line["points"], "kinds": line["kinds"]},
    }


def _fate(line: int, result: dict[str, Any]) -> str:
    if str(line) in result.get("excluded", {}):
        return "excluded"
    fates = ("changed", "moved", "alone")
    return next((fate for fate in fates if line in result.get(fate, ())), "")


def _change(apps: Any, run: Any, rows: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """Mark what differs from the proposal before; add what waits no longer."""
    changes: dict[str, Any] = run.result.get("changes", {})
    if not changes:
        return {}
    lines = apps.get_model("distribution", "RunLine").objects
    before = lines.filter(run__number=changes["since"], outcome="pair").order_by("place")
    had = {f"{each.reference}/{each.number}": each for each in before}
    by_key = {f"{row['reference']}/{row['number']}": row for row in rows.values()}
    told = [(name, key) for name in ("newly", "no_longer", "gone") for key in changes[name]]
    told += [("other", key) for key, _device_before, _device in changes["other"]]
    for name, key in told:
        former, row = had.get(key), by_key.get(key)
        device = former.device if former and name != "newly" else ""
        if row is not None:
            row |= {"change": name, "device_before": device}
        elif former is not None:
            rows[former.line] = {
                "outcome": "gone",
                "line": former.line,
                "reference": former.reference,
                "number": former.number,
                "place": former.place,
                "kinds": "",
                "change": name,
                "device_before": device,
            }
    return changes


class Migration(migrations.Migration):
    dependencies = [
        ("distribution", "0017_run_lines"),
    ]

    operations = [
        migrations.RunPython(write_lines, migrations.RunPython.noop),
    ]
