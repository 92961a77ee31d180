"""Sentences of packages that they do not say in all our languages; the catalogues hold them."""

from django.utils.translation import gettext_noop as _

OF_DJANGO = (_("- Select an option -"),)
