"""Judge a log of nwipe."""

from inventory.wipe_logs.runs import is_nwipe, read_runs
from inventory.wipe_logs.shapes import LogFormat, ReadRun
from inventory.wipe_logs.verdicts import judge_run


def read_nwipe(text: str) -> tuple[ReadRun, ...] | None:
    """Judge every drive of every run in a log; None when this is no log of nwipe."""
    if not is_nwipe(text):
        return None
    return tuple(
        ReadRun(
            format=LogFormat.NWIPE,
            tool=run.tool,
            method=run.method,
            rounds=run.rounds,
            verify=run.verify,
            outcome=run.outcome,
            started=run.started,
            ended=run.ended,
            drives=judge_run(run),
        )
        for run in read_runs(text)
    )
