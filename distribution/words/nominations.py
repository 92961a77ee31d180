"""What is asked, for whom, and what is decided about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NominationState(models.TextChoices):
    """Where a nomination stands."""

    DRAFT = "draft", pgettext_lazy("nomination state", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("nomination state", "To decide")
    WAITING = "waiting", pgettext_lazy("nomination state", "Waiting")
    ALLOCATED = "allocated", pgettext_lazy("nomination state", "Allocated")
    SERVED = "served", pgettext_lazy("nomination state", "Served")
    REJECTED = "rejected", pgettext_lazy("nomination state", "Rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("nomination state", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("nomination state", "Expired")


class ChangedField(models.TextChoices):
    """What may change of a household and of its needs after submission, as the trail names it."""

    STREET = "street", _("street")
    POSTCODE = "postcode", _("postcode")
    COMMUNE = "commune", _("commune")
    PHONE = "phone", _("phone")
    EMAIL = "email", _("e-mail")
    LANGUAGE = "language", _("language of contact")
    INTERPRETER = "needs_interpreter", _("interpreter")
    ADULTS = "adults", _("adults")
    CHILDREN = "children", _("children")
    CHILDREN_AT_SCHOOL = "children_at_school", _("children at school")
    KINDS = "kinds", _("kind of device")
    PURPOSE = "purpose", _("purpose")
    KEYBOARD = "keyboard", _("keyboard")
    SYSTEM_LANGUAGE = "system_language", _("language of the system")
    SPEC_CLASS = "spec_class", _("power")
    LARGE_SCREEN = "large_screen", _("large screen")
    SCREEN_READER = "screen_reader", _("screen reader")
    NUMERIC_PAD = "numeric_pad", _("numeric pad")
    CAMERA = "camera", _("camera")
    INTERNET = "internet", _("internet at home")
    TRAINING_WANTED = "training_wanted", _("training")
    DELIVERY_NEEDED = "delivery_needed", _("delivery")
    SIMPLIFIED_SETUP = "simplified_setup", _("simplified set-up")
    NO_COMPUTER = "no_computer_at_home", _("computer at home")
    SINGLE_PARENT = "single_parent", _("single parent")
    ISOLATED_SENIOR = "isolated_senior", _("isolated senior")
    PROJECT = "project", _("project")
    PROJECT_ON = "project_on", _("day of the project")


class LineState(models.TextChoices):
    """Where one request line stands."""

    DRAFT = "draft", pgettext_lazy("line state", "Draft")
    WAITING = "waiting", pgettext_lazy("line state", "Waiting")
    ALLOCATED = "allocated", pgettext_lazy("line state", "Allocated")
    SERVED = "served", pgettext_lazy("line state", "Served")
    GIVEN_UP = "given_up", pgettext_lazy("line state", "Given up")


class LinePurpose(models.TextChoices):
    """What the machine is for."""

    SCHOOL = "school", _("School or studies")
    JOB = "job", _("Job or looking for one")
    ADMIN = "admin", _("Administration and banking")
    HEALTH = "health", _("Health and care")
    CONTACT = "contact", _("Keeping in touch")


PUBLIC_ACCESS = "public"
"""What the machine of an institution is for: everybody who comes there."""


class Internet(models.TextChoices):
    """How the household reaches the internet."""

    NONE = "none", _("None")
    MOBILE = "mobile", _("Mobile only")
    FIXED = "fixed", _("Fixed line")
    SOCIAL = "social", _("Fixed line at the social tariff")


class SpecClass(models.TextChoices):
    """How strong the machine has to be at least."""

    BASIC = "basic", _("Basic: web, mail, office")
    STANDARD = "standard", _("Standard: video calls, school platforms")
    PERFORMANCE = "performance", _("Performance: demanding programs")


class Project(models.TextChoices):
    """A project with a date."""

    EXAM = "exam", _("Exam")
    COURSE = "course", _("Course")
    JOB = "job", _("Job")


class ProofKind(models.TextChoices):
    """What was seen; the paper itself is never kept."""

    CERTIFICATE = "certificate", _("Certificate")
    DECISION = "decision", _("Decision of the service")
    CARD = "card", _("Card")
    DATABASE = "database", _("Consultation of an official source")
    ATTESTATION = "attestation", _("Social worker's attestation")


class ProofCovers(models.TextChoices):
    """Whom of the household a proof speaks of."""

    HOUSEHOLD = "household", _("The whole household")
    PERSON = "person", _("The person nominated")
    ADULT = "adult", _("Another adult of the household")
    CHILD = "child", _("A child of the household")


class Decision(models.TextChoices):
    """Why a coordinator accepted or rejected a nomination."""

    MEETS_RULES = "meets_rules", _("Meets the rules")
    EXCEPTION = "exception", _("Accepted as an exception")
    NO_GROUND = "no_ground", _("No valid ground")
    ALREADY_SERVED = "already_served", _("Already served recently")
    ALREADY_NOMINATED = "already_nominated", _("Already nominated")
    INCOMPLETE = "incomplete", _("Information is missing")
    OUTSIDE_REGION = "outside_region", _("Lives outside the region")


ACCEPTING = frozenset({Decision.MEETS_RULES, Decision.EXCEPTION})
REJECTING = [each for each in Decision.values if each not in ACCEPTING]


class WithdrawReason(models.TextChoices):
    """Why a nomination is withdrawn."""

    FOUND_ELSEWHERE = "found_elsewhere", _("Found a computer elsewhere")
    MOVED = "moved", _("Moved away")
    NO_AGREEMENT = "no_agreement", _("The person withdrew their agreement")
    NO_CONTACT = "no_contact", _("Can't be reached")
    MISTAKE = "mistake", _("Entered by mistake")
    NO_SHOW = "no_show", _("Nobody came, twice")
    REFUSED = "refused", _("The device was refused, twice")
    NOT_PUBLIC = "not_public", _("It does not open machines to everybody")
    TWICE = "twice", _("Nominated already")
    OUTSIDE_REGION = "outside_region", _("Outside the region")


class InstitutionKind(models.TextChoices):
    """What an institution with public-access machines is."""

    EPN = "epn", _("Public digital space (EPN)")
    LIBRARY = "library", _("Library")
    COMMUNE = "commune", _("Commune house")
    SCHOOL = "school", _("School")
    OTHER = "other", _("Another place")


INSTITUTION_WITHDRAWALS = (
    WithdrawReason.FOUND_ELSEWHERE,
    WithdrawReason.NO_CONTACT,
    WithdrawReason.MISTAKE,
)
# Why a coordinator takes one off the list of institutions.
INSTITUTION_REFUSALS = (
    WithdrawReason.NOT_PUBLIC,
    WithdrawReason.TWICE,
    WithdrawReason.OUTSIDE_REGION,
    WithdrawReason.MISTAKE,
)
# What a service may say; the others follow from what happened.
WITHDRAWALS = (
    WithdrawReason.FOUND_ELSEWHERE,
    WithdrawReason.MOVED,
    WithdrawReason.NO_AGREEMENT,
    WithdrawReason.NO_CONTACT,
    WithdrawReason.MISTAKE,
)
# Why one machine of several isn't needed any more; an agreement is withdrawn as a whole.
LINE_WITHDRAWALS = tuple(each for each in WITHDRAWALS if each != WithdrawReason.NO_AGREEMENT)


class ExceptionReason(models.TextChoices):
    """Why a household should receive more computers than the rule of frequency allows."""

    BROKEN = "broken", _("The one received earlier no longer works, and no guarantee covers it")
    STOLEN = "stolen", _("The one received earlier was stolen or destroyed")
    STUDIES = "studies", _("More people study or work at home at the same time")
    SPLIT = "split", _("The household has split up or has changed")
    EQUIPMENT = "equipment", _("Somebody needs a machine of their own with special equipment")


class NoticeCode(models.TextChoices):
    """What a service is told about one of its nominations."""

    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    EXCEPTION_APPROVED = "exception_approved", _("Exception approved")
    EXCEPTION_REFUSED = "exception_refused", _("Exception refused")
    TRANSFERRED_AWAY = "transferred_away", _("Transferred to another service")
    TRANSFERRED_HERE = "transferred_here", _("Transferred to your organisation")
    SET_ASIDE = "set_aside", _("A device is set aside")
    WAITS_AGAIN = "waits_again", _("Waits again")
    LAPSED = "lapsed", _("Not fetched in time")
    LINE_ENDED = "line_ended", _("A machine is given up")
    TAKEN_OFF = "taken_off", _("Taken off the list")
    PROOF_ENDS = "proof_ends", _("A proof has to be renewed")
    EXPIRED = "expired", _("Expired")
    KNOWN = "known", _("The household is known already")
    COUNTS_APART = "counts_apart", _("The household counts apart again")
    REFERRAL = "referral", _("News of a referral")
    APPOINTMENT = "appointment", _("News of an appointment")
    REFERRAL_LAPSED = "referral_lapsed", _("A referral has lapsed")
