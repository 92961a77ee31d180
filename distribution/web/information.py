"""Which information notice is for whom: its language, and what it says of the organisations."""

from __future__ import annotations

from dataclasses import dataclass

from distribution.information import InformationNotice
from distribution.notice_texts import NOTICE_TEXTS
from distribution.texts.versions import notice_texts
from refurb.accounts.models import Organisation
from refurb.reference import language, name


@dataclass(frozen=True)
class NoticeLanguage:
    """A language that the notice is there in."""

    code: str
    own_name: str


def notice_languages() -> list[NoticeLanguage]:
    """List the languages that the notice is there in, the official ones first."""
    return [NoticeLanguage(code, language(code).own_name) for code in NOTICE_TEXTS]


def nearest_language(wanted: str, service: Organisation) -> str:
    """Choose a person's language when the notice is there in it, else the service's first."""
    spoken = [code for code in (wanted, *service.languages) if code in NOTICE_TEXTS]
    return next(iter(spoken), "fr")


def notice_for(service: Organisation, in_language: str) -> InformationNotice:
    """Gather a service's notice in a language of NOTICE_TEXTS, in the words in force."""
    place = f"{service.postcode} {name(service.commune, in_language)}".strip()
    address = ", ".join(part for part in (service.street, place) if part)
    reach = " · ".join(part for part in (service.phone, service.email) if part)
    bodies = Organisation.objects.filter(is_coordination=True).order_by("pk")
    first, texts = bodies.first(), notice_texts(in_language)
    return InformationNotice(
        language=in_language,
        service=service.name,
        contact=tuple(line for line in (address, reach) if line),
        coordination=first.name if first else service.name,
        legal_basis=service.legal_basis,
        by_language=texts.by_language,
        text_version=texts.version,
    )
