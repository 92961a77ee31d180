"""Run `manage.py read_report PATH… [--json]`: say what files prove, and store nothing."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from inventory.hardware import DriveFacts, ReadReport, read_report
from inventory.management.files import LOG_FORMATS, files_below, read_bytes, shown_path
from inventory.projection import warning_words
from inventory.wipe_logs import REASONS, DriveVerdict, ReadRun, WipeReason, read_wipe_log


class Command(BaseCommand):
    """Read files as an upload would, and print what was understood of each."""

    help = "Read hardware reports and wipe logs and print what they say, without storing anything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take paths, and how to print."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--json", action="store_true", help="print one JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one item per file; a file that can't be opened is an item with a warning."""
        items = [_item(path) for path in files_below(options["paths"])]
        if options["json"]:
            self.stdout.write(json.dumps(items, indent=1, ensure_ascii=False))
            return
        for item in items:
            self.stdout.write("\n".join(_lines(item)))


def _item(path: Path) -> dict[str, Any]:
    try:
        raw = read_bytes(path)
    except OSError as mistake:
        nothing: dict[str, Any] = {"format": "unknown", "facts": None, "drives": []}
        return {"file": shown_path(path), **nothing, "warnings": [mistake.strerror]}
    if runs := read_wipe_log(raw):
        form = LOG_FORMATS[runs[0].format]
        shown = [_run(run) for run in runs]
        return {"file": shown_path(path), "format": form, "runs": shown, "warnings": []}
    return {"file": shown_path(path), **_report(read_report(raw))}


def _report(found: ReadReport) -> dict[str, Any]:
    facts = found.facts
    return {
        "format": str(found.format),
        "facts": facts and facts.model_dump(mode="json", exclude={"drives"}),
        "drives": [_drive(drive) for drive in facts.drives] if facts else [],
        "warnings": list(found.warnings),
    }


def _drive(drive: DriveFacts) -> dict[str, Any]:
    return {
        "serial": drive.serial_number.value,
        "model": drive.model.value,
        "size_bytes": drive.size_bytes.value,
        "technology": drive.technology.value,
    }


def _run(run: ReadRun) -> dict[str, Any]:
    return {
        "tool": run.tool,
        "method": run.method,
        "rounds": run.rounds,
        "verify": run.verify,
        "outcome": str(run.outcome),
        "started": run.started,
        "ended": run.ended,
        "drives": [_verdict(drive) for drive in run.drives],
    }


def _verdict(drive: DriveVerdict) -> dict[str, Any]:
    return {
        "serial": drive.serial or None,
        "model": drive.model,
        "name": drive.name,
        "status": drive.status,
        "verdict": drive.verdict.value,
        "reasons": [
            {"code": reason.code, "message": _said(reason), "lines": list(reason.lines)}
            for reason in drive.reasons
        ],
        "needed_retries": drive.needed_retries,
    }


def _said(reason: WipeReason) -> str:
    return str(REASONS[reason.code] % reason.facts)


def _lines(item: dict[str, Any]) -> list[str]:
    head = f"{item['file']}: {item['format']}"
    if "runs" in item:
        return [head, *(line for run in item["runs"] for line in _run_lines(run))]
    facts = item.get("facts") or {}
    name = " ".join(
        str(facts[key]["value"])
        for key in ("manufacturer", "model", "serial_number")
        if facts and facts[key]["value"]
    )
    drives = [
        f"  {drive['serial'] or '?'}  {drive['model'] or '?'}" for drive in item.get("drives", [])
    ]
    warnings = [f"  {warning_words(code)}" for code in item["warnings"]]
    return [" · ".join(filter(None, [head, name])), *drives, *warnings]


def _run_lines(run: dict[str, Any]) -> list[str]:
    lines = [f"  {run['tool']}, {run['method']}, {run['started']}: {run['outcome']}"]
    for drive in run["drives"]:
        lines.append(f"    {drive['serial'] or '?'}  {drive['model']}: {drive['verdict']}")
        lines += [f"      {reason['message']}" for reason in drive["reasons"]]
    return lines
