"""Labels printed before: drawn, bound to one device, void; each leads to its device."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from inventory.binding import LabelRefused, bind_label, prepare_batch, void_labels
from inventory.codes import parse_code
from inventory.labelled import device_with_label
from inventory.models import Device, DeviceEvent, Label
from inventory.receiving import CodeTaken
from refurb.reasons import Refused
from tests.cast import Cast
from tests.makers import make_device


def codes_of(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def test_a_batch_holds_as_many_free_codes_as_asked_for(cast: Cast) -> None:
    batch = prepare_batch(21, actor=cast.tom)
    codes = list(batch.labels.free().values_list("code", flat=True))
    assert (len(set(codes)), [parse_code(code) for code in codes]) == (21, codes)


def test_a_code_that_stands_on_something_already_is_not_drawn(cast: Cast) -> None:
    taken = make_device(cast.tom).code
    drawn = iter(taken[:8] + "00000000")
    batch = prepare_batch(1, actor=cast.tom, choose=lambda _alphabet: next(drawn))
    assert batch.labels.get().code.startswith("00000000")


def test_a_device_received_with_a_printed_label_binds_it(cast: Cast) -> None:
    label = prepare_batch(1, actor=cast.tom).labels.get()
    device = make_device(cast.tom, code=label.code)
    label.refresh_from_db()
    assert (device.code, label.device, label.state) == (label.code, device, "bound")


def test_a_label_is_bound_once(cast: Cast) -> None:
    label = prepare_batch(1, actor=cast.tom).labels.get()
    make_device(cast.tom, code=label.code)
    other = make_device(cast.vera)
    with pytest.raises(CodeTaken) as refused:
        make_device(cast.vera, code=label.code)
    assert codes_of(refused) == ["code_taken"]
    with pytest.raises(LabelRefused) as refused_too:
        bind_label(label.code, other, actor=cast.vera)
    assert codes_of(refused_too) == ["code_taken"]


def test_a_void_label_and_one_of_another_workshop_are_refused(cast: Cast) -> None:
    batch, theirs = prepare_batch(1, actor=cast.tom), prepare_batch(1, actor=cast.will)
    void, foreign = batch.labels.get().code, theirs.labels.get().code
    assert void_labels(batch, [void, foreign], actor=cast.tom) == 1
    for code, reason in ((void, "label_void"), (foreign, "label_unknown")):
        with pytest.raises(LabelRefused) as refused:
            make_device(cast.tom, code=code)
        assert codes_of(refused) == [reason]
    assert Device.objects.count() == 0


def test_a_device_that_lost_its_label_is_found_by_both(cast: Cast) -> None:
    device, label = make_device(cast.tom), prepare_batch(1, actor=cast.tom).labels.get()
    bind_label(label.code, device, actor=cast.vera)
    found = [device_with_label(Device.objects.all(), code) for code in (device.code, label.code)]
    assert found == [device, device]
    event = DeviceEvent.objects.filter(device=device).latest("pk")
    assert (event.verb, event.actor, parse_code(event.facts["label"])) == (
        "device.labelled",
        cast.vera,
        label.code,
    )


def test_a_label_on_a_device_is_not_voided(cast: Cast) -> None:
    batch = prepare_batch(2, actor=cast.tom)
    first, second = batch.labels.order_by("pk")
    make_device(cast.tom, code=first.code)
    assert void_labels(batch, [first.code, second.code], actor=cast.tom) == 1
    states = [label.state for label in batch.labels.order_by("pk")]
    assert states == ["bound", "void"]


def test_the_database_keeps_a_label_from_being_both_bound_and_void(cast: Cast) -> None:
    label = prepare_batch(1, actor=cast.tom).labels.get()
    device, now = make_device(cast.tom), timezone.now()
    for wrong in (
        {"device": device, "bound_at": now, "voided_at": now},
        {"device": device},
        {"bound_at": now},
        {"code": "small"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Label.objects.filter(pk=label.pk).update(**wrong)
