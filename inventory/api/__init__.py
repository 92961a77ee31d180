"""The API of inventory: the same acts as the pages, for programs."""

from inventory.api import (
    batches,
    bench,
    devices,
    donations,
    drives,
    intakes,
    kit,
    labels,
    moves,
    receiving,
    reports,
    snapshots,
    wipe_reports,
)

ROUTERS = (
    receiving.router,
    donations.router,
    intakes.router,
    batches.router,
    devices.router,
    moves.router,
    drives.router,
    bench.router,
    reports.router,
    snapshots.router,
    wipe_reports.router,
    kit.router,
    labels.router,
)
