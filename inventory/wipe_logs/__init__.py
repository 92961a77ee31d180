"""Wipe logs in, verdicts out: what nwipe's log proves of each drive, and why.

Pure and fail-closed: a drive is `wiped` only when everything that shows it is there; a fact against
it makes it `not_wiped`, missing proof makes it `review`. `read_wipe_log` takes any bytes and never
raises. Sources: nwipe's own source (0.32 to 0.42) and kept logs of real runs with injected faults.
"""

from dataclasses import dataclass

from inventory.hardware.decode import MAX_BYTES, decode
from inventory.wipe_logs.runs import Outcome, is_nwipe, read_runs
from inventory.wipe_logs.verdicts import DriveVerdict, WipeReason, judge_run
from inventory.wipe_logs.wording import REASONS

__all__ = ["MAX_BYTES", "REASONS", "DriveVerdict", "ReadRun", "WipeReason", "read_wipe_log"]


@dataclass(frozen=True)
class ReadRun:
    """One run of the tool: a log is appended to, so a file may hold several.

    `started` and `ended` are the first and the last of the log's own times, as written: local time
    of a live system whose clock is often wrong, to be shown and not trusted. `verify` is "none",
    "last" or "all"; `tool`, `method` and `verify` are "" and `rounds` 0 where the log doesn't say.
    """

    tool: str
    method: str
    rounds: int
    verify: str
    outcome: Outcome
    started: str
    ended: str
    drives: tuple[DriveVerdict, ...]


def read_wipe_log(raw: bytes) -> tuple[ReadRun, ...] | None:
    """Judge every drive of every run in a log; None when these bytes are no log of nwipe."""
    if len(raw) > MAX_BYTES:
        return None
    text = decode(raw)
    if not is_nwipe(text):
        return None
    return tuple(
        ReadRun(
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
