"""What the trail says about accounts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from refurb.accounts.roles import Role
from refurb.audit.sentences import register


class Particular(TextChoices):
    """What may change of an organisation, as the trail names it."""

    NAME = "name", _("Name")
    LEGAL_NAME = "legal_name", _("Legal name")
    ENTERPRISE_NUMBER = "enterprise_number", _("Enterprise number")
    IS_WORKSHOP = "is_workshop", _("Workshop")
    IS_SOCIAL_SERVICE = "is_social_service", _("Social service")
    IS_PARTNER = "is_partner", _("Partner")
    IS_COORDINATION = "is_coordination", _("Coordination body")
    STREET = "street", _("Street and number")
    POSTCODE = "postcode", _("Postcode")
    COMMUNE = "commune", _("Commune")
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    HELP_TEXT = "help_text", _("Where to get help")
    LANGUAGES = "languages", _("Languages")
    TRAINING = "training_communes", _("Trains people of")
    CONNECTION = "connection_communes", _("Connects people of")
    QUOTA = "quota", _("Nominations per quarter")
    LEGAL_BASIS = "legal_basis", _("Legal basis")
    PROTECTION_ROLE = "protection_role", _("Data-protection role")


register(
    {
        "token.created": _("created an API token for %(subject)s, scope %(scope)s"),
        "token.revoked": _("revoked the API tokens of %(subject)s: %(count)s"),
        "demo.loaded": _("loaded the demonstration"),
        "invitation.made": _("sent the invitation %(subject)s as %(role)s"),
        "invitation.renewed": _("sent the invitation %(subject)s again"),
        "invitation.withdrawn": _("withdrew the invitation %(subject)s"),
        "invitation.accepted": _("accepted the invitation %(subject)s as %(role)s"),
        "membership.ended": _("ended the membership %(subject)s as %(role)s"),
        "membership.role_changed": _(
            "changed a role to the membership %(subject)s: %(before_role)s became %(role)s"
        ),
        "account.closed": _("closed the account %(subject)s and revoked its API tokens: %(count)s"),
        "account.opened": _("opened the account %(subject)s again"),
        "password.changed": _("changed the password of %(subject)s"),
        "second_factor.on": _("set up a second factor for %(subject)s"),
        "second_factor.codes": _("made new recovery codes for %(subject)s"),
        "second_factor.off": _("turned off the second factor of %(subject)s"),
        "second_factor.reset": _("reset the second factor of %(subject)s"),
        "organisation.added": _("added the organisation %(subject)s"),
        "organisation.changed": _("changed the organisation %(subject)s: %(particulars)s"),
    },
    {"role": Role, "before_role": Role, "particulars": Particular},
)
