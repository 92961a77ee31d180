"""The quarter as a whole: who gives what on which day, and who asks for what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from random import Random

from django.db import transaction
from django.db.models import F

from distribution.models import Notice, Referral
from distribution.waiting_list.ranking import rank_all
from inventory.kinds import Kind
from inventory.models import Donation, Donor, Incident
from inventory.models.donation import Purpose
from inventory.receiving import register_donation, register_donor
from inventory.resolving import resolve_incident
from refurb.accounts.models import Membership
from refurb.accounts.roles import Role
from refurb.audit.models import record
from refurb.demo.batches import batches
from refurb.demo.bench import Bench, Fate
from refurb.demo.casework import do_casework
from refurb.demo.catalogue import MODELS
from refurb.demo.certificates import certify
from refurb.demo.clock import Clock
from refurb.demo.coordination import Agenda, Coordination
from refurb.demo.donors import GIVERS, Giver, make_donor
from refurb.demo.doubles import nominate_twice
from refurb.demo.habits import keep_habits
from refurb.demo.handing import Counter
from refurb.demo.institutions import nominate_institutions
from refurb.demo.labels import prepared_labels
from refurb.demo.loose_ends import leave_loose_ends
from refurb.demo.machines import Machine, build_machine, draw_machine
from refurb.demo.people import SERVICE, WORKSHOP, Cast, make_cast
from refurb.demo.requests import Plan, Requests
from refurb.demo.rules import make_rules
from refurb.demo.sanitize import send_sanitize_reports
from refurb.demo.screens import many_screens
from refurb.demo.staff import settle_staff
from refurb.demo.story import DAY, HOUR, Life, Story
from refurb.demo.unpacking import half_unpacked
from refurb.demo.visits import expect_households
from refurb.demo.wipe_logs import send_wipe_logs

SEED = "a quarter in Brussels"
WORKING_DAYS = 65  # three months

# Of a hundred devices, how many end where; the rest becomes stock.
SHARES = {Fate.RECEIVED: 10, Fate.WIPE: 8, Fate.REPAIR: 7, Fate.RECYCLED: 8, Fate.LOST: 2}
ON_THE_BENCH = (Fate.RECEIVED, Fate.WIPE, Fate.REPAIR)

# Of a hundred nominations of a service, how many are an example of what; the rest is plain.
PLANS = {
    Plan.URGENT_FIRST: 2,
    Plan.URGENT_LAST: 2,
    Plan.DRAFT: 4,
    Plan.UNDECIDED: 4,
    Plan.UNDECIDED_TOO_MANY: 3,
    Plan.REJECTED: 3,
    Plan.WITHDRAWN: 4,
    Plan.EXPIRED: 2,
    Plan.RENEWED: 10,
    Plan.NO_PROOF: 4,
    Plan.TOO_MANY: 3,
}
# Working days before the end between which a plan is made, where that matters.
WINDOWS = {
    Plan.URGENT_FIRST: (65, 50),
    Plan.URGENT_LAST: (9, 5),
    Plan.DRAFT: (8, 0),
    Plan.UNDECIDED: (4, 0),
    Plan.UNDECIDED_TOO_MANY: (4, 0),
    Plan.REJECTED: (65, 7),
    Plan.WITHDRAWN: (65, 10),
    Plan.EXPIRED: (65, 62),
    Plan.NO_PROOF: (65, 7),
}


@dataclass(frozen=True)
class Size:
    """How much happens: devices by workshop, nominations by service, the coordinators' agenda."""

    devices: tuple[int, ...]
    nominations: tuple[int, ...]
    agenda: Agenda
    donation: float  # of the usual size
    screens: tuple[int, ...] = ()  # by workshop, given at the end


FULL = Size((200, 120, 80), (66, 40, 38, 38, 36, 34), Agenda(10, 205, 20), 1.0, screens=(6, 5, 4))
SMALL = Size((26, 8, 6), (14, 6, 4, 4, 3, 3), Agenda(24, 17, 5), 0.4)


