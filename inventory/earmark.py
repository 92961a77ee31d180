"""What a donor may tie a donation to; the words that both apps use."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Earmark(models.TextChoices):
    """For whom a donation is meant; without one it is for anybody."""

    PUPILS = "pupils", _("For pupils")
    COMMUNE = "commune", _("For people of one commune")
    ORGANISATION = "organisation", _("For people of one organisation")


def earmark_key(earmark: str, commune: str = "", organisation: str = "") -> str:
    """Write an earmark as one comparable code, as pupils, commune:21015, organisation:ECOLE."""
    whose = {Earmark.COMMUNE: commune, Earmark.ORGANISATION: organisation}
    place = whose[Earmark(earmark)] if earmark in whose else ""
    return f"{earmark}:{place}" if place else earmark
