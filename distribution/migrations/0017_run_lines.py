import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_training_communes"),
        ("distribution", "0016_service_balance"),
    ]

    operations = [
        migrations.CreateModel(
            name="RunLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("pair", "Pair"),
                            ("skipped", "Skipped"),
                            ("barred", "Barred"),
                            ("gone", "Gone"),
                        ],
                        max_length=7,
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                ("line", models.BigIntegerField()),
                ("reference", models.CharField(max_length=20)),
                ("number", models.PositiveSmallIntegerField()),
                ("kinds", models.CharField(max_length=80)),
                ("device", models.CharField(blank=True, max_length=12)),
                ("companion", models.CharField(blank=True, max_length=12)),
                ("why", models.PositiveIntegerField(null=True)),
                ("told", models.JSONField(default=dict)),
                (
                    "change",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("newly", "Newly"),
                            ("other", "Other"),
                            ("no_longer", "No Longer"),
                            ("gone", "Gone"),
                        ],
                        max_length=9,
                    ),
                ),
                ("device_before", models.CharField(blank=True, max_length=12)),
                (
                    "fate",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("excluded", "Excluded"),
                            ("changed", "Changed"),
                            ("moved", "Moved"),
                            ("alone", "Alone"),
                        ],
                        max_length=8,
                    ),
                ),
                ("refusals", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="RunWhy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField(default=dict)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="allocationrun",
            name="run_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="allocationrun",
            name="run_confirmed_by_somebody",
        ),
        migrations.RemoveConstraint(
            model_name="allocationrun",
            name="run_can_be_repeated",
        ),
        migrations.AddField(
            model_name="allocationrun",
            name="barred_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="allocationrun",
            name="change_counts",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="allocationrun",
            name="compared_with",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="distribution.allocationrun",
            ),
        ),
        migrations.AddField(
            model_name="allocationrun",
            name="excluded_because",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AlterField(
            model_name="allocationrun",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "Queued"),
                    ("running", "Running"),
                    ("proposed", "Proposed"),
                    ("confirming", "Being confirmed"),
                    ("confirmed", "Confirmed"),
                    ("failed", "Failed"),
                ],
                default="queued",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="allocationrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["queued", "running", "proposed", "confirming", "confirmed", "failed"],
                    )
                ),
                name="run_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="allocationrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("confirmed_by__isnull", False), ("state__in", ["confirmed", "confirming"])
                    ),
                    models.Q(
                        models.Q(("state__in", ["confirmed", "confirming"]), _negated=True),
                        ("confirmed_by", None),
                    ),
                    _connector="OR",
                ),
                name="run_confirmed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="allocationrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["confirmed", "confirming", "proposed"]), _negated=True),
                    models.Q(("input_sha256", ""), _negated=True),
                    _connector="OR",
                ),
                name="run_can_be_repeated",
            ),
        ),
        migrations.AddField(
            model_name="runline",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="distribution.allocationrun",
            ),
        ),
        migrations.AddField(
            model_name="runwhy",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="whys",
                to="distribution.allocationrun",
            ),
        ),
        migrations.AddIndex(
            model_name="runline",
            index=models.Index(fields=["run", "outcome", "place"], name="run_line_in_order"),
        ),
        migrations.AddIndex(
            model_name="runline",
            index=models.Index(
                condition=models.Q(("device", ""), _negated=True),
                fields=["run", "device"],
                name="run_line_of_device",
            ),
        ),
        migrations.AddIndex(
            model_name="runline",
            index=models.Index(
                condition=models.Q(("change", ""), _negated=True),
                fields=["run", "change", "place"],
                name="run_line_changed",
            ),
        ),
        migrations.AddIndex(
            model_name="runline",
            index=models.Index(
                condition=models.Q(("fate", ""), _negated=True),
                fields=["run", "fate"],
                name="run_line_fate",
            ),
        ),
        migrations.AddConstraint(
            model_name="runline",
            constraint=models.UniqueConstraint(fields=("run", "line"), name="line_once_in_a_run"),
        ),
        migrations.AddConstraint(
            model_name="runline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "pair"), models.Q(("device", ""), _negated=True)),
                    models.Q(
                        models.Q(("outcome", "pair"), _negated=True),
                        ("companion", ""),
                        ("device", ""),
                        ("fate", ""),
                    ),
                    _connector="OR",
                ),
                name="pair_of_a_run_has_a_device",
            ),
        ),
        migrations.AddConstraint(
            model_name="runline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "skipped"), ("why__isnull", False)),
                    models.Q(models.Q(("outcome", "skipped"), _negated=True), ("why", None)),
                    _connector="OR",
                ),
                name="skipped_line_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="runline",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["pair", "skipped", "barred", "gone"])),
                name="run_line_outcome_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="runline",
            constraint=models.CheckConstraint(
                condition=models.Q(("change__in", ["", "newly", "other", "no_longer", "gone"])),
                name="run_line_change_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="runline",
            constraint=models.CheckConstraint(
                condition=models.Q(("fate__in", ["", "excluded", "changed", "moved", "alone"])),
                name="run_line_fate_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="runwhy",
            constraint=models.UniqueConstraint(fields=("run", "number"), name="why_once_in_a_run"),
        ),
    ]
