"""Run `manage.py import_hardware PATH…`: store hardware reports from files and folders."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inventory.codes import show_code
from inventory.management.files import LOG_FORMATS, files_below, read_bytes, shown_path
from inventory.models import Donation
from inventory.projection import warning_words
from inventory.proving import StoredLog, is_wipe_log, store_wipe_log
from inventory.reading import StoredReport, store_report
from inventory.wipe_logs import LogFormat
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.reasons import Refused


class Command(BaseCommand):
    """Read reports for devices that are known by serial number, or for new ones of a donation."""

    help = "Store hardware reports and evidence of wipes, whatever tool wrote them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take paths, and for whom to store."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--organisation", help="code of the workshop that received them")
        parser.add_argument("--donation", help="reference: unknown machines become its devices")
        parser.add_argument("--email", help="who stores them; else the workshop's first member")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line per file; fail when one couldn't be stored."""
        donation = _donation(options["donation"])
        actor = _actor(options["organisation"], options["email"], donation)
        self.stdout.write(f"Storing as {actor}.")
        failed = 0
        for path in files_below(options["paths"]):
            line, is_stored = _store(path, actor, donation)
            self.stdout.write(f"{shown_path(path)}: {line}")
            failed += not is_stored
        if failed:
            raise CommandError(f"{failed} of the files could not be stored.")


def _donation(reference: str | None) -> Donation | None:
    if reference is None:
        return None
    found = Donation.objects.filter(reference=reference.upper()).first()
    if found is None:
        raise CommandError(f"There is no donation {reference}.")
    return found


def _actor(code: str | None, email: str | None, donation: Donation | None) -> Membership:
    rows = Membership.objects.in_force().select_related("user", "organisation").order_by("pk")
    if code is not None:
        rows = rows.filter(organisation__code=code)
    if email is not None:
        rows = rows.filter(user__email=email.casefold())
    if donation is not None:
        rows = rows.filter(organisation=donation.organisation_id)
    found = next((one for one in rows if one.may(Permission.RECEIVE)), None)
    if found is None:
        raise CommandError(
            "Nobody who may receive devices fits --organisation, --email, --donation."
        )
    return found


def _store(path: Path, actor: Membership, donation: Donation | None) -> tuple[str, bool]:
    try:
        raw = read_bytes(path)
        if is_wipe_log(raw):
            return _log_line(store_wipe_log(raw, actor=actor)), True
        return _line(store_report(raw, actor=actor, donation=donation)), True
    except OSError as mistake:
        return f"not stored: {mistake.strerror}", False
    except Refused as refusal:
        return f"not stored: {' '.join(map(str, refusal.reasons))}", False


def _line(stored: StoredReport) -> str:
    known = "" if stored.is_new else ", known before"
    place = "no device yet"
    if stored.device is not None:
        new = "new device" if stored.created_device else "device"
        place = f"{new} {show_code(stored.device.code)} {stored.device.name}"
    warnings = " ".join(warning_words(code) for code in stored.warnings)
    return " ".join(filter(None, [f"{stored.report.format}{known}: {place}.", warnings]))


def _log_line(stored: StoredLog) -> str:
    known = "" if stored.is_new else ", known before"
    drives = [
        f"{one.serial_number or '?'} {one.get_verdict_display().lower()}"
        + (f" ({show_code(one.drive.device.code)})" if one.drive else " (no drive yet)")
        for one in stored.results
    ]
    form = LOG_FORMATS[LogFormat(stored.log.format)]
    return f"{form}{known}: {', '.join(drives)}."
