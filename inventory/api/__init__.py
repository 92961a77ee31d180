"""The API of inventory: the same acts as the pages, for programs."""

from inventory.api import bench, devices, drives, intake, labels, moves, reports
from inventory.checking import CheckRefused
from inventory.lifecycle import MoveRefused
from inventory.reading import ReportRefused
from inventory.receiving import CodeTaken
from inventory.wiping import WipeRefused

ROUTERS = (
    intake.router,
    devices.router,
    moves.router,
    drives.router,
    bench.router,
    reports.router,
    labels.router,
)
REFUSALS = (CheckRefused, CodeTaken, MoveRefused, ReportRefused, WipeRefused)