@transaction.atomic
def load_quarter(size: Size, today: date) -> None:
    """Fill an empty database with the quarter that ended the evening before `today`."""
    rng = Random(SEED)  # noqa: S311  a story, not a secret
    clock = Clock(today, WORKING_DAYS)
    story = Story(clock, rng)
    cast = make_cast()
    make_rules(clock.now)
    coordinators = cast.of("COORD", Role.COORDINATOR)
    requests = Requests(story, coordinators, today)
    benches = {place.code: Bench(story, cast, place) for place in cast.places(WORKSHOP)}
    for bench, count in zip(benches.values(), size.devices, strict=True):
        _plan_devices(bench, count, size.donation)
    for place, count in zip(cast.places(SERVICE), size.nominations, strict=True):
        _plan_nominations(story, requests, cast.of(place.code, Role.SOCIAL_WORKER), count)
    counter = Counter(story, cast, benches, requests)
    story.begin(Coordination(story, coordinators[0], requests, counter).life(size.agenda))
    for life in (
        _settle_incidents(story, benches),
        leave_loose_ends(story, benches.values()),
        batches(story, cast, cast.places(WORKSHOP)[0]),
    ):
        story.begin(life)
    for life in (
        send_wipe_logs(story, benches),
        send_sanitize_reports(story, benches),
        certify(story, benches.values()),
        nominate_institutions(story, _two_workers(cast), coordinators[0]),
        nominate_twice(story, _two_workers(cast), coordinators[0], today),
    ):
        story.begin(life)
    _replace_screens(story, cast, size.screens)
    begin_intake(next(iter(benches.values())))
    story.play()
    _close(requests, counter, coordinators[0])
    settle_staff(cast)
    do_casework(coordinators[0], cast.places(SERVICE))
    keep_habits(cast)
    record(coordinators[0], "demo.loaded")
    _settle(clock, today, cast)
    _mail_nobody()


def _mail_nobody() -> None:
    """Let the mails that wait for this transaction find theirs sent: its addresses are invented."""
    for model in (Notice, Referral):
        model.objects.update(mailed_at=F("created_at"))


def _settle(clock: Clock, today: date, cast: Cast) -> None:
    """Put the last stamps into the story; what is to come, and the list, follow the real day."""
    expect_households(cast)
    clock.settle()
    rank_all(today)


def _replace_screens(story: Story, cast: Cast, counts: tuple[int, ...]) -> None:
    """Let screens come at the end, with dice of their own: no other device's life changes."""
    apart = Story(story.clock, Random(f"{SEED}, screens"))  # noqa: S311  a story, not a secret
    for place, count in zip(cast.places(WORKSHOP), counts, strict=False):
        story.begin(many_screens(Bench(apart, cast, place), count))


def begin_intake(bench: Bench) -> None:
    """Let a workshop prepare labels, and stop halfway through a row of machines."""
    bench.story.begin(prepared_labels(bench))
    bench.story.begin(half_unpacked(bench))


def _close(requests: Requests, counter: Counter, coordinator: Membership) -> None:
    """Let the last evening come: nominations as they stand, and devices on their way."""
    requests.restore(all_of_them=True)
    counter.desk.close(coordinator)
    counter.desk.go_through_papers()


def _plan_devices(bench: Bench, count: int, scale: float) -> None:
    """Spread a workshop's devices over donations, and its donations over the quarter."""
    rng = bench.rng
    sizes = list(_donation_sizes(rng, count, scale))
    days = sorted(
        min(WORKING_DAYS - 2, round(place * (WORKING_DAYS - 3) / max(1, len(sizes) - 1)))
        for place in range(len(sizes))
    )
    fates = iter(_fates(rng, count))
    donors: dict[str, Donor] = {}
    for (giver, devices), day in zip(sizes, days, strict=True):
        arrivals = [_arrival(rng, next(fates)) for _device in range(devices)]
        start = day * DAY + rng.randint(0, 5 * HOUR)
        bench.story.begin(_donation(bench, giver, donors, arrivals), start)


def _donation_sizes(rng: Random, count: int, scale: float) -> Iterator[tuple[Giver, int]]:
    left = count
    for giver in cycle(rng.sample(GIVERS, len(GIVERS))):
        if left <= 0:
            return
        devices = min(left, max(1, round(rng.randint(*giver.devices) * scale)))
        left -= devices
        yield giver, devices


