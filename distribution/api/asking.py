"""What clients say of households and needs."""

from datetime import timedelta
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from distribution.models import Ground, Household, Nomination, Proof, RequestLine
from distribution.models.household import MOST_PEOPLE
from distribution.models.institution import MOST_MACHINES
from distribution.words import Internet, LinePurpose, Project, ProofCovers, ProofKind, SpecClass
from inventory.kinds import Keyboard, Kind
from refurb.api.problems import invalid_field
from refurb.api.shapes import (
    LAST_DAY,
    AboutPeople,
    Asked,
    Commune,
    Day,
    Email,
    Language,
    Phone,
    Postcode,
)

MOST_LINES = MOST_PROOFS = 5

Name = Annotated[AboutPeople, Field(min_length=1, max_length=80, examples=["Inventée"])]
People = Annotated[int, Field(ge=0, le=MOST_PEOPLE)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,30}$")]
LineNumber = Annotated[int, Field(ge=1, le=MOST_MACHINES)]  # institutions ask for the most
Reference = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,12}$")]


class HouseholdAsked(Asked):
    """The people; there is no field for a national register number, and none is taken."""

    surname: Name
    first_name: Name
    birth_date: Day | None = None
    street: Annotated[AboutPeople, Field(min_length=1, max_length=150)]
    postcode: Postcode
    commune: Commune
    phone: Phone = ""
    email: Email = ""
    language: Language = "fr"
    needs_interpreter: bool = False
    adults: Annotated[int, Field(ge=1, le=MOST_PEOPLE)] = 1
    children: People = 0
    children_at_school: People = 0

    @model_validator(mode="after")
    def _school_children_are_children(self) -> Self:
        if self.children_at_school > self.children:
            raise PydanticCustomError("too_many_at_school", "More go to school than there are.")
        return self


class LineAsked(Asked):
    """One machine that the household needs, and what it must be."""

    kinds: Annotated[
        list[Kind], Field(min_length=1, max_length=len(Kind), description="Preferred first")
    ]
    purpose: LinePurpose
    keyboard: Keyboard | None = None
    system_language: Language | None = None
    spec_class: SpecClass = SpecClass.BASIC
    large_screen: bool = False
    screen_reader: bool = False
    numeric_pad: bool = False
    camera: bool = False
    internet: Internet = Internet.NONE
    training_wanted: bool = False
    delivery_needed: bool = False
    simplified_setup: bool = False

    def columns(self) -> dict[str, Any]:
        """Give the values as they are stored."""
        found = dict(self)
        found["kinds"] = list(dict.fromkeys(kind.value for kind in self.kinds))
        return found | {
            "keyboard": self.keyboard or "",
            "system_language": self.system_language or "",
        }


class ProofAsked(Asked):
    """A proof as seen; the paper is never kept."""

    ground: Annotated[Slug, Field(description="Code of the ground", examples=["bim"])]
    kind: ProofKind
    covers: ProofCovers = ProofCovers.HOUSEHOLD
    seen_on: Day
    valid_until: Annotated[
        Day | None, Field(description="Without it: as long as this ground's proofs hold")
    ] = None

    @model_validator(mode="after")
    def _valid_after_seen(self) -> Self:
        if self.valid_until and self.valid_until < self.seen_on:
            raise PydanticCustomError("valid_until_before_seen", "It ended before it was seen.")
        return self

    def unsaved(self) -> Proof:
        """Make the row, unsaved; raises Invalid for a ground that is not recognised on that day."""
        ground = Ground.objects.active_on(self.seen_on).filter(code=self.ground).first()
        if ground is None:
            raise invalid_field("ground", "ground_unknown", "No ground of that day has this code.")
        until = self.valid_until
        if until is None:
            days = min(ground.validity_days, (LAST_DAY - self.seen_on).days)
            until = self.seen_on + timedelta(days=days)
        return Proof(
            ground=ground,
            kind=self.kind,
            covers=self.covers,
            seen_on=self.seen_on,
            valid_until=until,
        )


