"""What the trail says about long work."""

from django.utils.translation import gettext_lazy as _

from refurb.audit.sentences import register

register(
    {
        "job.started": _("started task %(subject)s (%(kind)s) on %(count)s"),
        "job.cancelled": _("cancelled task %(subject)s (%(kind)s)"),
        "job.continued": _("had task %(subject)s (%(kind)s) continued"),
    }
)
