"""One machine after the other, drawn from the catalogue, with invented serial numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from inventory.kinds import COMPUTERS, HANDHELDS, Keyboard, Kind
from refurb.demo.catalogue import DRIVES, MODELS, DriveModel, Model
from refurb.demo.dice import happens

LETTERS = "ABCDEFGHJKLMNPRSTVWXYZ"
DIGITS = "0123456789"
GIB = 1024**3


@dataclass(frozen=True)
class Machine:
    """One machine of a model, before anybody knows it."""

    model: Model
    serial: str
    keyboard: str = ""
    cpu: str = ""
    memory_bytes: int | None = None
    drive: DriveModel | None = None
    drive_serial: str = ""
    has_charger: bool | None = None
    first_impression: str = ""
    traits: dict[str, object] = field(default_factory=dict)  # columns a person fills in

    @property
    def kind(self) -> Kind:
        """Give what it is."""
        return self.model.kind


def draw_machine(rng: Random) -> Machine:
    """Draw a machine."""
    model = rng.choices(MODELS, [each.weight for each in MODELS])[0]
    return build_machine(model, rng)


def build_machine(model: Model, rng: Random) -> Machine:
    """Draw one machine of a model."""
    drive = DRIVES[rng.choice(model.drives)] if model.drives else None
    mobile = model.kind in {Kind.LAPTOP, *HANDHELDS}
    traits: dict[str, object] = {"screen_inches": model.inches} if model.inches else {}
    if model.kind == Kind.LAPTOP:
        traits |= {"has_camera": True, "has_numeric_pad": model.has_numeric_pad}
    return Machine(
        model=model,
        serial=shape(model.serial, rng),
        keyboard=_keyboard(model.kind, rng),
        cpu=rng.choice(model.cpus) if model.cpus else "",
        memory_bytes=rng.choice(model.memory_gb) * GIB if model.memory_gb else None,
        drive=drive,
        drive_serial=shape(drive.serial, rng) if drive else "",
        has_charger=happens(rng, 0.85) if mobile else None,
        first_impression=rng.choices(("good", "fair", "poor", ""), (15, 40, 15, 30))[0],
        traits=traits,
    )


def _keyboard(kind: Kind, rng: Random) -> str:
    if kind not in COMPUTERS:
        return ""
    if kind != Kind.LAPTOP and happens(rng, 0.4):
        return Keyboard.NONE
    layouts = (Keyboard.BE_AZERTY, Keyboard.QWERTY, Keyboard.FR_AZERTY, Keyboard.QWERTZ_DE)
    return rng.choices(layouts, (72, 15, 9, 4))[0]


def shape(pattern: str, rng: Random) -> str:
    """Draw a serial number of a shape."""
    draws: dict[str, Callable[[], str]] = {
        "#": lambda: rng.choice(DIGITS),
        "@": lambda: rng.choice(LETTERS),
        "*": lambda: rng.choice(DIGITS + LETTERS),
    }
    return "".join(draws[each]() if each in draws else each for each in pattern)
