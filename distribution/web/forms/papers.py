"""The photo of a receipt that was signed by hand."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from distribution.handovers.filing import file_paper
from distribution.models import Receipt, SignedPaper
from distribution.web.fields import PeopleField
from refurb.accounts.models import Membership
from refurb.photos.fields import PhotoField
from refurb.web.acting import ActForm


def paper_field(*, required: bool) -> PhotoField:
    """Ask for the photo; on a phone the camera opens."""
    return PhotoField(
        label=_("Photo of the signed paper"),
        required=required,
        help_text=_(
            "The whole page, sharp, with the signature. Kept with the receipt, for those who may "
            "read it."
        ),
    )


class PaperForm(ActForm):
    """A photo of the signed paper; a further one says what was wrong with the last."""

    photo = paper_field(required=True)
    because = PeopleField(
        label=_("What is wrong with the earlier photo?"),
        max_length=200,
        help_text=_("No names: others read this. The earlier one stays on file."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, has_earlier: bool) -> None:
        super().__init__(data, files)
        if not has_earlier:
            del self.fields["because"]

    def file(self, receipt: Receipt, *, actor: Membership) -> SignedPaper:
        """File it. Raises PaperRefused."""
        said: dict[str, Any] = self.cleaned_data
        because: str = said.get("because", "")
        return file_paper(receipt, said["photo"], because=because, actor=actor)
