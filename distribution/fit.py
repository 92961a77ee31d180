"""Which device serves which need, why not, and what would still have to be done.

Pure. A desktop's screen, keyboard and camera are companions, matched after the main device, so a
desktop is never refused for lacking them: a remark says what to add.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from distribution.spec import spec_rank
from refurb.reasons import Reason

LARGE_SCREEN_INCHES = 15.0
"""From this diagonal on a built-in screen counts as large: the larger usual laptop size is 15.6."""

COMPUTERS = frozenset({"laptop", "desktop", "all_in_one", "mini_pc"})
WITH_OWN_SCREEN = frozenset({"laptop", "all_in_one", "tablet", "smartphone", "monitor"})
WITH_SYSTEM = COMPUTERS | {"tablet", "smartphone"}

NO_KEYBOARD = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a request line asks for.

    `kinds`: the acceptable ones, most preferred first. `keyboard`, `system_language`: "" for any.
    The rest is equipment, never a diagnosis. `inside`: the earmarks that the line is inside of, by
    inventory.earmark.earmark_key. `regions`: where alone it can be collected from or delivered
    from, by code; empty for anywhere.
    """

    kinds: tuple[str, ...]
    keyboard: str = ""
    system_language: str = ""
    spec_class: str = "basic"
    large_screen: bool = False
    screen_reader: bool = False
    numeric_pad: bool = False
    camera: bool = False
    simplified_setup: bool = False
    inside: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """What a device offers; "" and None mean not known. Only what is built in counts.

    `earmark` is for whom alone it was given, "" for anybody. `region` is the only one that it can
    be used in, "" for anywhere.
    """

    kind: str
    keyboard: str = ""
    system_language: str = ""
    spec_class: str = ""
    screen_inches: float | None = None
    has_numeric_pad: bool | None = None
    has_camera: bool | None = None
    earmark: str = ""
    region: str = ""


def needed_spec_class(need: Need) -> str:
    """Give the least class that serves: a screen reader beside a browser takes a standard one."""
    if need.screen_reader and spec_rank(need.spec_class) < spec_rank("standard"):
        return "standard"
    return need.spec_class


def preference_rank(need: Need, supply: Supply) -> int:
    """Rank the device's kind in this need: 0 is the most preferred; past the last: unacceptable."""
    return need.kinds.index(supply.kind) if supply.kind in need.kinds else len(need.kinds)


def why_not(need: Need, supply: Supply) -> tuple[Reason, ...]:
    """Name each reason why the device does not serve the need; empty when it fits."""
    if supply.kind not in need.kinds:
        return (WRONG_KIND,)
    found = []
    if supply.earmark not in open_earmarks(need):
        found.append(EARMARKED)
    if need.regions and supply.region not in open_regions(need):
        found.append(OUT_OF_REACH)
    if supply.kind in COMPUTERS and spec_rank(supply.spec_class) < spec_rank(
        needed_spec_class(need)
    ):
        found.append(TOO_SLOW if supply.spec_class else SPEC_UNKNOWN)
    if need.large_screen and supply.kind in WITH_OWN_SCREEN and not is_large(supply):
        found.append(SMALL_SCREEN if supply.screen_inches else SCREEN_UNKNOWN)
    if supply.kind == "laptop":
        found += _why_not_laptop(need, supply)
    elif need.camera and supply.kind in WITH_OWN_SCREEN and not supply.has_camera:
        found.append(_no_camera(supply))
    return tuple(found)


def _why_not_laptop(need: Need, supply: Supply) -> list[Reason]:
    no_pad = PAD_UNKNOWN if supply.has_numeric_pad is None else NO_NUMERIC_PAD
    lacking = (
        (KEYBOARD_MISSING, supply.keyboard == NO_KEYBOARD),
        (no_pad, need.numeric_pad and not supply.has_numeric_pad),
        (_no_camera(supply), need.camera and not supply.has_camera),
    )
    return [reason for reason, applies in lacking if applies]


def _no_camera(supply: Supply) -> Reason:
    return CAMERA_UNKNOWN if supply.has_camera is None else NO_CAMERA


def screen_for(need: Need, kind: str) -> Need | None:
    """Say what screen a machine of this kind needs beside it to serve a need; None for none."""
    if kind not in COMPUTERS - WITH_OWN_SCREEN:
        return None
    return Need(
        kinds=("monitor",),
        large_screen=need.large_screen,
        inside=need.inside,
        regions=need.regions,
    )


def no_screen(need: Need) -> Reason:
    """Say what is missing where no screen is left for this need of one."""
    return NO_LARGE_SCREEN_LEFT if need.large_screen else NO_SCREEN_LEFT


def remarks(need: Need, supply: Supply) -> tuple[Reason, ...]:
    """Say what to do before a device that fits can be handed over; empty when nothing."""
    is_separate = supply.kind in COMPUTERS - {"laptop"}
    to_do = {
        STICKERS: needs_stickers(need, supply),
        LOOK_AT_KEYBOARD: supply.kind == "laptop" and bool(need.keyboard) and not supply.keyboard,
        ADD_KEYBOARD: is_separate and supply.keyboard != (need.keyboard or supply.keyboard),
        ADD_NUMERIC_PAD: is_separate and need.numeric_pad and not supply.has_numeric_pad,
        ADD_LARGE_SCREEN: need.large_screen and supply.kind in COMPUTERS - WITH_OWN_SCREEN,
        ADD_CAMERA: need.camera and supply.kind in COMPUTERS - WITH_OWN_SCREEN,
        SET_LANGUAGE: supply.kind in WITH_SYSTEM
        and need.system_language not in {"", supply.system_language},
        SWITCH_ON_READER: need.screen_reader and supply.kind in WITH_SYSTEM,
        SET_UP_SIMPLY: need.simplified_setup and supply.kind in WITH_SYSTEM,
    }
    return tuple(remark for remark, applies in to_do.items() if applies)


