"""A donation given for some is offered to them alone, or with a reason."""

import pytest

from distribution.allocations.allocating import AllocationRefused, allocate
from distribution.fit import EARMARKED, OUTSIDE_EARMARK
from distribution.models import AllocationRun, RunLine
from distribution.runs.proposing import request_run
from distribution.web.candidates import candidates
from inventory.models import Device, Donation
from tests.cast import Cast
from tests.makers import make_nomination, make_policy, make_ready


def earmarked(cast: Cast, **earmark: object) -> Device:
    device = make_ready(cast.tom, cast.vera)
    Donation.objects.filter(pk=device.donation_id).update(**earmark)
    return Device.objects.get(pk=device.pk)


@pytest.mark.parametrize(
    ("earmark", "is_inside"),
    [
        ({"earmark": "pupils"}, True),
        ({"earmark": "commune", "earmark_commune": "21015"}, True),
        ({"earmark": "commune", "earmark_commune": "21004"}, False),
        ({"earmark": "organisation", "earmark_organisation": "paula"}, True),
        ({"earmark": "organisation", "earmark_organisation": "olga"}, False),
    ],
)
def test_a_run_offers_an_earmarked_device_only_inside_its_earmark(
    cast: Cast, earmark: dict[str, object], *, is_inside: bool
) -> None:
    make_policy()
    if "earmark_organisation" in earmark:
        whose = cast.paula if earmark["earmark_organisation"] == "paula" else cast.olga
        earmark = earmark | {"earmark_organisation": whose.organisation}
    device = earmarked(cast, **earmark)
    line = make_nomination(cast.paula).lines.get()
    request_run(actor=cast.anna)
    pairs = AllocationRun.objects.get().lines.pairs()
    assert [pair.device for pair in pairs] == ([device.code] if is_inside else [])
    found = candidates(line)
    assert (OUTSIDE_EARMARK in found.best[0].remarks, found.others) == (not is_inside, 0)


def test_a_coordinator_allocates_outside_an_earmark_with_a_reason(cast: Cast) -> None:
    device = earmarked(cast, earmark="commune", earmark_commune="21004")
    line = make_nomination(cast.paula).lines.get()
    with pytest.raises(AllocationRefused):
        allocate(line, device, reason="", actor=cast.anna)
    run = AllocationRun.objects.create(number=1, policy=make_policy(), requested_by=cast.anna)
    pair = RunLine(run=run, line=line.pk, device=device.code, place=1, told={"points": 0})
    with pytest.raises(AllocationRefused) as refused:
        allocate(line, device, reason="rule", actor=cast.anna, pair=pair)
    assert refused.value.reasons == (EARMARKED,)
    assert allocate(line, device, reason="the donor agreed", actor=cast.anna).device == device
