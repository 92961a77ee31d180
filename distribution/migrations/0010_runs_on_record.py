import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_sessions"),
        ("distribution", "0009_waiting_place"),
        ("inventory", "0013_evidence_of_other_tools"),
    ]

    operations = [
        migrations.CreateModel(
            name="RunRecord",
            fields=[
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="record",
                        serialize=False,
                        to="distribution.allocationrun",
                    ),
                ),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("outcome", models.BinaryField()),
                ("outcome_sha256", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="RunWish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("pin", "Pin"), ("exclusion", "Exclusion")], max_length=10
                    ),
                ),
                (
                    "because",
                    models.CharField(
                        choices=[
                            ("suits", "What suits them better"),
                            ("place", "Where the device stands"),
                            ("promised", "What was promised"),
                            ("service_asks", "What their service asks for"),
                            ("condition", "The condition of the device"),
                            ("other", "Another reason"),
                        ],
                        max_length=12,
                        verbose_name="Why?",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="In words")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_applied", models.BooleanField(default=False)),
            ],
        ),
        migrations.AddField(
            model_name="allocationrun",
            name="attempt",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="allocationrun",
            name="based_on",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="distribution.allocationrun",
            ),
        ),
        migrations.AddField(
            model_name="allocationrun",
            name="done",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="allocationrun",
            name="failure",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="allocationrun",
            name="heard_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="allocationrun",
            name="pair_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="allocationrun",
            name="skipped_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="allocationrun",
            name="stage",
            field=models.CharField(
                blank=True,
                choices=[
                    ("reading", "Reading who waits and what is ready"),
                    ("matching", "Matching devices to lines"),
                    ("explaining", "Working out why"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="allocationrun",
            name="total",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="allocationrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ["", "reading", "matching", "explaining"])),
                name="run_stage_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="allocationrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("done__lte", models.F("total"))), name="run_done_within_total"
            ),
        ),
        migrations.AddConstraint(
            model_name="allocationrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("based_on", None),
                    models.Q(("based_on", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="run_based_on_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="runrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sha256", ""), _negated=True),
                    models.Q(("outcome_sha256", ""), _negated=True),
                ),
                name="run_record_has_digests",
            ),
        ),
        migrations.AddField(
            model_name="runwish",
            name="device",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.device"
            ),
        ),
        migrations.AddField(
            model_name="runwish",
            name="lifted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.membership",
            ),
        ),
        migrations.AddField(
            model_name="runwish",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="distribution.requestline",
            ),
        ),
        migrations.AddField(
            model_name="runwish",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.membership",
            ),
        ),
        migrations.AddField(
            model_name="runwish",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="wishes",
                to="distribution.allocationrun",
            ),
        ),
        migrations.AddConstraint(
            model_name="runwish",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_by", None)),
                fields=("run", "line", "device"),
                name="one_wish_a_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="runwish",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "pin"), ("lifted_by", None)),
                fields=("run", "line"),
                name="one_pin_a_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="runwish",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "pin"), ("lifted_by", None)),
                fields=("run", "device"),
                name="one_pin_a_device",
            ),
        ),
        migrations.AddConstraint(
            model_name="runwish",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["pin", "exclusion"])), name="wish_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="runwish",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "because__in",
                        ["suits", "place", "promised", "service_asks", "condition", "other"],
                    )
                ),
                name="wish_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="runwish",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("because", "other"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="wish_for_another_reason_says_which",
            ),
        ),
    ]