def needs_stickers(need: Need, supply: Supply) -> bool:
    """Tell whether a laptop's keys are another layout, on the same keys: stickers would do."""
    known = {need.keyboard, supply.keyboard} - {"", NO_KEYBOARD}
    return supply.kind == "laptop" and len(known) > 1


def is_large(supply: Supply) -> bool:
    """Tell whether the built-in screen is known to be large."""
    return (supply.screen_inches or 0) >= LARGE_SCREEN_INCHES


def waste(need: Need, supply: Supply) -> int:
    """Measure what a device that fits has beyond the need; less is better.

    Judgement, no source: 20 for each class above the one needed (not the workstation for e-mail),
    10 for stickers, 3 for a large screen, 2 for a numeric pad and 1 for a camera nobody asked for.
    """
    surplus = 0
    if supply.kind in COMPUTERS:
        surplus = spec_rank(supply.spec_class) - spec_rank(needed_spec_class(need))
    return (
        20 * max(0, surplus)
        + 10 * needs_stickers(need, supply)
        + 3 * (is_large(supply) and not need.large_screen)
        + 2 * (supply.has_numeric_pad is True and not need.numeric_pad)
        + 1 * (supply.has_camera is True and not need.camera)
    )


def parts(supply: Supply) -> tuple[Supply, Supply]:
    """Split what a device offers in two: power and keyboard; screen, numeric pad and camera.

    What makes no difference is dropped. A device of one of a need's `open_earmarks` and
    `open_regions` serves it exactly when both parts serve those of `parts_asked`; its waste is
    theirs.
    """
    keyboard = supply.keyboard if supply.kind == "laptop" else ""
    spec_class = supply.spec_class if supply.kind in COMPUTERS else ""
    built_in = Supply(
        kind=supply.kind,
        spec_class="basic",
        screen_inches=LARGE_SCREEN_INCHES if is_large(supply) else None,
        has_numeric_pad=bool(supply.has_numeric_pad),
        has_camera=bool(supply.has_camera),
    )
    return Supply(kind=supply.kind, keyboard=keyboard, spec_class=spec_class), built_in


def parts_asked(need: Need, kind: str) -> tuple[Need, Need]:
    """Split what is asked of a device of this kind as `parts` splits what it offers."""
    keyboard = need.keyboard if kind == "laptop" else ""
    spec_class = needed_spec_class(need) if kind in COMPUTERS else "basic"
    built_in = Need(
        kinds=(kind,),
        large_screen=need.large_screen,
        numeric_pad=need.numeric_pad,
        camera=need.camera,
    )
    return Need(kinds=(kind,), keyboard=keyboard, spec_class=spec_class), built_in


def open_earmarks(need: Need) -> tuple[str, ...]:
    """List the earmarks of the devices that the need may have, "" for those without one."""
    return ("", *need.inside)


def open_regions(need: Need) -> tuple[str, ...]:
    """List the regions of the devices that the need may have, each once; empty: of any region."""
    return tuple(dict.fromkeys(("", *need.regions))) if need.regions else ()


WRONG_KIND = Reason("wrong_kind", _("This kind of device was not asked for."))
EARMARKED = Reason("earmarked", _("Its donor gave it for others."))
OUT_OF_REACH = Reason("out_of_reach", _("It is out of their reach: in another region."))
TOO_SLOW = Reason("too_slow", _("It is not powerful enough for what it is needed for."))
SPEC_UNKNOWN = Reason("spec_unknown", _("It is not known how powerful it is."))
SMALL_SCREEN = Reason("small_screen", _("Its screen is too small: a large one is needed."))
SCREEN_UNKNOWN = Reason("screen_unknown", _("The size of its screen is not known."))
KEYBOARD_MISSING = Reason("keyboard_missing", _("It has no keyboard."))
NO_NUMERIC_PAD = Reason("no_numeric_pad", _("It has no numeric pad."))
PAD_UNKNOWN = Reason("pad_unknown", _("Whether it has a numeric pad is not known."))
NO_CAMERA = Reason("no_camera", _("It has no camera."))
CAMERA_UNKNOWN = Reason("camera_unknown", _("Whether it has a camera is not known."))

OUTSIDE_EARMARK = Reason(
    "outside_earmark", _("Its donor gave it for others: say why it goes to this line all the same.")
)
STICKERS = Reason("stickers", _("The keyboard has another layout: stickers would do."))
LOOK_AT_KEYBOARD = Reason(
    "look_at_keyboard", _("Look at the keyboard: its layout has not been recorded.")
)
ADD_KEYBOARD = Reason("add_keyboard", _("Add a keyboard of the layout asked for."))
ADD_NUMERIC_PAD = Reason("add_numeric_pad", _("Add a keyboard with a numeric pad."))
ADD_LARGE_SCREEN = Reason("add_large_screen", _("Add a large screen."))
ADD_CAMERA = Reason("add_camera", _("Add a camera."))
SET_LANGUAGE = Reason("set_language", _("Set the system to the language asked for."))
SWITCH_ON_READER = Reason("switch_on_reader", _("Switch on the screen reader and try it."))
SET_UP_SIMPLY = Reason(
    "set_up_simply", _("Set it up simply: few icons, large, nothing that asks questions.")
)
NO_SCREEN_LEFT = Reason("no_screen_left", _("No screen is left to go with it."))
NO_LARGE_SCREEN_LEFT = Reason("no_large_screen_left", _("No large screen is left to go with it."))
