"""A name in the four languages that pages speak."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """Say one thing in English, French, Dutch and German; no field may be empty."""

    en: str
    fr: str
    nl: str
    de: str

    def __post_init__(self) -> None:
        if not (self.en and self.fr and self.nl and self.de):
            raise ValueError("A name is missing in one of the four languages.")

    def in_language(self, language: str) -> str:
        """Pick the text for a language tag such as "nl" or "fr-be"; English for any other."""
        match language.lower().partition("-")[0]:
            case "fr":
                return self.fr
            case "nl":
                return self.nl
            case "de":
                return self.de
            case _:
                return self.en
