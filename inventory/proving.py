"""Wipe logs kept, and matched with drives by serial number alone.

The machine that did the wiping says nothing of whose drive it was: a bench wipes drives of many.
A result whose drive nobody knows waits, and is matched when the drive turns up for the first time;
a drive that comes back later was out of sight in between, so that an old log proves nothing of it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inventory.models import Device, DeviceEvent, Drive, Erasure, WipeLog, WipeResult
from inventory.models.drive import DriveStatus
from inventory.moving import IN_OUR_HANDS, append_event, lock_device
from inventory.sanitisation import CATEGORY_OF, Result, Technique, Verification
from inventory.upholding import uphold_proof
from inventory.wipe_logs import (
    DriveVerdict,
    LogFormat,
    ReadRun,
    WipeReason,
    is_too_large,
    read_wipe_log,
)
from inventory.wipe_policies import policy_of
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.reasons import Reason, Refused

PARSER_VERSION = 2
MOST_RESULTS = 1000  # of one log; a bench wipes a few dozen drives at once
VERIFICATIONS = {
    "sampled": Verification.SAMPLED,
    "last": Verification.FULL,
    "all": Verification.FULL,
}
FIRST_ARRIVAL = "drive.added"  # the event of a drive that was never here before
LOG_TIME = "%Y/%m/%d %H:%M:%S"


class WipeLogRefused(Refused):
    """A file that is not kept as a wipe log."""


@dataclass(frozen=True)
class StoredLog:
    """What became of one log: its row, its results in order, and whether it came before."""

    log: WipeLog
    results: tuple[WipeResult, ...]
    is_new: bool  # False: the same bytes were stored before

    @property
    def is_proved(self) -> bool:
        """Say whether every drive of it is known and wiped."""
        return all(one.drive_id and one.verdict == Result.WIPED for one in self.results)


def is_wipe_log(raw: bytes) -> bool:
    """Say whether a file is a log that `store_wipe_log` would keep."""
    return bool(read_wipe_log(raw))


@transaction.atomic
def store_wipe_log(raw: bytes, *, actor: Membership) -> StoredLog:
    """Keep a log and record an erasure for each drive of it that is known. Raises WipeLogRefused.

    The same bytes again give the old log, whose waiting results are tried anew.
    """
    if is_too_large(raw):
        message = _("The file is larger than 5 MB, or a PDF than 20 MB, so it was not kept.")
        raise WipeLogRefused(Reason("too_large", message))
    runs = read_wipe_log(raw)
    if not runs:
        message = _("This is no evidence of a wipe that can be read, or it names no drive.")
        raise WipeLogRefused(Reason("no_wipe_log", message))
    log, is_new = WipeLog.objects.get_or_create(
        organisation=actor.organisation,
        sha256=sha256(raw).hexdigest(),
        defaults={
            "uploaded_by": actor,
            "format": runs[0].format,
            "parser_version": PARSER_VERSION,
            "raw": raw,
            "size_bytes": len(raw),
        },
    )
    if is_new:
        WipeResult.objects.bulk_create(_results(log, runs)[:MOST_RESULTS])
        record(actor, "wipe_log.stored", log.sha256[:12], runs=len(runs))
    results = log.results.select_related("drive__device", "erasure").order_by("run", "place")
    waiting = {one.pk for one in results if one.drive_id is None}
    matched = tuple(_match(one, actor) for one in results)
    proofs = [one.erasure for one in matched if one.erasure and one.pk in waiting]
    uphold_proof([proof.event for proof in proofs], actor=actor)
    return StoredLog(log, matched, is_new)


@transaction.atomic
def name_drive(result: WipeResult, serial: str, *, actor: Membership) -> WipeResult:
    """Say of which drive a certificate is that no program reads. Raises WipeLogRefused.

    It is matched like any other then, or waits for the drive; what it says stays to be reviewed.
    """
    result = (
        WipeResult.objects.select_for_update(of=("self",)).select_related("log").get(pk=result.pk)
    )
    is_ours = result.log.organisation_id == actor.organisation_id
    if not is_ours or result.serial_number or result.log.format != LogFormat.NWIPE_PDF:
        message = _("The file itself says of which drive it is.")
        raise WipeLogRefused(Reason("drive_named", message))
    result.serial_number = serial.strip().upper()[:80]
    result.save(update_fields=["serial_number"])
    record(actor, "wipe_log.named", result.log.sha256[:12])
    matched = _match(result, actor)
    if matched.erasure is not None:
        uphold_proof([matched.erasure.event], actor=actor)
    return matched


def match_waiting(drive: Drive, *, actor: Membership) -> list[DeviceEvent]:
    """Match results that waited for a drive seen for the first time; in a transaction already.

    Gives the events that record what they proved.
    """
    serial = drive.serial_number.strip().upper()
    if not serial:
        return []
    waiting = WipeResult.objects.waiting().filter(
        serial_number=serial, log__organisation=actor.organisation
    )
    results = list(waiting.select_related("log").order_by("log", "run", "place"))
    # Asked only where it matters: spelled in any way, a number is looked for without an index.
    if not results or _seen_before(drive, serial):
        return []
    matched = [_record(result, drive, actor) for result in results]
    return [one.erasure.event for one in matched if one.erasure]


def _seen_before(drive: Drive, serial: str) -> bool:
    return Drive.objects.filter(serial_number__iexact=serial).exclude(pk=drive.pk).exists()


def _results(log: WipeLog, runs: tuple[ReadRun, ...]) -> list[WipeResult]:
    return [
        _result(log, (number, place), run, drive)
        for number, run in enumerate(runs, start=1)
        for place, drive in enumerate(run.drives, start=1)
    ]


def _result(log: WipeLog, at: tuple[int, int], run: ReadRun, drive: DriveVerdict) -> WipeResult:
    return WipeResult(
        log=log,
        run=at[0],
        place=at[1],
        serial_number=drive.serial.upper()[:80],
        model=drive.model[:120],
        tool=run.tool[:60],
        technique=drive.technique,
        method=drive.method[:60],
        verification=VERIFICATIONS.get(run.verify, Verification.NONE),
        verdict=drive.verdict,
        reasons=[asdict(reason) for reason in drive.reasons],
        needed_retries=drive.needed_retries,
        started=run.started,
        ended=run.ended,
    )


def _match(result: WipeResult, actor: Membership) -> WipeResult:
    """Record the erasure when exactly one drive in the actor's hands has the serial number."""
    if result.drive_id is not None or not result.serial_number:
        return result
    spellings = {result.serial_number, result.serial_number.lower()}
    ours = Device.objects.visible_to(actor).filter(state__in=IN_OUR_HANDS)
    found = Drive.objects.filter(
        serial_number__in=spellings, status=DriveStatus.PRESENT, device__in=ours
    ).select_related("device", "arrived")[:2]
    return _record(result, found[0], actor) if len(found) == 1 else result


