"""Every night: what the calendar brings about by itself, and nobody has to press a button for.

The worker does it once it is booked (`manage.py keep_deadlines --by-worker`); each night books the
next before it begins, so that one that fails does not end the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.tasks import TaskResultStatus, task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from distribution.allocations.lapsing import let_lapse
from distribution.comparing import compare_all
from distribution.nominations.renewing import watch_proofs
from distribution.referrals.lapsing import watch_referrals
from distribution.waiting_list.ranking import rank_all
from refurb.statistics import refresh_statistics

AT = time(3, 0)  # Belgian time: nobody reads the list
LATELY = timedelta(days=3)  # a night may be missed


@dataclass(frozen=True, slots=True)
class Night:
    """How many of each; `refused`: allocations that could not lapse.

    `places_reminded`: of how many referrals their places were.
    """

    reminded: int
    expired: int
    places_reminded: int
    referrals_lapsed: int
    lapsed: int
    refused: int
    pairs: int
    ranked: int


def keep_deadlines(say: Callable[[int], None] = lambda _ranked: None) -> Night:
    """Do what is due today; done again the same night, it does nothing.

    A duty that fails keeps none of the others from being done: what failed is raised at the end,
    as an ExceptionGroup.
    """
    duties = _Duties()
    reminded, expired = duties.do(watch_proofs, (0, 0))
    asked, withdrawn = duties.do(watch_referrals, (0, 0))
    lapsed, refused = duties.do(let_lapse, (0, 0))
    _compared, pairs = duties.do(lambda: compare_all(since=timezone.now() - LATELY), (0, 0))
    duties.do(refresh_statistics, None)
    ranked = duties.do(lambda: rank_all(say=say), 0)
    duties.fail_if_any_did()
    return Night(
        reminded=reminded,
        expired=expired,
        places_reminded=asked,
        referrals_lapsed=withdrawn,
        lapsed=lapsed,
        refused=refused,
        pairs=pairs,
        ranked=ranked,
    )


class _Duties:
    """Does one after the other, and remembers what failed."""

    def __init__(self) -> None:
        self._failed: list[Exception] = []

    def do[Done](self, duty: Callable[[], Done], otherwise: Done) -> Done:
        """Do one; `otherwise` stands for what it would have told."""
        try:
            return duty()
        except Exception as failure:  # noqa: BLE001  raised at the end
            self._failed.append(failure)
            return otherwise

    def fail_if_any_did(self) -> None:
        """Raise what failed."""
        if self._failed:
            raise ExceptionGroup("Some of what was due tonight failed.", self._failed)


@task
def tonight() -> dict[str, int]:
    """Book the next night, then do what is due; the counts stay with the task."""
    book_next_night()
    night = keep_deadlines()
    return {name: getattr(night, name) for name in Night.__slots__}


def book_next_night(now: datetime | None = None) -> bool:
    """Queue the coming night for the worker; False when it is queued already."""
    waiting = DBTaskResult.objects.filter(
        task_path=tonight.module_path, status=TaskResultStatus.READY
    )
    if waiting.exists():
        return False
    tonight.using(run_after=_next(timezone.localtime(now))).enqueue()
    return True


def _next(now: datetime) -> datetime:
    today = timezone.make_aware(datetime.combine(now.date(), AT))
    return today if now < today else today + timedelta(days=1)
