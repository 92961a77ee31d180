from collections import Counter
from typing import Any

from django.db import migrations, models

AT_ONCE = 1000
BLOCK = 51  # bytes of a key that name its block, as distribution.priority.block_of


def fill_kinds(apps: Any, _editor: Any) -> None:
    """Copy the kind that each waiting line prefers, and count the lines of each block."""
    places = apps.get_model("distribution", "WaitingPlace").objects
    tally = apps.get_model("distribution", "PlaceTally")
    counts: Counter[tuple[str, bytes]] = Counter()
    kinds: dict[str, list[int]] = {}
    for pk, key, wanted in places.values_list("pk", "key", "line__kinds").iterator():
        kinds.setdefault(wanted[0], []).append(pk)
        counts[wanted[0], bytes(key)[:BLOCK]] += 1
    for kind, pks in kinds.items():
        for start in range(0, len(pks), AT_ONCE):
            places.filter(pk__in=pks[start : start + AT_ONCE]).update(kind=kind)
    rows = [tally(kind=kind, block=block, lines=n) for (kind, block), n in counts.items()]
    tally.objects.bulk_create(rows, batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [
        ("distribution", "0013_policy_draft"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlaceTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("block", models.BinaryField()),
                ("lines", models.IntegerField()),
            ],
            options={"verbose_name_plural": "place tallies"},
        ),
        migrations.AddField(
            model_name="waitingplace",
            name="kind",
            field=models.CharField(default="", max_length=10),
            preserve_default=False,
        ),
        migrations.RunPython(fill_kinds, migrations.RunPython.noop),
    ]
