"""The words of two households that may be one: how they met, what a coordinator decided. Pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PairState(TextChoices):
    """Where a possible duplicate stands."""

    OPEN = "open", pgettext_lazy("possible duplicate", "To decide")
    SAME = "same", pgettext_lazy("possible duplicate", "One household")
    DIFFERENT = "different", pgettext_lazy("possible duplicate", "Two households")


class PairReason(TextChoices):
    """Why a coordinator took two for one, or for two."""

    DETAILS_AGREE = "details_agree", _("Name, birth date and address agree")
    SERVICES_CONFIRM = "services_confirm", _("Both services confirmed it")
    HOUSEHOLD_SAYS = "household_says", _("The household says so")
    MOVED = "moved", _("The household has moved from one address to the other")
    RELATIVES = "relatives", _("Relatives who live on their own")
    NAMESAKES = "namesakes", _("Two people with the same or a similar name")
    SPLIT = "split", _("The household has split up")
    SERVICES_DENY = "services_deny", _("The services say that they are two")
    MISTAKE = "mistake", _("An earlier decision was a mistake")


FOR_SAME = (
    PairReason.DETAILS_AGREE,
    PairReason.SERVICES_CONFIRM,
    PairReason.HOUSEHOLD_SAYS,
    PairReason.MOVED,
    PairReason.MISTAKE,
)
FOR_DIFFERENT = (
    PairReason.RELATIVES,
    PairReason.NAMESAKES,
    PairReason.SPLIT,
    PairReason.SERVICES_DENY,
    PairReason.MISTAKE,
)
FITTING = {PairState.SAME: FOR_SAME, PairState.DIFFERENT: FOR_DIFFERENT}
