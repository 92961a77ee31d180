"""The grounds and the published policy of the demonstration."""

from __future__ import annotations

from datetime import date, datetime

from distribution.criteria import DEFAULT_CRITERIA
from distribution.grounds import DEFAULT_GROUNDS
from distribution.models import Criterion, Ground, Policy
from distribution.priority import DEFAULT_POINTS, DEFAULT_POINTS_PER_MONTH

# Schaerbeek, Molenbeek and Saint-Josse are named as the least equipped communes; the points, and
# which communes follow, are invented.
NEED_BY_COMMUNE = {
    "21012": 10,  # Molenbeek-Saint-Jean
    "21014": 10,  # Saint-Josse-ten-Noode
    "21015": 10,  # Schaerbeek
    "21001": 8,  # Anderlecht
    "21011": 6,  # Koekelberg
    "21004": 6,  # Bruxelles
    "21013": 6,  # Saint-Gilles
    "21007": 4,  # Forest
    "21006": 4,  # Evere
    "21003": 2,  # Berchem-Sainte-Agathe
    "21010": 2,  # Jette
    "21008": 2,  # Ganshoren
}
LANGUAGES = ("fr", "nl", "de", "en")


def make_rules(published_at: datetime) -> None:
    """Make the default grounds and publish the default policy with a need index."""
    for ground in DEFAULT_GROUNDS:
        Ground.objects.create(
            code=ground.code,
            **{f"name_{lang}": getattr(ground.names, lang) for lang in LANGUAGES},
            validity_days=ground.validity_days,
            is_sensitive=ground.is_sensitive,
            shown_as=ground.shown_as,
            active_from=date(2020, 1, 1),
        )
    policy = Policy.objects.create(
        version=1,
        published_at=published_at,
        points_per_month=DEFAULT_POINTS_PER_MONTH,
        need_by_commune=NEED_BY_COMMUNE,
    )
    for criterion in DEFAULT_CRITERIA:
        Criterion.objects.create(
            policy=policy,
            code=criterion.code,
            points=DEFAULT_POINTS.get(criterion.code, 0),
            **{f"name_{lang}": getattr(criterion.names, lang) for lang in LANGUAGES},
            **{f"sentence_{lang}": getattr(criterion.sentences, lang) for lang in LANGUAGES},
        )
    for ground in DEFAULT_GROUNDS:
        names = {lang: getattr(ground.names, lang) for lang in LANGUAGES}
        Criterion.objects.create(
            policy=policy,
            code=ground.code,
            points=ground.points,
            **{f"name_{lang}": name for lang, name in names.items()},
            **{f"sentence_{lang}": name for lang, name in names.items()},
        )
