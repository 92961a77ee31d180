"""What the trail says about accounts."""

from django.utils.translation import gettext_lazy as _

from refurb.accounts.roles import Role
from refurb.audit.sentences import register

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
        "organisation.changed": _("changed the organisation %(subject)s: %(fields)s"),
    },
    {"role": Role, "before_role": Role},
)
