"""The kind of long work that distribution brings, registered for the worker and the pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from distribution.publishing import RANKING, rank_by_new_policy
from refurb.jobs.kinds import Kind, register
from refurb.jobs.models import Job


def _name(job: Job) -> Any:
    return _("Rank the waiting list by policy version %(version)s") % job.parameters


register(Kind(code=RANKING, label=_name, do=rank_by_new_policy))
