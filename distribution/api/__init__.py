"""The API of distribution: the same acts as the pages, for programs."""

from distribution.api import (
    allocations,
    appointments,
    consignments,
    deciding,
    handovers,
    institutions,
    nominations,
    receipts,
    referrals,
    runs,
    stats,
    waiting,
)

ROUTERS = (
    nominations.router,
    deciding.router,
    institutions.router,
    waiting.router,
    runs.router,
    allocations.router,
    appointments.router,
    handovers.router,
    consignments.router,
    receipts.router,
    referrals.router,
    stats.router,
)
