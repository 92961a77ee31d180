"""What a device's history and the trail say about inventory."""

from django.utils.translation import gettext_lazy as _

from inventory.checklist import Verdict
from inventory.grade import FirstLook
from inventory.kinds import Detail, Keyboard, Kind, Lock
from inventory.lifecycle import State
from inventory.models.bench import Outcome, PartSource
from inventory.models.donation import DonationDetail, Purpose
from inventory.models.photo import About
from inventory.models.sanitisation_policy import PolicyPart
from inventory.sanitisation import Rejection, Result, Technique, Technology
from refurb.audit.sentences import register

register(
    {
        "device.received": _("received it"),
        "device.start_wipe": _("moved it from %(before)s to %(after)s"),
        "device.send_to_repair": _("sent it to repair: %(fault)s"),
        "device.mark_ready": _("marked it ready"),
        "device.allocate": _("allocated it"),
        "device.release": _("released it: %(reason)s"),
        "device.lapse": _(
            "let its allocation lapse: it was set aside too long and not handed over"
        ),
        "device.fault_found": _("found a fault while it was allocated: %(fault)s"),
        "device.hand_over": _("handed it over"),
        "device.take_back": _("took it back: %(reason)s"),
        "device.recycle": _("sent it to recycling: %(destination)s, %(document)s"),
        "device.lose": _("marked it lost: %(reason)s"),
        "device.find": _("found it again"),
        "device.reopen": _("reopened it: %(reason)s"),
        "device.revert": _("reverted it from %(before)s to %(after)s"),
        "device.changed": _("changed %(changes)s"),
        "device.labelled": _("put label %(label)s on it"),
        "device.sent": _("sent it to %(to)s"),
        "device.arrived": _("took it in at %(place)s"),
        "device.declared_driveless": _("declared that it has no drive"),
        "device.hardware_read": _("read its hardware (%(format)s)"),
        "device.hardware_reread": _("read its hardware again: %(details)s"),
        "device.repair_opened": _("opened a repair: %(fault)s"),
        "device.repair_worked": _("worked on a repair: %(minutes)s min"),
        "device.part_used": _("used a part: %(quantity)s, %(source)s"),
        "device.repair_closed": _("closed a repair: %(outcome)s"),
        "device.checked": _("checked it: %(verdict)s"),
        "device.locks_checked": _("checked for locks (clear: %(clear)s; locked: %(closed)s)"),
        "drive.added": _("added drive %(drive)s"),
        "drive.erased": _("wiped drive %(drive)s: %(technique)s, %(result)s"),
        "drive.proved": _("read a wipe log (%(log)s) for drive %(drive)s: %(result)s"),
        "drive.verified": _("verified the wipe of drive %(drive)s"),
        "drive.accepted": _("accepted the wipe of drive %(drive)s from review"),
        "drive.rejected": _("rejected the proof of the wipe of drive %(drive)s: %(rejection)s"),
        "drive.destroyed": _("recorded that drive %(drive)s was destroyed: %(document)s"),
        "drive.removed": _("removed drive %(drive)s into stock"),
        "drive.missing": _("no longer found drive %(drive)s"),
        "drive.found": _("found drive %(drive)s again"),
        "drive.mistaken": _("recorded that drive %(drive)s was never there"),
        "drive.lost": _("recorded that drive %(drive)s is lost"),
        "drive.put_back": _("put drive %(drive)s back"),
        "drive.put_in": _("put in drive %(drive)s, which came from %(origin)s"),
        "drive.put_elsewhere": _("put drive %(drive)s into %(to)s"),
        "photo.added": _("added a photo: %(about)s"),
        "photo.removed": _("took a photo away: %(about)s"),
        "donor.registered": _("registered donor %(subject)s"),
        "donation.registered": _("registered donation %(subject)s"),
        "donation.corrected": _("corrected donation %(subject)s: %(corrected)s"),
        "intake.started": _("began to unpack %(subject)s: %(count)s devices"),
        "intake.changed": _("changed what the devices of %(subject)s share"),
        "intake.undone": _("took back device %(device)s of %(subject)s"),
        "intake.finished": _("finished unpacking %(subject)s: %(count)s devices"),
        "report.stored": _("stored a hardware report (%(format)s)"),
        "wipe_log.stored": _("stored a wipe log %(subject)s"),
        "wipe_log.named": _("said of which drive the certificate %(subject)s is"),
        "labels.printed": _("printed labels %(subject)s: %(count)s"),
        "labels.voided": _("declared labels of %(subject)s void: %(count)s"),
        "incident.taken": _("took an incident of device %(subject)s"),
        "incident.noted": _("added a note to an incident of device %(subject)s"),
        "checklist.revised": _("changed the check list: %(checks)s"),
        "certificate.issued": _("issued certificate %(subject)s of %(of)s"),
        "wipe_policy.changed": _(
            "changed what %(subject)s accepts as a wipe (version %(version)s): %(changed)s"
        ),
        "incident.resolved": _("resolved an incident of device %(subject)s"),
    },
    words={
        "before": State,
        "after": State,
        "outcome": Outcome,
        "changes": Detail,
        "details": Detail,
        "corrected": DonationDetail,
        "kind": Kind,
        "keyboard": Keyboard,
        "first_impression": FirstLook,
        "purpose": Purpose,
        "clear": Lock,
        "closed": Lock,
        "drive": Technology,  # of one with neither a serial number nor a model
        "technique": Technique,
        "result": Result,
        "verdict": Verdict,
        "rejection": Rejection,
        "about": About,
        "checks": Kind,
        "source": PartSource,
        "changed": PolicyPart,
    },
)
