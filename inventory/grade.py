"""How good a device is: what one sees as it comes in, and the final grade of its quality check."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Grade(models.TextChoices):
    """How good it looks and works; everything graded works."""

    A = "A", _("A: like new")
    B = "B", _("B: light traces of use")
    C = "C", _("C: clear traces of use")


class FirstLook(models.TextChoices):
    """What somebody thinks of a device on seeing it; it isn't the grade."""

    GOOD = "good", _("Good")
    FAIR = "fair", _("Fair")
    POOR = "poor", _("Poor")
    PARTS = "parts", _("For parts")