class CircumstancesAsked(Asked):
    """What counts for priority, and what the law asks for before anything is passed on."""

    case_reference: Annotated[AboutPeople, Field(max_length=60)] = ""
    informed_on: Annotated[Day | None, Field(description="Information notice given")] = None
    informed_language: Language | None = None
    agreed_on: Annotated[Day | None, Field(description="Agreed to this being passed on")] = None
    legal_basis: Annotated[AboutPeople, Field(max_length=200)] = ""
    no_computer_at_home: bool = False
    single_parent: bool = False
    isolated_senior: bool = False
    project: Project | None = None
    project_on: Day | None = None

    @model_validator(mode="after")
    def _project_has_a_date(self) -> Self:
        if bool(self.project) != bool(self.project_on):
            raise PydanticCustomError("project_without_date", "A project and its date go together.")
        return self

    def columns(self) -> dict[str, Any]:
        """Give the values as they are stored."""
        found = {name: getattr(self, name) for name in CircumstancesAsked.model_fields}
        return found | {
            "informed_language": self.informed_language or "",
            "project": self.project or "",
        }


class NominationAsked(CircumstancesAsked):
    """A nomination for one household."""

    household: HouseholdAsked
    lines: Annotated[list[LineAsked], Field(max_length=MOST_LINES)] = Field(default_factory=list)
    proofs: Annotated[list[ProofAsked], Field(max_length=MOST_PROOFS)] = Field(default_factory=list)


class HouseholdChange(Asked):
    """What changed; the whole has to be right afterwards. Names and birth date: in drafts only."""

    surname: Name | None = None
    first_name: Name | None = None
    birth_date: Day | None = None
    street: Annotated[AboutPeople, Field(min_length=1, max_length=150)] | None = None
    postcode: Postcode | None = None
    commune: Commune | None = None
    phone: Phone | None = None
    email: Email | None = None
    language: Language | None = None
    needs_interpreter: bool | None = None
    adults: Annotated[int, Field(ge=1, le=MOST_PEOPLE)] | None = None
    children: People | None = None
    children_at_school: People | None = None


class NeedsChange(LineAsked):
    """A line by its number, with all its needs as they are now."""

    number: Annotated[int, Field(ge=1, le=MOST_LINES)]

    def columns(self) -> dict[str, Any]:
        """Give the needs as they are stored, without the number."""
        found = super().columns()
        del found["number"]
        return found


class NominationChange(CircumstancesAsked):
    """What changed. Drafts: anything. Later: the household's address, phone, family; its needs.

    What counts for priority may change at any time, both ways.
    """

    household: HouseholdChange | None = None
    lines: Annotated[
        list[LineAsked] | None, Field(max_length=MOST_LINES, description="Drafts: in place of all")
    ] = None
    needs: Annotated[
        list[NeedsChange] | None, Field(max_length=MOST_LINES, description="After submission")
    ] = None
    proofs: Annotated[
        list[ProofAsked] | None,
        Field(max_length=MOST_PROOFS, description="Drafts: in place of all"),
    ] = None

    @model_validator(mode="after")
    def _project_has_a_date(self) -> Self:
        return self  # judged with what is stored


def merged[A: Asked](asked: type[A], row: Household | Nomination, change: Asked) -> A:
    """Put what a client sent over what is stored; raises ValidationError if the whole is wrong."""
    names = asked.model_fields.keys()
    stored = {name: getattr(row, name) for name in names}
    unsaid = {
        name: field.default
        for name, field in asked.model_fields.items()
        if stored[name] == "" and not field.is_required()
    }
    sent = {name: getattr(change, name) for name in change.model_fields_set & names}
    return asked.model_validate(stored | unsaid | sent)


def line_of(asked: LineAsked) -> RequestLine:
    """Make an unsaved line."""
    return RequestLine(**asked.columns())
