"""What to tell people about a verdict, by code; a place in it is filled from the reason's facts."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

REASONS: "dict[str, StrOrPromise]" = {
    # Facts against it.
    "no_status_table": _("The log breaks off: it has no table of results for this run."),
    "no_closing_line": _("The log breaks off: the tool never said that it had finished."),
    "not_in_table": _("The tool found the drive, but the table of results does not list it."),
    "in_use": _("The drive was in use, so the tool left it out."),
    "failed": _("The tool says that the wipe failed."),
    "aborted": _("The wipe was aborted."),
    "insanity": _("The tool reports a result that contradicts itself."),
    "status_unknown": _("The table of results shows no result that can be read for this drive."),
    "pass_errors": _("%(count)s errors while writing."),
    "verify_errors": _("%(count)s errors while reading back."),
    "sync_errors": _("%(count)s errors while writing out to the drive: part of it kept its data."),
    "flagged": _("The tool put a warning mark beside this drive."),
    "verify_only": _("The method only reads: this run erased nothing."),
    "error_lines": _("The log reports errors on this drive."),
    "bytes_missing": _("Only %(erased)s of %(total)s bytes were erased."),
    "hidden_area": _("The drive hides an area (HPA or DCO), which was not wiped."),
    "sanitize_alone": _("A sanitize command without a wipe or a reading back proves nothing."),
    "sanitize_never": _("The drive says that it was never sanitized."),
    "sanitize_running": _("The drive says that the sanitize command still runs."),
    "sanitize_failed": _("The drive says that the sanitize command failed."),
    "sanitize_frozen": _("The drive is frozen: it takes no sanitize command."),
    "data_left": _("%(count)s places hold what they held before the command."),
    "samples_unreadable": _("%(count)s places can't be read."),
    "serial_changed": _("Another drive answered after the command than before it."),
    # Proof that is missing.
    "sanitize_unclear": _("The drive does not say how the command ended."),
    "sampled_too_little": _("Only %(count)s places were read back, or not both ends of the drive."),
    "sampled_too_early": _("The samples were read before the command had ended."),
    "times_confused": _("The times contradict each other."),
    "entry_unreadable": _("This part of the report can't be read."),
    "made_for_people": _("A certificate made for people: nothing in it can be checked here."),
    "no_error_table": _("This version of the tool does not list errors drive by drive."),
    "no_sync_count": _("This version of the tool does not count what never reached the drive."),
    "errors_unreadable": _("The table of errors can't be read for this drive."),
    "hidden_area_unknown": _("The tool could not tell whether the drive hides an area."),
    "serial_unknown": _("The log does not show the drive's serial number."),
    "serial_twice": _("Two drives of this run have the same serial number."),
    "not_verified": _("Nothing was read back."),
    "verify_unknown": _("The log does not say whether anything was read back."),
    "method_unknown": _("The log does not name a known method for this drive."),
    "size_unknown": _("The log does not show that the whole drive was written."),
    "older_than_return": _("The drive came back to us after this wipe, as far as clocks tell."),
    "older_than_failure": _(
        "A later wipe of this drive failed, or its proof was rejected, as far as clocks tell."
    ),
    "method_refused": _("Your workshop's policy does not accept this method."),
    "verified_too_little": _("Your workshop's policy asks to read back more."),
    "stray_errors": _("The log reports errors without saying on which drive."),
}
