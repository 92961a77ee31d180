"""What a device's page shows of its quality checks: what was not fine, with the photos of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inventory.checklists import words_of
from inventory.models import DevicePhoto, QualityCheck

CHECKS_SHOWN = 5


@dataclass(frozen=True)
class ShownPoint:
    """A point of a check that was not fine, or of which there is a photo."""

    words: str
    is_fine: bool
    photos: tuple[DevicePhoto, ...]


@dataclass(frozen=True)
class ShownCheck:
    """A quality check and its photos."""

    check: QualityCheck
    photos: tuple[DevicePhoto, ...]

    @property
    def points(self) -> list[ShownPoint]:
        """List the points that were not fine, and those of which there is a photo."""
        results = self.check.items.items()
        photos = {code: self._photos_of(code) for code, _found in results}
        shown = [(code, found) for code, found in results if found == "fail" or photos[code]]
        words = words_of(self.check) if shown else {}
        return [
            ShownPoint(str(words.get(code, code)), found != "fail", photos[code])
            for code, found in shown
        ]

    @property
    def other_photos(self) -> tuple[DevicePhoto, ...]:
        """List the photos of no point alone: they stand beside the defects in words."""
        return self._photos_of("")

    def _photos_of(self, code: str) -> tuple[DevicePhoto, ...]:
        return tuple(photo for photo in self.photos if photo.item == code)


def shown_checks(checks: Sequence[QualityCheck], photos: Sequence[DevicePhoto]) -> list[ShownCheck]:
    """Put the newest checks of a device together with the photos that belong to them."""
    return [
        ShownCheck(check, tuple(each for each in photos if each.quality_check_id == check.pk))
        for check in checks[:CHECKS_SHOWN]
    ]
