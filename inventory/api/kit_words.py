"""What the bench kit says on the screen of a machine, and the script with these words in it."""

from pathlib import Path
from shlex import quote

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inventory.sanitisation import Result
from refurb.accounts.models import Organisation
from refurb.reference.languages import PAGE_LANGUAGES

SCRIPT = Path(__file__).with_name("kit.sh")
WORDS: dict[str, str | Promise] = {
    "usage_read": _("Read this machine and send what was read; with its donation if it is new."),
    "usage_send": _("Send what was kept without a network."),
    "usage_logs": _("Send the logs of wipes in a folder."),
    "usage_before": _("Keep samples of a drive, before it is told to sanitize itself."),
    "usage_verify": _("Compare the samples after it, ask the drive how it ended, and send both."),
    "no_client": _("Neither curl nor wget is here: one of them is needed."),
    "no_token": _("Give the token first"),
    "token_bad": _("The token is not valid any more, or may not send reports."),
    "not_root": _("Run it as root: without that most serial numbers stay hidden."),
    "no_tool": _("No tool of this system could read the machine."),
    "no_folder": _("There is no such folder"),
    "reading": _("The machine is being read."),
    "again": _("No answer. It is tried again in a moment."),
    "sent": _("Received by the server"),
    "refused": _("The server does not take"),
    "kept": _("Not sent, but kept in"),
    "later": _("Send it later with"),
    "unknown": _(
        "Which machine this is, nobody knows yet: open the last report on the site and choose it."
    ),
    "wiped": Result.WIPED.label,
    "not_wiped": Result.NOT_WIPED.label,
    "review": Result.REVIEW.label,
    "no_drive": _("This is no whole drive"),
    "in_use": _("This drive is in use. Unmount it first"),
    "no_serial": _("The drive does not say its serial number"),
    "operation": _("Say how the drive was sanitized"),
    "stale": _("The drive was written to since it sanitized itself. Let it do so again."),
    "sampling": _("Samples of the drive are being read; nothing is written to it."),
    "before_done": _("The samples are kept. Let the drive sanitize itself, then type"),
    "no_before": _(
        "No samples from before show that something changed: a lead will have to look at it."
    ),
}


def language_of(organisation: Organisation) -> str:
    """Choose the language of a workshop: the first of its own that pages are written in."""
    known = (code for code in organisation.languages if code in PAGE_LANGUAGES)
    return next(known, translation.get_language() or PAGE_LANGUAGES[0])


def write_kit(language: str) -> str:
    """Write the script for this server, in a language; it holds no token."""
    with translation.override(language):
        said = [f"say_{name}={quote(str(words))}" for name, words in WORDS.items()]
    server = quote(settings.PUBLIC_URL.rstrip("/"))
    head = ["#!/bin/sh", f"SERVER=${{REFURB_SERVER:-{server}}}", f"SPEAK={language}", *said]
    return "\n".join(head) + "\n" + SCRIPT.read_text("utf-8")
