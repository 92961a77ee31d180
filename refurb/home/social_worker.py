"""A social worker's home: where the service's nominations stand, and what they wait for."""

from refurb.home import nominations, notices
from refurb.home.pieces import Maker

SECTIONS: tuple[Maker, ...] = (
    nominations.mine,
    notices.unread,
    nominations.blocked,
    nominations.drafts,
    nominations.proofs_running_out,
)
