"""A volunteer's home: what lies on their bench, what there is to do."""

from refurb.home import devices, donations, handovers, preparations, wipes
from refurb.home.pieces import Maker

SECTIONS: tuple[Maker, ...] = (
    devices.my_bench,
    wipes.of_colleagues,
    preparations.to_prepare,
    handovers.to_hand_over,
    devices.to_do,
    devices.stuck,
    donations.to_resume,
    donations.to_finish,
)