def _fates(rng: Random, count: int) -> list[Fate]:
    """Give each device its fate, oldest first: what is on the bench came lately, but for a few."""
    counts = {fate: max(1, round(count * share / 100)) for fate, share in SHARES.items()}
    bench = [fate for fate in ON_THE_BENCH for _each in range(counts[fate])]
    ended = [fate for fate in (Fate.RECYCLED, Fate.LOST) for _each in range(counts[fate])]
    stock = [Fate.STOCK] * (count - len(bench) - len(ended))
    earlier = [*stock, *ended]
    rng.shuffle(earlier)
    rng.shuffle(bench)
    fates = [*earlier, *bench]
    for _stuck in range(len(bench) // 5):
        old, new = rng.randrange(len(earlier)), rng.randrange(len(earlier), count)
        fates[old], fates[new] = fates[new], fates[old]
    return fates


def _arrival(rng: Random, fate: Fate) -> tuple[Machine, Fate]:
    """Draw the machine of a fate: only what has a drive can wait for its wipe, or worry if lost."""
    if fate in {Fate.WIPE, Fate.LOST}:
        laptops = [model for model in MODELS if model.kind == Kind.LAPTOP]
        return build_machine(rng.choice(laptops), rng), fate
    return draw_machine(rng), fate


def _donation(
    bench: Bench, giver: Giver, donors: dict[str, Donor], arrivals: list[tuple[Machine, Fate]]
) -> Life:
    """Unload one consignment."""
    actor = bench.anyone()
    if giver.name not in donors:
        donors[giver.name] = register_donor(make_donor(giver, bench.rng), actor=actor)
    scrap = all(fate is Fate.RECYCLED for _machine, fate in arrivals)
    donation = Donation(
        donor=donors[giver.name],
        received_on=bench.story.clock.today,
        purpose=Purpose.WEEE if scrap else Purpose.REUSE,
        earmark="" if scrap else giver.earmark,
        earmark_commune=giver.commune if giver.earmark == "commune" and not scrap else "",
        donors_reference="" if giver.is_person else f"INV-{bench.rng.randint(1000, 9999)}",
    )
    donation = register_donation(donation, actor=actor)
    for machine, fate in arrivals:
        yield bench.story.between(2, 6)
        device = bench.receive(donation, machine, actor)
        later = bench.story.clock.minute + bench.story.between(20, DAY + 4 * HOUR)
        bench.story.begin(bench.life(device, machine, fate), later)


def _two_workers(cast: Cast) -> tuple[Membership, Membership]:
    """Give a social worker of each of the first two services."""
    one, other = cast.places(SERVICE)[:2]
    return cast.of(one.code, Role.SOCIAL_WORKER)[0], cast.of(other.code, Role.SOCIAL_WORKER)[0]


def _plan_nominations(
    story: Story, requests: Requests, workers: list[Membership], count: int
) -> None:
    """Spread a service's nominations over the quarter, each an example of something."""
    rng = story.rng
    plans = [
        plan
        for plan, share in PLANS.items()
        for _each in range(max(count >= 12, round(count * share / 100)))  # noqa: PLR2004  a dozen
    ][:count]
    plans += [Plan.PLAIN] * (count - len(plans))
    for plan in plans:
        first, last = (WORKING_DAYS - day for day in WINDOWS.get(plan, (WORKING_DAYS, 1)))
        start = rng.randrange(first * DAY, last * DAY)
        story.begin(requests.life(plan, rng.choice(workers)), start)


def _settle_incidents(story: Story, benches: dict[str, Bench]) -> Life:
    """Resolve every other incident of a workshop, near the end."""
    yield story.clock.end - 5 * DAY
    for incident in list(Incident.objects.select_related("device").order_by("pk"))[1::2]:
        lead = benches[incident.device.steward.code].lead
        resolution = "Signalé au délégué à la protection des données ; le disque était chiffré."
        resolve_incident(incident, resolution, actor=lead)
        yield story.between(10, HOUR)
