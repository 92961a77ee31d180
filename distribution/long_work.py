"""The kinds of long work that distribution brings, registered for the worker and the pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from distribution.policy.previewing import PREVIEW, compare_places
from distribution.policy.publishing import rank_by_new_policy
from distribution.waiting_list.ranking import RANKING
from refurb.jobs.kinds import Kind, register
from refurb.jobs.models import Job


def _name(job: Job) -> Any:
    return _("Rank the waiting list by policy version %(version)s") % job.parameters


def _name_of_preview(_job: Job) -> Any:
    return _("Who would move under the draft of the policy")


register(
    Kind(code=RANKING, label=_name, do=rank_by_new_policy, result_page="waiting-list"),
    Kind(code=PREVIEW, label=_name_of_preview, do=compare_places, result_page="policy-preview"),
)
