"""Which organisations offer people training, or help to get connected, and in which communes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from refurb.accounts.models import Organisation
from refurb.reference import region_of

DISTRICT = 2
"""So many first figures of a REFNIS code name the arrondissement (Statbel)."""


class Service(models.TextChoices):
    """What people may want after they have received a machine."""

    TRAINING = "training", _("Training")
    CONNECTION = "connection", _("Help with the internet connection")


COMMUNES = {Service.TRAINING: "training_communes", Service.CONNECTION: "connection_communes"}


def offers_of(organisation: Organisation) -> dict[Service, list[str]]:
    """Give the communes in which an organisation offers each service."""
    return {service: getattr(organisation, field) for service, field in COMMUNES.items()}


@dataclass(frozen=True)
class Near:
    """Who offers a service, and how near: in the commune itself, or only in its region."""

    organisation: Organisation
    in_commune: bool


def offering(service: Service) -> QuerySet[Organisation]:
    """List who offers a service anywhere and can be told of people; some hundred at most."""
    rows = Organisation.objects.exclude(**{COMMUNES[service]: []})
    return rows.filter(Q(is_partner=True) | Q(is_social_service=True)).order_by("name", "code")


def nearest(service: Service, commune: str) -> Near | None:
    """Find who offers it to people of a commune, else to others of the same region; or nobody.

    In the commune: who is there itself, then by name. In the region: the same arrondissement
    first.
    """
    offers = list(offering(service))
    near = [each for each in offers if commune in offers_of(each)[service]]
    if near:
        return Near(min(near, key=lambda each: each.commune != commune), in_commune=True)
    around = [each for each in offers if region_of(commune) in _regions(each, service)]
    found = min(around, key=lambda each: not _same_district(each, service, commune), default=None)
    return Near(found, in_commune=False) if found else None


def _regions(organisation: Organisation, service: Service) -> set[str]:
    return set(map(region_of, offers_of(organisation)[service])) - {""}


def _same_district(organisation: Organisation, service: Service, commune: str) -> bool:
    codes = offers_of(organisation)[service]
    return any(each[:DISTRICT] == commune[:DISTRICT] for each in codes)
