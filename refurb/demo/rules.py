"""The grounds and the published policy of the demonstration."""

from __future__ import annotations

from datetime import datetime

from distribution.policy.publishing import make_default_grounds, publish_default_policy

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


def make_rules(published_at: datetime) -> None:
    """Make the default grounds and publish the default policy with a need index."""
    make_default_grounds()
    publish_default_policy(published_at, NEED_BY_COMMUNE)
