"""The coordinators' days: allocations by hand, and two proposals."""

# ruff: noqa: RUF001 - French is written with the typographic apostrophe.

from __future__ import annotations

from dataclasses import dataclass

from distribution.allocations.allocating import AllocationRefused, allocate
from distribution.allocations.supply import need_of, ready_devices, supply_of
from distribution.fit import preference_rank, waste, why_not
from distribution.models import Allocation, AllocationRun, RequestLine
from distribution.runs.confirming import LeftOut, confirm_run
from distribution.runs.proposing import execute_run, request_run
from distribution.waiting_list.places import WaitingList
from distribution.waiting_list.ranking import rank_all
from inventory.models import Device
from refurb.accounts.models import Membership
from refurb.demo.handing import Counter
from refurb.demo.requests import Requests
from refurb.demo.story import DAY, HOUR, Life, Story


@dataclass(frozen=True)
class Agenda:
    """When the first proposal is made, and how many allocations there are in all."""

    first_run_on: int  # working day
    allocations: int
    last_ones: int  # of them, on the last days: still to be handed over when the story ends


class Coordination:
    """Who decides which device is for whom."""

    def __init__(
        self, story: Story, coordinator: Membership, requests: Requests, counter: Counter
    ) -> None:
        self.story = story
        self.coordinator = coordinator
        self.requests = requests
        self.counter = counter
        self.made = 0

    def life(self, agenda: Agenda) -> Life:
        """Confirm a proposal, allocate by hand every other day, and ask for another proposal."""
        clock = self.story.clock
        yield agenda.first_run_on * DAY + HOUR
        # Not settled yet: real stamps are all of today, so nobody seems to have waited for months.
        self.requests.restore()
        rank_all()
        self._confirm_a_run()
        began, last_day = clock.minute, clock.end - 4 * DAY
        by_hand = agenda.allocations - agenda.last_ones - self.made
        before = self.made
        while clock.minute < last_day:
            share = (clock.minute - began) / (last_day - began)
            self._allocate(before + round(by_hand * share) - self.made)
            yield 2 * DAY + self.story.between(-HOUR, HOUR)
        self._allocate(agenda.last_ones)
        yield clock.end - clock.minute - HOUR
        self._settle()
        rank_all()
        self._propose()

    def _settle(self) -> None:
        self.story.clock.settle()
        self.requests.restore()

    def _propose(self) -> AllocationRun:
        run = request_run(actor=self.coordinator)
        execute_run.call(run.pk)  # the worker will find it done
        run.refresh_from_db()
        return run

    def _confirm_a_run(self) -> None:
        run = self._propose()
        last = run.lines.pairs().reverse()[:1]
        left_out = set(last.values_list("line", flat=True))
        reason = "Le service demande d’attendre le retour du ménage."
        confirm_run(run, left_out=LeftOut(lines=left_out, reason=reason), actor=self.coordinator)
        made = Allocation.objects.filter(run=run).order_by("pk")
        for allocation in made.select_related("device__steward", "line__nomination__household"):
            self._expect(allocation)

    def _expect(self, allocation: Allocation) -> None:
        self.made += 1
        self.counter.expect(allocation, self.coordinator)

    def _allocate(self, wanted: int) -> None:
        """Give the first waiting lines the best device that fits each."""
        self._settle()
        shelf = {device.pk: (device, supply_of(device)) for device in ready_devices()}
        left = wanted
        today = self.story.clock.today
        rank_all(today)  # moments were moved, and the list is read on a day of the story
        for waiting in list(WaitingList(today=today)):
            if left <= 0:
                return
            need = need_of(waiting.line)
            fitting = [
                (preference_rank(need, supply), waste(need, supply), place, pk)
                for place, (pk, (_device, supply)) in enumerate(shelf.items())
                if not why_not(need, supply)
            ]
            if fitting and self._give(waiting.line, shelf[min(fitting)[3]][0]):
                del shelf[min(fitting)[3]]
                left -= 1

    def _give(self, line: RequestLine, device: Device) -> bool:
        try:
            allocation = allocate(
                line, device, reason="Premier de la liste", actor=self.coordinator
            )
        except AllocationRefused:
            return False  # its proof has expired: the line keeps its place
        self._expect(allocation)
        return True
