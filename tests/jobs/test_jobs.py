"""Long work: asked for, done line by line, stopped, gone on with, and who may follow it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from refurb.accounts.models import Membership
from refurb.jobs import kinds
from refurb.jobs.models import Job, JobFile, JobLine, JobState
from refurb.jobs.running import JobRefused, Taken, Work, cancel, forget_old, go_on, run_job, start
from refurb.reasons import Reason, Refused
from tests.cast import Cast

DID: list[str] = []


class Crash(Exception):
    """What a worker did not expect."""


def count_each(work: Work) -> None:
    """Do the lines that are called neither odd nor crash."""

    def act(line: JobLine) -> dict[str, Any]:
        if line.key == "odd":
            raise Refused(Reason("odd", "%(key)s is odd.", {"key": line.key}))
        if line.key == work.job.parameters.get("crash"):
            raise Crash
        DID.append(line.key)
        return {"key": line.key}

    work.each(act)


@pytest.fixture(autouse=True)
def counting() -> Iterator[None]:
    DID.clear()
    kinds.register(kinds.Kind("counting", lambda _job: "Counting", count_each))
    yield
    kinds._kinds.pop("counting")  # noqa: SLF001


def make_job(actor: Membership, *keys: str, **parameters: Any) -> Job:
    job = Job.objects.create(
        kind="counting", state=JobState.DRAFT, requested_by=actor, parameters=parameters
    )
    JobLine.objects.bulk_create([JobLine(job=job, key=key) for key in keys])
    return job


def outcomes(job: Job) -> dict[str, str]:
    return dict(job.lines.order_by("pk").values_list("key", "outcome"))


def test_each_line_is_done_or_says_why_not(cast: Cast) -> None:
    job = start(make_job(cast.tom, "one", "odd", "two"), actor=cast.tom)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
    assert outcomes(job) == {"one": "done", "odd": "refused", "two": "done"}
    assert job.lines.get(key="odd").reasons == [
        {"code": "odd", "message": "%(key)s is odd.", "params": {"key": "odd"}}
    ]


def test_a_crashed_job_goes_on_and_does_nothing_twice(cast: Cast) -> None:
    job = start(make_job(cast.tom, "one", "two", "three", crash="two"), actor=cast.tom)
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.FAILED, 1)
    Job.objects.filter(pk=job.pk).update(parameters={})
    go_on(job, actor=cast.tom)
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.DONE, 3)
    assert DID == ["one", "two", "three"]


def test_a_job_at_work_is_not_given_to_a_second_worker(cast: Cast) -> None:
    job = make_job(cast.tom, "one")
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, heartbeat_at=timezone.now(), total=1
    )
    with pytest.raises(JobRefused) as refused:
        go_on(job, actor=cast.tom)
    assert [reason.code for reason in refused.value.reasons] == ["job_not_stopped"]
    silent = timezone.now() - timedelta(minutes=2)
    Job.objects.filter(pk=job.pk).update(heartbeat_at=silent)
    go_on(job, actor=cast.tom)
    assert DID == ["one"]


def test_a_worker_that_lost_its_job_writes_nothing_more(cast: Cast) -> None:
    job = make_job(cast.tom, "one", "two")
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, total=2)
    job.refresh_from_db()
    held = Work(job)

    def taken_away(line: JobLine) -> dict[str, Any]:
        Job.objects.filter(pk=job.pk).update(attempt=2)
        return {"did": line.key}

    with pytest.raises(Taken):
        held.each(taken_away)
    assert outcomes(job) == {"one": "", "two": ""}


def test_cancelled_before_its_turn_nothing_is_done(cast: Cast) -> None:
    job = make_job(cast.tom, "one")
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, total=1)
    cancel(job, actor=cast.tom)
    run_job.enqueue(job.pk, 1)
    job.refresh_from_db()
    assert (job.state, outcomes(job)) == (JobState.CANCELLED, {"one": ""})
    with pytest.raises(JobRefused):
        cancel(job, actor=cast.tom)


def test_a_task_is_started_once(cast: Cast) -> None:
    job = make_job(cast.tom, "one")
    start(job, actor=cast.tom)
    with pytest.raises(JobRefused):
        start(job, actor=cast.tom)
    assert DID == ["one"]


def test_a_member_follows_their_own_tasks_a_lead_those_of_the_workshop(cast: Cast) -> None:
    ours, veras, theirs = (make_job(each, "one") for each in (cast.tom, cast.vera, cast.will))
    assert set(Job.objects.visible_to(cast.tom)) == {ours}
    assert set(Job.objects.visible_to(cast.lea)) == {ours, veras}
    assert set(Job.objects.visible_to(cast.anna)) == {ours, veras, theirs}
    assert set(Job.objects.owned_by(cast.anna)) == set()


def test_files_and_forgotten_drafts_are_deleted_after_a_week(cast: Cast) -> None:
    old = timezone.now() - timedelta(days=8)
    draft, kept = make_job(cast.tom, "one"), make_job(cast.tom, "one")
    Job.objects.filter(pk=draft.pk).update(made_at=old)
    for job, ended in ((make_job(cast.tom), old), (kept, timezone.now())):
        Job.objects.filter(pk=job.pk).update(state=JobState.DONE, finished_at=ended)
        JobFile.objects.create(job=job, name="a.pdf", content_type="application/pdf", content=b"%")
    forget_old()
    assert not Job.objects.filter(pk=draft.pk).exists()
    assert [file.job for file in JobFile.objects.all()] == [kept]


def signed_in(client: Client, member: Membership) -> Client:
    client.force_login(member.user)
    return client


def test_the_page_says_that_a_worker_is_silent(cast: Cast, client: Client) -> None:
    job = make_job(cast.tom, "one")
    long_ago = timezone.now() - timedelta(minutes=3)
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, made_at=long_ago, total=1)
    tom = signed_in(client, cast.tom)
    assert "Nobody has taken this task up" in tom.get(f"/tasks/{job.pk}/").content.decode()
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, heartbeat_at=long_ago)
    page = tom.get(f"/tasks/{job.pk}/").content.decode()
    assert "Nothing was heard of this task" in page
    assert f'action="/tasks/{job.pk}/continue/"' in page


def test_what_was_not_done_is_listed_and_downloaded_with_its_reason(
    cast: Cast, client: Client
) -> None:
    job = start(make_job(cast.tom, "one", "odd"), actor=cast.tom)
    tom = signed_in(client, cast.tom)
    assert "… is odd." in tom.get(f"/tasks/{job.pk}/").content.decode()
    report = b"".join(tom.get(f"/tasks/{job.pk}/report.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert report == "\ufeffCode,Why it was not done\r\nodd,odd is odd.\r\n"
    anna = signed_in(Client(), cast.anna)
    assert "… is odd." not in anna.get(f"/tasks/{job.pk}/").content.decode()


def test_the_next_page_says_once_that_a_task_is_ready(cast: Cast, client: Client) -> None:
    job = start(make_job(cast.tom, "one"), actor=cast.tom)
    tom = signed_in(client, cast.tom)
    session = tom.session
    session["awaited_jobs"] = [job.pk]
    session.save()
    told = f'Your task is ready: <a href="/tasks/{job.pk}/">Counting</a>'
    assert told in tom.get("/scan/").content.decode()
    assert told not in tom.get("/scan/").content.decode()


def test_the_list_costs_the_same_for_any_number_of_tasks(
    cast: Cast, client: Client, django_assert_num_queries: Any
) -> None:
    tom = signed_in(client, cast.tom)
    assert "No tasks yet" in tom.get("/tasks/").content.decode()
    start(make_job(cast.tom, "one"), actor=cast.tom)
    for _count in (1, 3):
        with django_assert_num_queries(3):
            assert "Counting" in tom.get("/tasks/").content.decode()
        for _each in range(2):
            start(make_job(cast.tom, "one"), actor=cast.tom)
    assert "Nothing matches" in tom.get("/tasks/?state=failed").content.decode()
