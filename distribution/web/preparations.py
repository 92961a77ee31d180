"""What is set aside, as the bench prepares it: in the list, on its page, on its paper sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from distribution.allocations.preparation_sheet import PreparationSheet, Ticks
from distribution.allocations.set_aside import stands_until
from distribution.allocations.supply import need_of, supply_of
from distribution.deliveries import lacks_screen
from distribution.fit import remarks
from distribution.kit import Kit, usual_kit
from distribution.models import Allocation, ConsignmentLine
from distribution.models.allocation import AllocationQuerySet
from distribution.web.needs import Need, equipment, language_name, preparation_sheet
from inventory.codes import show_code
from inventory.labelled import label_url
from refurb.accounts.models import Membership


def set_aside(actor: Membership) -> AllocationQuerySet:
    """List the machines set aside that the actor has to do with, with what their sheets read."""
    along = Allocation.objects.open().select_related("device").order_by("pk")
    rows = Allocation.objects.visible_to(actor).open().mains()
    # Need and fit are judged with the whole line; nothing of the household is shown.
    rows = rows.select_related(
        "device__holder",
        "device__donation__earmark_organisation",
        "line__nomination__household",
        "line__nomination__institution",
        "line__nomination__organisation",
        "prepared_by__user",
    )
    return rows.prefetch_related(
        "device__drives", "device__quality_checks", Prefetch("companions", along)
    )


@dataclass(frozen=True)
class Preparation:
    """One machine: what is asked of it, what is left to do, what goes with it, and where to."""

    allocation: Allocation
    needs: list[Need]
    asked: str
    to_do: list[str]
    companions: list[Allocation]
    lacks_screen: bool
    kit: list[Kit]  # what was put in, or else what should be
    goes_to: str
    until: date | None  # the day on which it lapses, unless somebody sees to it

    @property
    def kit_words(self) -> str:
        """Name the kit."""
        return ", ".join(str(item.label) for item in self.kit)


def preparations_of(allocations: Sequence[Allocation]) -> list[Preparation]:
    """Put a page of what set_aside lists into words: four queries, whatever their number."""
    codes = [each.device_id for each in allocations]
    lines = ConsignmentLine.objects.filter(device__in=codes, arrival="")
    sent = lines.values_list("device", "consignment__receiver__name")
    on_the_way, ends = dict(sent), stands_until(allocations)
    return [
        _preparation(each, on_the_way.get(each.device_id, ""), ends[each.pk])
        for each in allocations
    ]


def _preparation(allocation: Allocation, sent_to: str, until: date | None) -> Preparation:
    line, device = allocation.line, allocation.device
    need, supply = need_of(line, live=(), by_region=False), supply_of(device)
    along = list(allocation.companions.all())
    kinds = [each.device.kind for each in along]
    is_done = allocation.prepared_at is not None
    usual = usual_kit(device.kind, kinds, lacks_camera=need.camera and not supply.has_camera)
    return Preparation(
        allocation=allocation,
        needs=preparation_sheet(line),
        asked=_in_short(allocation),
        to_do=[str(remark) for remark in remarks(need, supply)],
        companions=along,
        lacks_screen=lacks_screen(device.kind, kinds),
        kit=[Kit(code) for code in allocation.packed] if is_done else usual,
        goes_to=_goes_to(allocation, sent_to),
        until=until,
    )


def _in_short(allocation: Allocation) -> str:
    line = allocation.line
    keyboard = [str(line.get_keyboard_display())] if line.keyboard else []
    system = [language_name(line.system_language)] if line.system_language else []
    return " · ".join([*keyboard, *system, *equipment(line)])


def _goes_to(allocation: Allocation, sent_to: str) -> str:
    if sent_to:
        return _("On its way to %(place)s") % {"place": sent_to}
    if allocation.line.delivery_needed:
        return _("Brought to their door")
    return _("Collected: %(place)s") % {"place": allocation.device.holder.name}


def sheet_of(preparation: Preparation) -> PreparationSheet:
    """Put one machine into words for its paper, in the reader's language."""
    device, allocation = preparation.allocation.device, preparation.allocation
    place = " · ".join(filter(None, (device.holder.name, device.shelf)))
    own: tuple[tuple[str, str], ...] = (
        (_("Nomination"), allocation.line.nomination.reference),
        (_("Where it is"), place),
        (_("Where it goes"), preparation.goes_to),
    )
    if preparation.until is not None:
        own = (*own, (_("Lapses on"), date_format(preparation.until, "SHORT_DATE_FORMAT")))
    asked = ((need.name, need.wanted) for need in preparation.needs)
    along = [
        f"{each.device.get_kind_display()} · {each.device.name} · {show_code(each.device.code)}"
        for each in preparation.companions
    ]
    kit = tuple(str(item.label) for item in preparation.kit)
    return PreparationSheet(
        title=_("Preparation sheet"),
        workshop=device.holder.name,
        code=show_code(device.code),
        name=f"{device.name} · {device.get_kind_display()}",
        url=label_url(device.code),
        facts=(*own, *asked),
        ticks=(
            Ticks(_("To do"), (*preparation.to_do, _("Start it once more: it works."))),
            Ticks(_("What goes with it"), tuple(along)),
            Ticks(_("What to put in"), kit),
        ),
        signed=(_("Prepared by"), _("Date")),
        language=get_language() or "en",
    )
