"""What lies about on the benches at the end: photos, parts, spare drives, proofs to look at."""

# ruff: noqa: RUF001 - French is written with the typographic apostrophe.

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from random import Random

from django.utils.translation import override
from PIL import Image, ImageDraw

from inventory.checklists import list_of
from inventory.kinds import COMPUTERS, Kind
from inventory.lifecycle import State
from inventory.models import Device, Drive, Erasure, Incident, Repair
from inventory.models.bench import PartSource
from inventory.models.photo import About
from inventory.photographing import NewPhoto, add_photo
from inventory.repairing import NewPart, Sitting, work_on
from inventory.resolving import note_incident, take_incident
from inventory.reviewing import verify_erasure
from inventory.revising import NewItem, revise_checklist
from inventory.sanitisation import Result, Technique, Verification
from inventory.tracking import miss_drive, remove_drive
from inventory.wiping import NewErasure, add_drive, record_erasure
from refurb.accounts.models import Membership
from refurb.demo.bench import Bench
from refurb.demo.story import DAY, Life, Story
from refurb.photos.pictures import Picture, prepare_picture

SEED = "what lies about"
SIZE = (320, 240)
ON_THE_BENCH = (State.RECEIVED, State.WIPE, State.REPAIR)


def draw_photo(rng: Random) -> Picture:
    """Draw a lid with a scratch on it."""
    shade = rng.randint(40, 110)
    image = Image.new("RGB", SIZE, (205, 198, 186))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((40, 30, 280, 200), 12, fill=(shade, shade, shade + 10))
    start, end = (rng.randint(60, 150), rng.randint(60, 170)), (rng.randint(170, 260), 110)
    draw.line((*start, *end), fill=(230, 230, 230), width=4)
    written = BytesIO()
    image.save(written, "JPEG", quality=70)
    return prepare_picture(written.getvalue())


def leave_loose_ends(story: Story, benches: Iterable[Bench]) -> Life:
    """Let each workshop do a last day's work, by dice of its own: the rest of the story stays."""
    rng = Random(SEED)  # noqa: S311  a story, not a secret
    yield story.clock.end - DAY // 2
    for bench in benches:
        _take_photos(bench, rng)
        _go_on_repairing(bench)
        _leave_drives(bench)
        _see_to_incidents(bench)
        _want_stickers_off(bench)
        yield 5


def _want_stickers_off(bench: Bench) -> None:
    """Let the lead add a point to the list for laptops."""
    shared = list_of(bench.workshop.pk, Kind.LAPTOP)
    items = [NewItem(code, *_in_four_languages(words)) for code, words in shared.words.items()]
    added = (
        "Autocollants enlevés",
        "Stickers verwijderd",
        "Aufkleber entfernt",
        "Stickers removed",
    )
    revise_checklist(Kind.LAPTOP, [*items, NewItem("", *added)], actor=bench.lead, seen_version=0)


def _in_four_languages(words: object) -> list[str]:
    texts = []
    for language in ("fr", "nl", "de", "en"):
        with override(language):
            texts.append(str(words))
    return texts


def _devices(bench: Bench, *states: State) -> list[Device]:
    rows = Device.objects.filter(steward=bench.workshop, state__in=states, kind__in=COMPUTERS)
    return list(rows.order_by("pk"))


def _take_photos(bench: Bench, rng: Random) -> None:
    for device in _devices(bench, State.READY)[:2]:
        check = device.quality_checks.latest("pk")
        item = "case" if "case" in check.items else ""
        scratch = NewPhoto(draw_photo(rng), About.DEFECT, "Griffe sur le capot")
        new = replace(scratch, quality_check=check, item=item)
        add_photo(device, new, actor=bench.team[0])
    for device in _devices(bench, State.REPAIR)[:1]:
        repair = device.repairs.latest("pk")
        fault = NewPhoto(draw_photo(rng), About.FAULT, repair.fault[:120], repair=repair)
        add_photo(device, fault, actor=bench.team[0])


def _go_on_repairing(bench: Bench) -> None:
    parts = (
        NewPart("Batterie 45N1112", source=PartSource.BOUGHT, cost=Decimal("34.90")),
        NewPart("Vis M2,5", 4),
    )
    rows = Repair.objects.filter(device__steward=bench.workshop, closed=None)
    for repair in rows.select_related("device").order_by("pk")[:3]:
        first = Sitting("Démonté, cause cherchée", 25)
        work_on(repair, first, actor=bench.team[0])
        work_on(repair, Sitting("Pièce commandée et posée", 40, parts), actor=bench.team[-1])


def _leave_drives(bench: Bench) -> None:
    """Take drives out, each at another point of its way; leave one that nobody finds any more."""
    found = _devices(bench, *ON_THE_BENCH)
    if not found:
        return
    device, other = found[0], found[-1]
    # What is unclear waits for the lead, who must not have done it.
    operator = next(each for each in bench.team if each != bench.lead)
    colleague = next(each for each in bench.team if each != operator)
    serials = [f"Z{bench.workshop.pk:02d}DEMO{number}" for number in range(5)]
    proved, waiting, untouched = (_spare(device, serial, operator) for serial in serials[:3])
    verify_erasure(_wipe(proved, operator, Result.WIPED), actor=colleague)
    _wipe(waiting, operator, Result.WIPED)
    for drive in (proved, waiting, untouched):
        remove_drive(drive, actor=operator)
    unclear = _spare(device, serials[3], operator)
    _wipe(unclear, operator, Result.REVIEW)
    remove_drive(unclear, actor=operator)
    miss_drive(_spare(other, serials[4], operator), actor=colleague)


def _spare(device: Device, serial: str, actor: Membership) -> Drive:
    return add_drive(
        device,
        actor=actor,
        serial_number=serial,
        model="Seagate ST500LM000",
        technology="hdd",
        size_bytes=500_107_862_016,
    )


def _wipe(drive: Drive, operator: Membership, result: Result) -> Erasure:
    verified = Verification.SAMPLED if result == Result.WIPED else Verification.NONE
    new = NewErasure(
        technique=Technique.OVERWRITE,
        tool="nwipe",
        tool_version="0.38",
        result=result,
        verification=verified,
        doubts=("no_error_table",) if result == Result.REVIEW else (),
    )
    return record_erasure(drive, new, actor=operator)


def _see_to_incidents(bench: Bench) -> None:
    rows = Incident.objects.filter(device__steward=bench.workshop, resolved_at=None)
    for incident in rows.select_related("device").order_by("pk")[:1]:
        take_incident(incident, actor=bench.lead)
        text = "L’étagère voisine a été fouillée, rien. Le donateur est prévenu."
        note_incident(incident, text, actor=bench.lead)
