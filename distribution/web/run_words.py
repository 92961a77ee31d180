"""What a run keeps in codes and counts, in words: why a pair, what was missing, why it failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from distribution.models import RunWish
from distribution.runs import second_choice
from distribution.runs.explanation import REASONS
from distribution.web.needs import kind_names
from distribution.words import WishKind, WishReason
from inventory.codes import show_code
from inventory.lifecycle import State

Json = Mapping[str, Any]
SECOND_CHOICE = {
    second_choice.NONE: gettext_lazy(
        "It is their choice number %(rank)s: nothing ready of a kind they prefer more fits them."
    ),
    second_choice.KEPT: gettext_lazy(
        "It is their choice number %(rank)s: what fits them of a kind they prefer more is pinned "
        "to others or excluded for them."
    ),
    second_choice.NEEDED: gettext_lazy(
        "It is their choice number %(rank)s: if they had a kind they prefer more, another line "
        "would receive nothing, or one before them a kind it prefers less."
    ),
}
NOT_PREFERRED = gettext_lazy(
    "It is their choice number %(rank)s: by the rule, nothing of a kind they prefer more could go "
    "to them."
)
"""Of runs that did not keep why: so in each of these cases."""
MOST_NAMED = 5  # of the lines that hold what a skipped one could use
OVER = {
    "large_screen": gettext_lazy("a large screen"),
    "numeric_pad": gettext_lazy("a numeric pad"),
    "camera": gettext_lazy("a camera"),
}
CLASSES = {
    1: gettext_lazy("one class more powerful"),
    2: gettext_lazy("two classes more powerful"),
}


def sentences_of(codes: Iterable[str]) -> list[str]:
    """Say reasons and remarks of the fit by their codes; a code of another version as it is."""
    return [str(REASONS.get(code, code)) for code in codes]


def why_pair(place: int, pair: Json) -> list[str]:
    """Say why the line at a place receives this device; at 0, an institution."""
    told = {"place": place, "points": pair["points"]}
    if place:
        found = [_("Place %(place)s, %(points)s points.") % told]
    else:
        found = [_("For an institution, within what institutions may have this quarter.")]
    if pair.get("pinned"):
        found.append(_("It is pinned."))
    elif pair["rank"] == 0:
        found.append(_("It is the kind they prefer."))
    else:
        sentence = SECOND_CHOICE.get(pair.get("preferred", ""), NOT_PREFERRED)
        found.append(str(sentence) % {"rank": pair["rank"] + 1})
    return found + _beyond(pair.get("over", ()))


def _beyond(over: Sequence[str]) -> list[str]:
    """Say what the device has beyond the need; that stickers are needed is said as a remark."""
    counted = Counter(over)
    things = [str(CLASSES.get(counted["class"], CLASSES[2]))] if counted["class"] else []
    things += [str(word) for code, word in OVER.items() if counted[code]]
    return [_("Beyond the need: %(things)s.") % {"things": ", ".join(things)}] if things else []


def what_was_missing(why: Json, pins: Mapping[str, str]) -> list[str]:
    """Say why a line receives nothing, and what may come for it; `pins`: as `why_pinned`."""
    if why.get("quota"):
        return [_("The quota that it counts towards is used up.")]
    found = _held(why, pins) if why["fitting"] else _no_device(why)
    if excluded := why.get("excluded"):
        sentence = ngettext(
            "%(n)s device that would fit is excluded for it.",
            "%(n)s devices that would fit are excluded for it.",
            excluded,
        )
        found.append(sentence % {"n": excluded})
    return found + _arriving(why)


def _held(why: Json, pins: Mapping[str, str]) -> list[str]:
    """Say which lines hold what fits: those before it, and the pinned ones, wherever they stand."""
    pinned = why.get("pinned", ())
    higher = why["fitting"] - len(pinned)
    if "pinned" not in why:  # of a run that did not tell the ones from the others
        sentence = ngettext(
            "%(n)s device would fit, and goes to a line before it or to a pinned one: %(holders)s.",
            "%(n)s devices would fit, and go to lines before it or to pinned ones: %(holders)s.",
            higher,
        )
    else:
        sentence = ngettext(
            "%(n)s device would fit, and goes to a line before it: %(holders)s.",
            "%(n)s devices would fit, and go to lines before it: %(holders)s.",
            higher,
        )
    found = [sentence % {"n": higher, "holders": _names(why["held_by"], higher)}] if higher else []
    return found + _held_by_pins(pinned, pins)


def _held_by_pins(pinned: Sequence[tuple[str, str]], pins: Mapping[str, str]) -> list[str]:
    sentence = _(
        "Device %(device)s would fit, and is pinned to nomination %(reference)s (%(why)s)."
    )
    found = []
    for key, device in pinned[:MOST_NAMED]:
        told = {"device": show_code(device), "reference": key.partition("/")[0]}
        found.append(sentence % (told | {"why": pins.get(device, "?")}))
    if more := len(pinned) - len(found):
        sentence = ngettext(
            "%(n)s more that would fit is pinned to another line.",
            "%(n)s more that would fit are pinned to other lines.",
            more,
        )
        found.append(sentence % {"n": more})
    return found


def _names(keys: Sequence[str], total: int) -> str:
    """Name the nominations of some lines, and count those that are not named."""
    named = ", ".join(key.partition("/")[0] for key in keys[:MOST_NAMED])
    more = total - min(len(keys), MOST_NAMED)
    if not more:
        return named
    sentence = ngettext("%(names)s and %(n)s more", "%(names)s and %(n)s more", more)
    return sentence % {"names": named, "n": more}


def _no_device(why: Json) -> list[str]:
    if "near" not in why:
        return [_("No device that is ready has all of this.")]
    if not why["near"]:
        return [] if why.get("excluded") else [_("No device of such a kind is ready.")]
    found = []
    for near in why["near"]:
        sentence = ngettext(
            "%(n)s is ready, but does not fit (%(kind)s): %(why)s",
            "%(n)s are ready, but do not fit (%(kind)s): %(why)s",
            near["count"],
        )
        told = {"n": near["count"], "kind": kind_names([near["kind"]])[0]}
        found.append(sentence % (told | {"why": " ".join(sentences_of(near["reasons"]))}))
    return found


def _arriving(why: Json) -> list[str]:
    if "coming" not in why:
        return []
    found = []
    if by_state := why["coming"]:
        labels = dict(State.choices)
        places = ", ".join(
            _("%(state)s: %(n)s") % {"state": labels.get(state, state), "n": n}
            for state, n in by_state.items()
        )
        total = sum(by_state.values())
        sentence = ngettext(
            "%(n)s device that would fit is in the workshops (%(places)s).",
            "%(n)s devices that would fit are in the workshops (%(places)s).",
            total,
        )
        found.append(sentence % {"n": total, "places": places})
    if unknown := why["unknown"]:
        sentence = ngettext(
            "Whether %(n)s more fits is not known before it has been read.",
            "Whether %(n)s more fit is not known before they have been read.",
            unknown,
        )
        found.append(sentence % {"n": unknown})
    return found or [_("Nothing that would fit is in the workshops either.")]


def why_companion(pair: Json, companion: str) -> list[str]:
    """Say why this screen goes with the machine of a pair, or what may bring it one."""
    if companion:
        return [_("It is where the machine is.")]
    if not pair.get("missing"):
        return []
    found = sentences_of([pair["missing"]])
    if elsewhere := pair.get("screens_elsewhere"):
        sentence = ngettext(
            "%(n)s screen that would fit is ready elsewhere: have it brought to the machine.",
            "%(n)s screens that would fit are ready elsewhere: have one brought to the machine.",
            elsewhere,
        )
        found.append(sentence % {"n": elsewhere})
    if "screens_coming" in pair:
        told = {"coming": pair["screens_coming"], "unknown": pair["screens_unknown"]}
        found += _arriving(told)
    return found


def why_failed(failure: Json) -> str:
    """Say why a run failed."""
    if failure.get("code") == "impossible_pin":
        sentence = _(
            "Device %(device)s can't be pinned to nomination %(reference)s any more: the line does "
            "not wait, the device is not ready, or they do not fit. Undo that pin, and propose "
            "again."
        )
        reference = failure["line"].partition("/")[0]
        return sentence % {"device": show_code(failure["device"]), "reference": reference}
    if failure.get("code") == "not_confirmed":
        sentence = _(
            "Setting the devices aside failed (%(error)s), and nothing was set aside. Confirm it "
            "again; if that fails too, tell an administrator."
        )
        return sentence % {"error": failure.get("name", "?")}
    sentence = _(
        "The matching failed (%(error)s), and nothing was set aside. Compute it again; if that "
        "fails too, tell an administrator."
    )
    return sentence % {"error": failure.get("name", "?")}


def why_wished(wish: RunWish) -> str:
    """Give the reason of a pin or an exclusion: the coded one, and what was added."""
    label = str(WishReason(wish.because).label)
    if wish.because == WishReason.OTHER:
        return wish.reason
    return f"{label}: {wish.reason}" if wish.reason else label


def why_pinned(wishes: Iterable[RunWish]) -> dict[str, str]:
    """Map the devices that a run was given as pinned to why, undone since or not."""
    taken_in = (each for each in wishes if each.is_applied and each.kind == WishKind.PIN)
    return {each.device.code: why_wished(each) for each in taken_in}


def wish_in_short(wish: RunWish) -> str:
    """Say in a row of the review who wants what, and why."""
    told = {"name": wish.made_by.user.name, "why": why_wished(wish)}
    told["device"] = show_code(wish.device.code)
    if wish.lifted_by_id is not None:
        return _("Its pin was undone.")
    if wish.kind == WishKind.EXCLUSION:
        return _("Excluded by %(name)s. %(why)s") % told
    if wish.kind == WishKind.BESIDE:
        return _("%(name)s pinned screen %(device)s otherwise. %(why)s") % told
    return _("%(name)s pinned device %(device)s otherwise. %(why)s") % told


def screen_left_out(wish: RunWish) -> str:
    """Say in a row of the review who wants the machine to go without this screen, and why."""
    told = {"name": wish.made_by.user.name, "why": why_wished(wish)}
    return _("%(name)s does not want this screen. %(why)s") % told
