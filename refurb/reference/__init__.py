"""Facts about Belgium and its languages that no user of this program decides.

Pure: no database, no network. Data is read on the first question and kept.
"""

from refurb.reference.finding import find_commune
from refurb.reference.languages import (
    LANGUAGES,
    PAGE_LANGUAGES,
    Language,
    language,
    language_choices,
)
from refurb.reference.names import Names
from refurb.reference.territory import (
    Commune,
    commune,
    commune_choices,
    commune_exists,
    communes,
    communes_of_postcode,
    name,
    official_languages,
    postcodes_of_commune,
    region_name,
    region_of,
)

__all__ = [
    "LANGUAGES",
    "PAGE_LANGUAGES",
    "Commune",
    "Language",
    "Names",
    "commune",
    "commune_choices",
    "commune_exists",
    "communes",
    "communes_of_postcode",
    "find_commune",
    "language",
    "language_choices",
    "name",
    "official_languages",
    "postcodes_of_commune",
    "region_name",
    "region_of",
]
