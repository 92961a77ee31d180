"""Labels printed before the van comes: one on a machine, some spoiled, the rest in a drawer."""

from __future__ import annotations

from inventory.binding import bind_label, prepare_batch, void_labels
from inventory.models import Device
from refurb.demo.bench import Bench
from refurb.demo.clock import MINUTES_A_DAY
from refurb.demo.story import HOUR, Life

LABELS, SPOILED, RENEWED = 21, 2, 1


def prepared_labels(bench: Bench) -> Life:
    """Prepare a sheet on the last day but two; void two labels, and renew the one of a device."""
    yield bench.story.clock.end - 3 * MINUTES_A_DAY
    actor = bench.anyone()
    batch = prepare_batch(LABELS, actor=actor, choose=bench.rng.choice)
    yield bench.story.between(10, HOUR)
    codes = list(batch.labels.order_by("pk").values_list("code", flat=True))
    void_labels(batch, codes[-SPOILED:], actor=actor)
    yield bench.story.between(10, HOUR)
    here = Device.objects.filter(steward=bench.workshop, state="ready").order_by("pk")
    for code, device in zip(codes[:RENEWED], here[:RENEWED], strict=False):
        bind_label(code, device, actor=actor)
