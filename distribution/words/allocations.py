"""What is set aside and handed over, and what the next proposal is asked for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AllocationEnd(models.TextChoices):
    """How an allocation ended."""

    HANDED_OVER = "handed_over", _("Handed over")
    RELEASED = "released", _("Released")
    FAULT = "fault", _("Fault found")
    LAPSED = "lapsed", _("Lapsed")
    NO_SHOW = "no_show", _("Nobody came")
    REFUSED = "refused", _("Refused by the household")
    WITHDRAWN = "withdrawn", _("Nomination withdrawn")


class LegalMode(models.TextChoices):
    """On what terms the household receives the device."""

    GIFT = "gift", _("Gift")
    CONTRIBUTION = "contribution", _("Contribution")
    LOAN = "loan", _("Loan")


class PaperKind(models.TextChoices):
    """Which paper for people a text is of."""

    RECEIPT = "receipt", _("Receipt")
    NOTICE = "notice", _("Information notice")


class SignatureKind(models.TextChoices):
    """How the receiver signed."""

    DRAWN = "drawn", _("Drawn on the screen")
    TYPED = "typed", _("Typed name")
    PAPER = "paper", _("On paper")
    MARK = "mark", _("A mark, before a witness")


class WishKind(models.TextChoices):
    """What a coordinator asks of the next proposal for a line and a device."""

    PIN = "pin", _("Pin")
    EXCLUSION = "exclusion", _("Exclusion")
    BESIDE = "beside", _("Screen to go with it")


class WishReason(models.TextChoices):
    """Why a pair is pinned or excluded."""

    SUITS = "suits", _("What suits them better")
    PLACE = "place", _("Where the device stands")
    PROMISED = "promised", _("What was promised")
    SERVICE_ASKS = "service_asks", _("What their service asks for")
    CONDITION = "condition", _("The condition of the device")
    OTHER = "other", _("Another reason")
