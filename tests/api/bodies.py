"""The least that each operation on a row takes as its body, by the operation's name."""

from typing import Any

from refurb.accounts.roles import Role

TODAY = "2026-01-15"
LEAST: dict[str, Any] = {
    "make_transition": {"transition": "find"},
    "post_drive": {},
    "post_erasure": {"technique": "overwrite", "tool": "nwipe", "result": "wiped"},
    "post_verification": {},
    "post_destruction": {"document": "D-1"},
    "post_declaration": {"no_storage": True},
    "post_repair": {"fault": "hinge"},
    "post_work": {"work_done": "cleaned", "minutes": 20, "parts": [{"part": "screw"}]},
    "patch_repair": {"outcome": "fixed"},
    "post_check": {"items": {"case": "fail"}},
    "change_nomination": {"single_parent": True},
    "post_withdrawal": {"because": "mistake"},
    "post_institution_withdrawal": {"because": "mistake"},
    "post_institution_refusal": {"because": "not_public"},
    "post_decision": {"decision": "no_ground"},
    "post_exception": {"because": "studies"},
    "post_transfer": {"organisation": "HULP"},
    "post_giving_up": {"because": "moved"},
    "post_proof": {"ground": "bim", "kind": "card", "seen_on": TODAY},
    "release_allocation": {"reason": "another one fits better"},
    "add_referral": {"service": "connection"},
    "post_referral_step": {"step": "accept"},
    "move_appointment": {"starts_at": "2030-01-15T09:00:00+01:00"},
    "cancel_appointment": {"reason": "household"},
    "post_confirmation": {},
    "post_reception": {"lines": []},
    "change_donation": {"purpose": "weee"},
    "put_intake": {"planned": 3, "version": 1},
    "post_labelling": {"how": "after"},
    "post_machine": {"serial_number": "S-NEXT"},
    "post_undo": {"device": "33KW7FNN9"},
    "post_void": {"codes": ["33KW7FNN9"]},
    "post_binding": {"device": "33KW7FNN9"},
}
# Roles that may make other transitions than most.
LEAST_OF: dict[tuple[str, Role | None], Any] = {
    ("make_transition", Role.PARTNER_AGENT): {"transition": "lose", "reason": "stolen"},
}
