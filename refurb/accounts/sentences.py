"""What the trail says about accounts."""

from django.utils.translation import gettext_lazy as _

from refurb.audit.sentences import register

register(
    {
        "token.created": _("created an API token for %(subject)s, scope %(scope)s"),
        "token.revoked": _("revoked the API tokens of %(subject)s: %(count)s"),
        "demo.loaded": _("loaded the demonstration"),
    }
)
