"""Parts of the nomination that repeat: machines and proofs, one more or one less at a button.

The buttons send the whole form. It comes back with everything that was typed, not judged yet, and
nothing is stored: so it works without JavaScript, and no error shows before its time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from distribution.web.forms.needs import NeedForm
from distribution.web.forms.proofs import ProofForm
from refurb.web.acting import sent

BUTTON = "parts"  # the name of the buttons; their value is add-need, remove-proof-1
MOST = {"need": 5, "proof": 5}
_ASKED = re.compile(r"(?P<act>add|remove)-(?P<part>need|proof)(?:-(?P<index>[0-4]))?")


class Parts(forms.BaseFormSet):  # type: ignore[type-arg]  # not generic at run time
    """As many forms as there are parts to show; one that stayed empty is left out."""

    def initial_form_count(self) -> int:
        """Treat none as there already: a draft is written anew as a whole."""
        return 0

    def total_form_count(self) -> int:
        """Count what was sent, else what there is to show."""
        if self.is_bound:
            return super().total_form_count()
        return max(len(self.initial or ()), self.min_num)

    @property
    def may_grow(self) -> bool:
        """Say whether there is room for one more."""
        return self.total_form_count() < self.max_num


def _parts(form: type[forms.ModelForm[Any]], part: str, least: int) -> Any:
    most = MOST[part]
    return forms.formset_factory(
        form, Parts, extra=0, min_num=least, max_num=most, absolute_max=most
    )


NeedForms = _parts(NeedForm, "need", 1)
ProofForms = _parts(ProofForm, "proof", 0)


@dataclass
class Typed:
    """What stands in the form's fields, as it was typed."""

    whole: dict[str, Any] = field(default_factory=dict)
    needs: list[dict[str, Any]] = field(default_factory=list)
    proofs: list[dict[str, Any]] = field(default_factory=list)


def sent_or_rearranged(request: HttpRequest) -> dict[str, Any]:
    """Give the form what was sent, or what was typed when a button asks for a part more or less."""
    asked = _ASKED.fullmatch(request.POST.get(BUTTON, ""))
    if asked is None:
        return sent(request)
    typed = Typed(
        whole=request.POST.dict(),
        needs=_typed(request.POST, "need", NeedForm),
        proofs=_typed(request.POST, "proof", ProofForm),
    )
    parts = typed.needs if asked["part"] == "need" else typed.proofs
    if asked["act"] == "add" and len(parts) < MOST[asked["part"]]:
        parts.append({})
    elif asked["act"] == "remove" and int(asked["index"] or 0) < len(parts):
        del parts[int(asked["index"] or 0)]
    return {"typed": typed}


def _typed(data: QueryDict, part: str, form: type[forms.ModelForm[Any]]) -> list[dict[str, Any]]:
    total = data.get(f"{part}-TOTAL_FORMS", "")
    count = min(int(total), MOST[part]) if re.fullmatch("[0-9]", total) else 0
    names = [*form.base_fields, *(("ground",) if part == "proof" else ())]
    return [
        {name: data.get(f"{part}-{index}-{name}", "") for name in names} for index in range(count)
    ]
