"""How a run is shown to clients: references, codes and counts, nobody's name."""

from collections import defaultdict
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from distribution.models import AllocationRun, RunLine, RunWish
from distribution.models.run import COMPUTED, RunState
from distribution.models.run_line import Change
from distribution.runs.reviewed import wanted_otherwise
from distribution.words import WishKind, WishReason
from refurb.api.shapes import Shown


class LineOfRun(Shown):
    """A waiting line as the run saw it."""

    reference: str
    number: int
    place: Annotated[
        int | None, Field(description="In the list of households; none of an institution")
    ]
    points: int
    kinds: list[str]


class CompanionShown(Shown):
    """A screen for a machine without one; `missing`: the code of why there is none."""

    device: str
    missing: str


class PairShown(LineOfRun):
    """A line and the device proposed for it: how far down its wishes, and how much too good.

    `over`: what the device has beyond the need; `remarks`: what is still to be done, as codes;
    `preferred`: why nothing of a kind preferred more: `none` ready that fits, what does is `kept`
    by pins or exclusions, or `needed`, so that others are served, or one before it as it prefers.
    """

    device: str
    kind: str = ""
    holder: str
    rank: int
    waste: int
    pinned: bool = False
    preferred: str = ""
    remarks: list[str] = Field(default_factory=list)
    over: list[str] = Field(default_factory=list)
    companion: CompanionShown | None = None


class NearShown(Shown):
    """Ready devices of a kind asked for that just fail, and the codes of the reasons."""

    kind: str
    reasons: list[str]
    count: int


class SkippedShown(LineOfRun):
    """A line left waiting: how many devices would fit, and which lines before it hold them.

    `pinned`: lines that hold one by a pin, wherever they stand, and the device; `near`: what ready
    devices fail for; `coming`: how many would fit that are not ready yet, by state, and `unknown`
    of how many nobody can tell yet; `excluded`: how many are kept from it; `quota`: the one that is
    used up.
    """

    fitting: int
    held_by: list[str]
    pinned: list[tuple[str, str]] = Field(default_factory=list)
    near: list[NearShown] = Field(default_factory=list)
    coming: dict[str, int] = Field(default_factory=dict)
    unknown: int = 0
    excluded: int = 0
    quota: str = ""


class WishShown(Shown):
    """A pin or an exclusion; not `applied`: the next proposal takes it in.

    Not `kept`: a pin that the proposal could not keep, as its line may receive nothing any more, or
    its screen can't go with the machine.
    """

    kind: WishKind
    reference: str
    number: int
    device: str
    because: WishReason
    reason: str
    applied: bool
    kept: bool = True


class ChangesShown(Shown):
    """What differs from the proposal before: lines, and of the others both devices."""

    since: int
    newly: list[str]
    no_longer: list[str]
    other: list[tuple[str, str, str]]
    gone: list[str]


class RunShown(Shown):
    """A run; pairs and skipped lines once it is proposed."""

    number: int
    state: RunState
    stage: str
    done: Annotated[int, Field(description="Lines read, of `total`")]
    total: int
    failure: Annotated[
        dict[str, str], Field(description="Of a failed run: a code, and the codes it is about")
    ]
    policy: int | None
    based_on: Annotated[int | None, Field(description="The run whose pins and exclusions it took")]
    requested_at: datetime
    finished_at: datetime | None
    input_sha256: str
    wishes: list[WishShown]
    changes: ChangesShown | None
    pairs: list[PairShown]
    skipped: list[SkippedShown]


def show_run(run: AllocationRun) -> RunShown:
    """Show a run with all its pairs and lines left waiting."""
    whys = dict(run.whys.values_list("number", "content"))
    rows = RunWish.objects.standing().filter(run=run).order_by("pk")
    wishes = list(rows.select_related("line__nomination", "device"))
    unkept = wanted_otherwise(run, wishes).unkept if run.state in COMPUTED else set()
    return RunShown(
        number=run.number,
        state=RunState(run.state),
        stage=run.stage,
        done=run.done,
        total=run.total,
        failure=run.failure,
        policy=run.policy.version if run.policy else None,
        based_on=run.based_on.number if run.based_on else None,
        requested_at=run.requested_at,
        finished_at=run.finished_at,
        input_sha256=run.input_sha256,
        wishes=[_wish(each, kept=each.pk not in unkept) for each in wishes],
        changes=_changes(run),
        pairs=[_pair(each) for each in run.lines.pairs()],
        skipped=[
            _skipped(each, whys[each.why])
            for each in run.lines.skipped()
            if each.why is not None  # never: by constraint
        ],
    )


def _line(row: RunLine) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "number": row.number,
        "place": row.place or None,  # of an institution's: it stands in no household's list
        "points": row.told["points"],
        "kinds": row.told["kinds"],
    }


def _pair(row: RunLine) -> PairShown:
    companion = None
    if "missing" in row.told:
        companion = CompanionShown(device=row.companion, missing=row.told["missing"])
    told = _only(PairShown, row.told)
    return PairShown(**told | _line(row), device=row.device, kind=row.kinds, companion=companion)


def _skipped(row: RunLine, why: dict[str, Any]) -> SkippedShown:
    return SkippedShown(**_only(SkippedShown, why) | _line(row))


def _changes(run: AllocationRun) -> ChangesShown | None:
    if run.compared_with is None:
        return None
    rows: defaultdict[str, list[RunLine]] = defaultdict(list)
    for row in run.lines.changed():
        rows[row.change].append(row)
    return ChangesShown(
        since=run.compared_with.number,
        newly=[row.key for row in rows[Change.NEWLY]],
        no_longer=[row.key for row in rows[Change.NO_LONGER]],
        other=[(row.key, row.device_before, row.device) for row in rows[Change.OTHER]],
        gone=[row.key for row in rows[Change.GONE]],
    )


def _wish(wish: RunWish, *, kept: bool) -> WishShown:
    return WishShown(
        kind=WishKind(wish.kind),
        reference=wish.line.nomination.reference,
        number=wish.line.number,
        device=wish.device.code,
        because=WishReason(wish.because),
        reason=wish.reason,
        applied=wish.is_applied,
        kept=kept,
    )


def _only(shape: type[Shown], found: dict[str, Any]) -> dict[str, Any]:
    """Keep what a shape shows; runs of before kept less."""
    return {name: found[name] for name in shape.model_fields if name in found}