def _record(result: WipeResult, drive: Drive, actor: Membership) -> WipeResult:
    device = lock_device(drive.device)
    started, ended = _moment(result.started), _moment(result.ended)
    policy = policy_of(device.steward_id)
    method = result.method if result.log.format == LogFormat.NWIPE else ""
    codes: list[str] = list(policy.doubts(method, Verification(result.verification)))
    if _is_older_than_return(drive, ended):
        codes.append("older_than_return")
    if result.verdict == Result.WIPED and _is_older_than_failure(drive, ended):
        codes.append("older_than_failure")
    if codes:
        result.reasons = [*result.reasons, *(asdict(WipeReason(str(code))) for code in codes)]
        if result.verdict == Result.WIPED:
            result.verdict = Result.REVIEW
    ended = ended or timezone.now()
    event = append_event(
        device,
        "drive.proved",
        actor,
        drive=str(drive),
        result=result.verdict,
        log=result.log.sha256[:12],
    )
    technique, (tool, version) = Technique(result.technique), _tool(result)
    result.drive = drive
    result.erasure = Erasure.objects.create(
        drive=drive,
        event=event,
        category=CATEGORY_OF[technique],
        technique=technique,
        tool=tool,
        tool_version=version,
        started_at=started if started and started <= ended else None,
        ended_at=ended,
        result=result.verdict,
        verification=result.verification,
        by_hand=False,
        operator=result.log.uploaded_by.user,
        evidence_sha256=result.log.sha256,
        doubts=[one["code"] for one in result.reasons] if result.verdict == Result.REVIEW else [],
    )
    result.save(update_fields=["drive", "erasure", "verdict", "reasons"])
    return result


def _tool(result: WipeResult) -> tuple[str, str]:
    """Name the tool and its version; nwipe's own live system puts its banner instead."""
    if result.log.format in {LogFormat.NWIPE, LogFormat.NWIPE_PDF}:
        return "nwipe", result.tool.removeprefix("nwipe").strip()[:30]
    name, _space, version = result.tool.partition(" ")
    return name or "?", version[:30]


def _is_older_than_return(drive: Drive, ended: datetime | None) -> bool:
    """Say whether a log may be from before the drive last came back to us.

    The log's clock is often wrong, so it can only make a person look; it never proves anything.
    """
    came_back = drive.arrived.verb != FIRST_ARRIVAL
    return came_back and (ended is None or ended < drive.arrived.at)


def _is_older_than_failure(drive: Drive, ended: datetime | None) -> bool:
    """Say whether a log may be from before a wipe of this drive that failed or was rejected.

    Also a rejected log that was written anew: it ends when it ended.
    """
    failed, rejected = Q(result=Result.NOT_WIPED), Q(rejecter__isnull=False)
    if ended is not None:
        failed, rejected = failed & Q(ended_at__gt=ended), rejected & Q(ended_at__gte=ended)
    return drive.erasures.filter(failed | rejected, event__gt=drive.arrived_id).exists()


def _moment(written: str) -> datetime | None:
    """Read the log's own time, as local time where it names no zone; None for one that is none."""
    try:
        if "T" in written:
            at = datetime.fromisoformat(written)
            return at if at.tzinfo else timezone.make_aware(at)
        return timezone.make_aware(datetime.strptime(written, LOG_TIME))  # noqa: DTZ007
    except (ValueError, OverflowError):
        return None
