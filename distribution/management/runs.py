"""What the commands about one run share: which one, and what makes them end."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from distribution.models import AllocationRun
from distribution.runs.record import UnreadableRecord
from distribution.runs.replay import NotOnRecord

NOT_ON_RECORD = 2  # the exit code, when nothing can be said about the run


def add_number(parser: ArgumentParser) -> None:
    """Ask for the number of a run."""
    parser.add_argument("number", type=int, help="The number of the proposal.")


def find_run(number: int) -> AllocationRun:
    """Find a run. Raises CommandError."""
    found = AllocationRun.objects.filter(number=number).first()
    if found is None:
        raise CommandError(f"There is no proposal {number}.", returncode=NOT_ON_RECORD)
    return found


def unreadable(number: int, why: NotOnRecord | UnreadableRecord) -> CommandError:
    """Say why the record can't be used."""
    if isinstance(why, NotOnRecord):
        sentence = f"Nothing that went into proposal {number} is on record: it failed, is not "
        sentence += "computed yet, or was before inputs were kept."
        return CommandError(sentence, returncode=NOT_ON_RECORD)
    return CommandError(f"The record of proposal {number} can't be read: {why}", returncode=1)
