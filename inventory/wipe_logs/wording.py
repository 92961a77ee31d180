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
    # Proof that is missing.
    "no_error_table": _("This version of the tool does not list errors drive by drive."),
    "errors_unreadable": _("The table of errors can't be read for this drive."),
    "hidden_area_unknown": _("The tool could not tell whether the drive hides an area."),
    "serial_unknown": _("The log does not show the drive's serial number."),
    "serial_twice": _("Two drives of this run have the same serial number."),
    "not_verified": _("Nothing was read back."),
    "verify_unknown": _("The log does not say whether anything was read back."),
    "method_unknown": _("The log does not name a known method for this drive."),
    "size_unknown": _("The log does not show that the whole drive was written."),
    "older_than_return": _("The drive came back to us after this wipe, as far as clocks tell."),
    "method_refused": _("Your workshop's policy does not accept this method."),
    "verified_too_little": _("Your workshop's policy asks to read back more."),
    "stray_errors": _("The log reports errors without saying on which drive."),
}
