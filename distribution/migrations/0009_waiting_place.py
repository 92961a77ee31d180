import datetime
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

AT_ONCE = 1000


def let_wait(apps: Any, _editor: Any) -> None:
    """Give each line that waits a place that is still to be ranked: whoever reads first does."""
    place = apps.get_model("distribution", "WaitingPlace")
    waiting = apps.get_model("distribution", "RequestLine").objects.filter(state="waiting")
    rows = [
        place(
            line_id=pk,
            key=f"not ranked {pk}".encode(),
            points=0,
            policy_version=0,
            changes_on=datetime.date.min,
        )
        for pk in waiting.values_list("pk", flat=True)
    ]
    place.objects.bulk_create(rows, batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [
        ("distribution", "0008_signed_paper"),
    ]

    operations = [
        migrations.CreateModel(
            name="WaitingPlace",
            fields=[
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="waiting_place",
                        serialize=False,
                        to="distribution.requestline",
                    ),
                ),
                ("key", models.BinaryField(unique=True)),
                ("points", models.PositiveIntegerField()),
                ("because", models.JSONField(default=list)),
                ("policy_version", models.PositiveIntegerField()),
                ("changes_on", models.DateField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["changes_on"], name="place_changes_on"),
                    models.Index(fields=["policy_version"], name="place_under_policy"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changes_on", datetime.date(1, 1, 1)),
                            models.Q(("because", []), _negated=True),
                            _connector="OR",
                        ),
                        name="place_is_explained",
                    )
                ],
            },
        ),
        migrations.RunPython(let_wait, migrations.RunPython.noop),
    ]
