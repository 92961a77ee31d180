"""Proof stays with the disk, kept by the database too: what SQL can say of a drive's sanitising.

The rule itself is inventory.sanitisation.why_unsanitised, which also knows the workshop's policy
and the account locks; this is the part of it that holds under any policy.
"""

from refurb.row_rules import RowRule

UNPROVEN = """EXISTS (
  SELECT 1 FROM inventory_drive AS drive
  WHERE drive.device_id = NEW.id
  AND (
    drive.status = 'missing'
    OR drive.status = 'present' AND NOT EXISTS (
      SELECT 1 FROM inventory_erasure AS proof
      WHERE proof.drive_id = drive.id
      AND proof.event_id > drive.arrived_id
      AND proof.rejection = ''
      AND (proof.result = 'wiped' OR proof.result = 'review' AND proof.accepted)
      AND proof.verification <> 'none'
      AND (NOT proof.by_hand OR proof.verifier_id IS NOT NULL)
      AND NOT EXISTS (
        SELECT 1 FROM inventory_erasure AS later
        WHERE later.drive_id = drive.id AND later.event_id > proof.event_id
      )
    )
  )
)"""

# An allocation that is released gives back a device that was ready before.
BECOMES = """(
  NEW.state = 'ready' AND OLD.state NOT IN ('ready', 'allocated')
  OR NEW.state = 'allocated' AND OLD.state <> 'allocated'
)"""

READY_WHEN_SANITISED = RowRule(
    name="device_ready_with_every_drive_sanitised",
    column="state",
    refused=f"{BECOMES} AND {UNPROVEN}",
    says="one of its drives is not sanitised",
)
