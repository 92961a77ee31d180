"""The API of distribution: the same acts as the pages, for programs."""

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
