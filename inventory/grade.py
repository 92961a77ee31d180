"""The final grade of a device, given by its quality check."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Grade(models.TextChoices):
    """How good it looks and works; everything graded works."""

    A = "A", _("A: like new")
    B = "B", _("B: light traces of use")
    C = "C", _("C: clear traces of use")
