"""The API of distribution: the same acts as the pages, for programs."""

from distribution.allocating import AllocationRefused
from distribution.api import (
    allocations,
    deciding,
    handovers,
    nominations,
    receipts,
    runs,
    stats,
    waiting,
)
from distribution.handing_over import HandoverRefused
from distribution.nominating import NominationRefused
from distribution.proposing import RunRefused
from distribution.returning import ReturnRefused

ROUTERS = (
    nominations.router,
    deciding.router,
    waiting.router,
    runs.router,
    allocations.router,
    handovers.router,
    receipts.router,
    stats.router,
)
REFUSALS = (
    AllocationRefused,
    HandoverRefused,
    NominationRefused,
    ReturnRefused,
    RunRefused,
)
