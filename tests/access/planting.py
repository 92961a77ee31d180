"""Values that nobody would write by chance, in every personal field, told apart by whose they are.

A field of a model about people is planted here or excused by name: a new one can't escape.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from pypdf import PdfReader

from distribution.models import Ground, Handover, Household, Nomination, Proof
from inventory.models import Donation, Donor
from refurb.accounts.models import Invitation, Organisation, User

# What each field is called in the table of tests/access/sights.py.
FIELDS: dict[type[models.Model], dict[str, str]] = {
    Household: {
        "surname": "name",
        "first_name": "name",
        "street": "address",
        "phone": "phone",
        "email": "email",
        "birth_date": "birth",
    },
    Nomination: {"case_reference": "case", "legal_basis": "basis"},
    Donor: {"name": "donor", "email": "donor's", "phone": "donor's", "street": "donor's"},
    Donation: {"note": "donor's note", "donors_reference": "donor's reference"},
    Handover: {
        "receiver_name": "receiver",
        "signed_by_name": "receiver",
        "witness_name": "witness",
    },
}
# Fields of free text on these models that say nothing about a person by themselves.
EXCUSED: dict[type[models.Model], set[str]] = {
    Household: {"postcode", "commune", "language"},
    Nomination: {"reference", "informed_language"},
    Donor: {"reference", "postcode", "commune", "language"},
    Donation: {"reference", "earmark_commune"},
    Handover: {"place"},
}
FREE = (models.CharField, models.TextField)  # with their choices, fields are codes
LONG_AGO = date(1911, 2, 3)


@dataclass(frozen=True)
class Planted:
    """One value: which field it is of, of whose row, and how it may be written."""

    field: str
    whose: str  # the code of the organisation that brought the row
    spellings: tuple[str, ...]


def escaping_fields() -> set[str]:
    """Name the fields of the models about people that are neither planted nor excused."""
    return {
        f"{model.__name__}.{field.name}"
        for model, planted in FIELDS.items()
        for field in model._meta.concrete_fields  # noqa: SLF001  Django's public API
        if isinstance(field, FREE)
        and not field.choices
        and field.name not in planted.keys() | EXCUSED.get(model, set())
    }


def plant() -> list[Planted]:
    """Write an unmistakable value into every personal field of every row."""
    # The receipts were issued with these names: they are in their PDFs.
    planted = [Planted("name", _whose(each), (each.surname,)) for each in Household.objects.all()]
    planted += _people()
    for model, fields in FIELDS.items():
        for row in model._default_manager.all():  # noqa: SLF001  Django's public API
            whose = _whose(row)
            values = {name: _value(model, name, whose) for name in fields}
            model._default_manager.filter(pk=row.pk).update(**values)  # noqa: SLF001  as above
            planted += [
                Planted(fields[name], whose, _spellings(value)) for name, value in values.items()
            ]
    planted += [*_sensitive_grounds()]
    return list(dict.fromkeys(planted))


def _whose(row: models.Model) -> str:
    if isinstance(row, Handover):
        return row.allocation.line.nomination.organisation.code
    organisation: Organisation = row.organisation  # type: ignore[attr-defined]
    return organisation.code


def _value(model: type[models.Model], name: str, whose: str) -> Any:
    if name == "birth_date":
        number = Organisation.objects.order_by("code").filter(code__lt=whose).count()
        return LONG_AGO + timedelta(days=400 * number)
    if name == "phone":
        return f"0400{sum(map(ord, model.__name__ + whose)):06d}"
    # No underscore and nothing to escape: it must be found as it is, in HTML and in JSON.
    text = f"Zq{model.__name__}{name.replace('_', '').title()}{whose.title()}"
    return f"{text}@example.org" if name == "email" else text


def _spellings(value: Any) -> tuple[str, ...]:
    if isinstance(value, date):
        return (f"{value}", f"{value:%d/%m/%Y}", f"{value:%-d %b %Y}", f"{value:%-d/%m/%Y}")
    return (value,)


def _people() -> Iterator[Planted]:
    """Tell the addresses of users and of the invited, which are there already."""
    for user in User.objects.prefetch_related("memberships__organisation"):
        for membership in user.memberships.all():
            yield Planted("colleague", membership.organisation.code, (user.email,))
    for invitation in Invitation.objects.select_related("organisation"):
        yield Planted("invited", invitation.organisation.code, (invitation.email,))


def _sensitive_grounds() -> Iterator[Planted]:
    """Make every ground in use sensitive; others read what it is shown as."""
    # Not offered in forms any more: found, it is one that somebody has.
    yesterday = timezone.localdate() - timedelta(days=1)
    for ground in Ground.objects.filter(pk__in=Proof.objects.values("ground")):
        text = f"ZqGround{ground.pk}"
        names = dict.fromkeys(("name_fr", "name_nl", "name_de", "name_en"), text)
        Ground.objects.filter(pk=ground.pk).update(
            is_sensitive=True, code=text, active_to=yesterday, **names
        )
        yield Planted("ground", "", (text,))


def text_of(content: bytes, content_type: str) -> str:
    """Read what an answer says: a page, JSON, a PDF, or the sheets of a workbook."""
    if content_type.startswith("application/pdf"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [packed.read(name) for name in packed.namelist()]
        return "\n".join(part.decode(errors="replace") for part in parts)
    return content.decode(errors="replace")


def found_in(text: str, planted: Iterable[Planted]) -> set[tuple[str, str]]:
    """Name the fields whose values a text holds, with whose they are."""
    return {
        (each.field, each.whose)
        for each in planted
        if any(spelling in text for spelling in each.spellings)
    }
