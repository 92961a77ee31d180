"""The forms with which coordinators write the draft of the policy, and publish it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from distribution.models import PolicyDraft
from distribution.policy.content import (
    LANGUAGES,
    LONGEST_NAME,
    LONGEST_SENTENCE,
    MOST_POINTS,
    CriterionContent,
    PolicyContent,
    sentence_fault,
)
from distribution.policy.service_shares import service_shares
from distribution.policy.versions import content_of_draft, worth_points
from distribution.web.communes import CommuneLines, read_lines, write_lines
from distribution.web.fields import PeopleField
from distribution.web.policy_words import in_readers_language
from refurb.reference.names import Names
from refurb.web.acting import ActForm

LONGEST_REASON = 1000
LONGEST_LIST = 40_000


def _number(label: Any, least: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=MOST_POINTS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class DraftForm(ActForm):
    """Whatever is done with a draft: with the one that was looked at."""

    revision = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, draft: PolicyDraft, **options: Any) -> None:
        super().__init__(*args, **options)
        self.draft, self.content = draft, content_of_draft(draft)
        self.fields["revision"].initial = draft.revision

    @property
    def seen(self) -> UUID:
        """Name the revision that was looked at."""
        found: UUID = self.cleaned_data["revision"]
        return found


class PointsForm(DraftForm):
    """What each criterion counts, and a month of waiting."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["month"] = _number(_("Points for each full month waited"), least=1)
        self.fields["month"].initial = self.content.points_per_month
        for each in worth_points(self.content):
            field = _number(in_readers_language(each.names), least=0)
            field.initial = each.points
            self.fields[f"points-{each.code}"] = field

    def change(self, content: PolicyContent) -> PolicyContent:
        """Put the points into what the draft says."""
        said = self.cleaned_data
        criteria = (
            replace(each, points=said.get(f"points-{each.code}", each.points))
            for each in content.criteria
        )
        return replace(content, points_per_month=said["month"], criteria=tuple(criteria))


class WordsForm(DraftForm):
    """The name of a criterion, and the sentence that explains it, in four languages."""

    def __init__(self, *args: Any, criterion: CriterionContent, **options: Any) -> None:
        super().__init__(*args, **options)
        self.criterion = criterion
        for (kind, code), label in LABELS.items():
            longest = LONGEST_NAME if kind == "name" else LONGEST_SENTENCE
            field = PeopleField(label=label, max_length=longest)
            field.widget.attrs |= {"lang": code}
            names = criterion.names if kind == "name" else criterion.sentences
            field.initial = getattr(names, code)
            self.fields[f"{kind}_{code}"] = field

    @property
    def title(self) -> str:
        """Name the criterion in the reader's language."""
        return in_readers_language(self.criterion.names)

    def clean(self) -> dict[str, Any]:
        """Refuse a sentence in which something can't be filled in."""
        said: dict[str, Any] = super().clean() or {}
        for code in LANGUAGES:
            sentence = said.get(f"sentence_{code}")
            fault = sentence_fault(self.criterion.code, sentence) if sentence else None
            if fault is not None:
                error = forms.ValidationError(str(fault), code=fault.code)
                self.add_error(f"sentence_{code}", error)
        return said

    def change(self, content: PolicyContent) -> PolicyContent:
        """Put the words into what the draft says."""
        found = self.cleaned_data
        names, sentences = (
            Names(**{code: found[f"{kind}_{code}"] for code in LANGUAGES})
            for kind in ("name", "sentence")
        )
        criteria = (
            replace(each, names=names, sentences=sentences)
            if each.code == self.criterion.code
            else each
            for each in content.criteria
        )
        return replace(content, criteria=tuple(criteria))


LABELS: dict[tuple[str, str], Any] = {
    ("name", "fr"): _("Name in French"),
    ("name", "nl"): _("Name in Dutch"),
    ("name", "de"): _("Name in German"),
    ("name", "en"): _("Name in English"),
    ("sentence", "fr"): _("Sentence in French"),
    ("sentence", "nl"): _("Sentence in Dutch"),
    ("sentence", "de"): _("Sentence in German"),
    ("sentence", "en"): _("Sentence in English"),
}


class CommunesForm(DraftForm):
    """The points of communes, a line each: a whole list can be pasted from a spreadsheet."""

    communes = forms.CharField(
        label=_("Communes, one a line, each with its points"),
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        help_text=_(
            "For example “Namur 4”. A commune that isn't listed counts nothing. "
            "A whole list can be pasted from a spreadsheet, with names or REFNIS codes."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["communes"].initial = write_lines(self.content.need)

    def clean_communes(self) -> dict[str, int]:
        """Read the lines; refuse them together, each wrong one named."""
        found: CommuneLines = read_lines(self.cleaned_data["communes"])
        if found.faults:
            raise forms.ValidationError([str(fault) for fault in found.faults], code="lines")
        return found.need

    def change(self, content: PolicyContent) -> PolicyContent:
        """Put the communes into what the draft says."""
        return replace(content, need=self.cleaned_data["communes"])


class ServicesForm(DraftForm):
    """The points of each social service's households, beside how many wait and were served."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for share in service_shares():
            field = _number(share.name, least=0)
            field.initial = self.content.balance.get(share.code, 0)
            told = {"waiting": share.waiting, "served": share.served}
            field.help_text = _("Waiting: %(waiting)s · served in 90 days: %(served)s") % told
            self.fields[f"service-{share.code}"] = field

    def change(self, content: PolicyContent) -> PolicyContent:
        """Put the points of the services into what the draft says; 0 takes one off."""
        asked = (name for name in self.fields if name.startswith("service-"))
        said = {name.removeprefix("service-"): self.cleaned_data[name] for name in asked}
        return replace(content, balance={code: points for code, points in said.items() if points})


class PublishForm(DraftForm):
    """Say why the policy changes: the answer stays with the version."""

    reason = PeopleField(
        label=_("Why does the policy change?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "It stays with this version, for everybody who reads the policy. Name no person."
        ),
    )
