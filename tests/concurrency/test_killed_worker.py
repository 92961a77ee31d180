"""A worker that is killed in the middle of a task: another does the rest, and nothing twice.

Real workers, each a process of its own, on the database that the tests run on.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from django.test import override_settings
from django.utils import timezone

from inventory.batching import choose, start_batch
from inventory.forecast import BulkAct
from inventory.lifecycle import State
from inventory.models import Device, DeviceEvent, Repair
from refurb.jobs.models import SILENCE, Job, JobState, Outcome
from refurb.jobs.running import JobRefused, go_on
from tests.cast import make_cast
from tests.concurrency.test_moves import database_url
from tests.makers import make_device, make_donation

DEVICES, DONE_BEFORE, PATIENCE_SECONDS = 60, 3, 60
IN_THE_DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
WORKER = ["manage.py", "db_worker", "--batch", "--no-reload", "--no-startup-delay"]


def start_worker() -> subprocess.Popen[bytes]:
    """Start a worker that does what waits, and then ends."""
    own = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "refurb.settings"}
    return subprocess.Popen([sys.executable, *WORKER], env=os.environ | own)


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.django_db(transaction=True)
def test_a_task_whose_worker_is_killed_is_ended_by_another_with_nothing_lost_or_done_twice() -> (
    None
):
    cast = make_cast()
    donation = make_donation(cast.tom)
    devices = [make_device(cast.tom, donation=donation) for _n in range(DEVICES)]
    with override_settings(TASKS=IN_THE_DATABASE):
        chosen = choose(Device.objects.all(), actor=cast.tom)
        job = start_batch(chosen, BulkAct.SEND_TO_REPAIR, actor=cast.tom, fault="hinge")
        first = start_worker()
        wait_until(lambda: Job.objects.get(pk=job.pk).done >= DONE_BEFORE)
        first.kill()
        first.wait(timeout=PATIENCE_SECONDS)
        job.refresh_from_db()
        moved = Device.objects.filter(state=State.REPAIR).count()
        assert (job.state, job.done) == (JobState.RUNNING, moved)
        assert DONE_BEFORE <= moved < DEVICES
        with pytest.raises(JobRefused):
            go_on(job, actor=cast.tom)  # it may only be slow
        Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - SILENCE * 2)
        go_on(job, actor=cast.tom)
        assert start_worker().wait(timeout=PATIENCE_SECONDS) == 0
    job.refresh_from_db()
    assert (job.state, job.done, job.attempt) == (JobState.DONE, DEVICES, 2)
    assert job.lines.filter(outcome=Outcome.DONE).count() == DEVICES
    sent = DeviceEvent.objects.filter(verb="device.send_to_repair").order_by("device")
    assert list(sent.values_list("device", flat=True)) == [each.pk for each in devices]
    assert list(Repair.objects.order_by("device").values_list("device", flat=True)) == [
        each.pk for each in devices
    ]
