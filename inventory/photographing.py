"""Photos of devices: added, and taken away when they were wrong."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from inventory.models import Device, DevicePhoto, Erasure, QualityCheck, Repair
from inventory.models.photo import About
from inventory.moving import append_event, lock_device
from refurb.accounts.models import Membership
from refurb.photos.keeping import discard_photo, keep_photo
from refurb.photos.pictures import Picture
from refurb.reasons import Reason, Refused

MOST_PHOTOS = 30  # of one device: more hide the one that matters


class PhotoRefused(Refused):
    """A photo that can't be added or taken away."""


@dataclass(frozen=True)
class NewPhoto:
    """A picture, and what it shows."""

    picture: Picture
    about: About
    caption: str = ""
    erasure: Erasure | None = None  # of which it is the proof
    quality_check: QualityCheck | None = None  # that noted the defect
    item: str = ""  # of the check, when the photo shows one alone
    repair: Repair | None = None  # of the fault


@transaction.atomic
def add_photo(device: Device, new: NewPhoto, *, actor: Membership) -> DevicePhoto:
    """Add a photo to a device. Raises PhotoRefused when it has very many."""
    device = lock_device(device)
    if device.photos.count() >= MOST_PHOTOS:
        message = _("It has %(most)s photos already. Take one away first.")
        raise PhotoRefused(Reason("many_photos", message, {"most": MOST_PHOTOS}))
    event = append_event(device, "photo.added", actor, about=new.about)
    photo = DevicePhoto(
        device=device,
        event=event,
        about=new.about,
        caption=new.caption.strip(),
        erasure=new.erasure,
        quality_check=new.quality_check,
        item=new.item,
        repair=new.repair,
        taken_by=actor,
    )
    return keep_photo(photo, new.picture)


@transaction.atomic
def remove_photo(photo: DevicePhoto, *, actor: Membership) -> None:
    """Take a wrong photo away for good; the history keeps that there was one.

    Raises PhotoRefused for the proof of a wipe that somebody has judged, and when it is gone.
    """
    device = lock_device(photo.device)
    found = DevicePhoto.objects.select_related("erasure").filter(pk=photo.pk).first()
    if found is None:
        raise PhotoRefused(Reason("photo_gone", _("Somebody has taken it away already.")))
    erasure = found.erasure
    if erasure is not None and (erasure.verifier_id or erasure.rejecter_id):
        message = _("Somebody has judged a wipe by this photo, so it stays.")
        raise PhotoRefused(Reason("photo_is_proof", message))
    append_event(device, "photo.removed", actor, about=found.about)
    discard_photo(found)
