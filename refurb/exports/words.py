"""The lists that can be exported, and what the trail says of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from refurb.audit.sentences import register


class ListName(models.TextChoices):
    """A list, by the name that its files carry."""

    DEVICES = "devices", _("Devices")
    DONATIONS = "donations", _("Donations")
    NOMINATIONS = "nominations", _("Nominations")
    WAITING = "waiting-list", _("Waiting list")
    RECEIPTS = "receipts", _("Receipts")
    HANDOVERS = "handovers", _("To hand over")
    AUDIT = "audit", _("Audit trail")


register(
    {
        "list.exported": _(
            "exported the list “%(list)s” as %(format)s, rows: %(rows)s, filter: %(filter)s"
        ),
    },
    words={"list": ListName},
)
