"""What a household needs: request lines and circumstances, drawn from its shape."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from distribution.eligibility import laptops_allowed
from distribution.models import Household, RequestLine
from distribution.words import Internet, LinePurpose, Project, SpecClass
from inventory.kinds import Keyboard, Kind
from refurb.demo.dice import happens
from refurb.demo.households import Family

LAPTOP, DESKTOP, MINI, ALL_IN_ONE = Kind.LAPTOP, Kind.DESKTOP, Kind.MINI_PC, Kind.ALL_IN_ONE
TABLET = Kind.TABLET
KINDS: dict[str, tuple[tuple[Kind, ...], ...]] = {
    LinePurpose.SCHOOL: ((LAPTOP,), (LAPTOP, DESKTOP), (LAPTOP, MINI, DESKTOP)),
    LinePurpose.JOB: ((LAPTOP, DESKTOP, MINI), (LAPTOP,), (DESKTOP, MINI, LAPTOP)),
    LinePurpose.ADMIN: ((DESKTOP, MINI, ALL_IN_ONE), (LAPTOP, DESKTOP), (DESKTOP, LAPTOP)),
    LinePurpose.HEALTH: ((LAPTOP, TABLET), (ALL_IN_ONE, DESKTOP)),
    LinePurpose.CONTACT: (
        (Kind.TABLET, LAPTOP),
        (Kind.TABLET, Kind.SMARTPHONE),
        (ALL_IN_ONE, MINI),
    ),
}
LAYOUTS = (Keyboard.BE_AZERTY, "", Keyboard.QWERTY)
SYSTEM_LANGUAGES = {"fr": "fr", "nl": "nl", "en": "en", "de": "de"}
EXTRAS = ((Kind.MONITOR, 0.12), (Kind.ROUTER, 0.05), (Kind.PRINTER, 0.02))


def draw_lines(rng: Random, family: Family, household: Household) -> list[RequestLine]:
    """Draw what a household asks for, within what the rule of frequency lets it."""
    lines = [_computer(rng, family, household)]
    if laptops_allowed(household.people) > 1 and happens(rng, 0.3):
        lines.append(_computer(rng, family, household))
    for kind, chance in EXTRAS:
        if happens(rng, chance):
            lines.append(RequestLine(kinds=[kind], purpose=lines[0].purpose, internet="none"))
    return lines


def draw_modest_lines(rng: Random, household: Household, count: int) -> list[RequestLine]:
    """Draw so many plain computers for school."""
    return [
        RequestLine(
            kinds=[LAPTOP, DESKTOP, MINI],
            purpose=LinePurpose.SCHOOL,
            keyboard=Keyboard.BE_AZERTY,
            system_language=SYSTEM_LANGUAGES.get(household.language, "fr"),
            internet=rng.choice(list(Internet)),
        )
        for _line in range(count)
    ]


def _computer(rng: Random, family: Family, household: Household) -> RequestLine:
    purpose = _purpose(rng, family)
    weights = (30, 58, 12) if purpose in {LinePurpose.SCHOOL, LinePurpose.JOB} else (70, 29, 1)
    senior = family.is_senior
    return RequestLine(
        kinds=list(rng.choice(KINDS[purpose])),
        purpose=purpose,
        keyboard=rng.choices(LAYOUTS, (75, 15, 10))[0],
        system_language=SYSTEM_LANGUAGES.get(household.language, "fr"),
        spec_class=rng.choices(list(SpecClass), weights)[0],
        large_screen=happens(rng, 0.35 if senior else 0.06),
        screen_reader=happens(rng, 0.03),
        numeric_pad=happens(rng, 0.05),
        camera=happens(rng, 0.3),
        internet=rng.choices(list(Internet), (22, 38, 15, 25))[0],
        training_wanted=happens(rng, 0.6 if senior else 0.3),
        delivery_needed=happens(rng, 0.3 if senior else 0.05),
        simplified_setup=happens(rng, 0.5 if senior else 0.05),
    )


def _purpose(rng: Random, family: Family) -> str:
    if family.is_senior:
        return rng.choice((LinePurpose.CONTACT, LinePurpose.ADMIN, LinePurpose.HEALTH))
    if family.at_school and happens(rng, 0.7):
        return LinePurpose.SCHOOL
    return rng.choice((LinePurpose.JOB, LinePurpose.JOB, LinePurpose.ADMIN, LinePurpose.SCHOOL))


def draw_circumstances(rng: Random, family: Family, today: date) -> dict[str, Any]:
    """Draw what else counts for priority, as fields of a nomination."""
    found: dict[str, Any] = {
        "no_computer_at_home": happens(rng, 0.65),
        "single_parent": family.is_single_parent,
        "isolated_senior": family.is_senior and family.adults == 1,
    }
    if not family.is_senior and happens(rng, 0.2):
        found["project"] = rng.choice(list(Project))
        found["project_on"] = today + timedelta(days=rng.randint(10, 90))
    return found
