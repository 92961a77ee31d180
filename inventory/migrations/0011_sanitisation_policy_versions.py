import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    # Nothing has written the old rows yet: without one, the strict defaults hold, as before.

    dependencies = [
        ("accounts", "0002_people"),
        ("inventory", "0010_search_by_trigrams"),
    ]

    operations = [
        migrations.DeleteModel(name="SanitisationPolicy"),
        migrations.CreateModel(
            name="SanitisationPolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("techniques", models.JSONField()),
                ("flash_techniques", models.JSONField()),
                ("methods", models.JSONField()),
                (
                    "least_verification",
                    models.CharField(
                        choices=[("sampled", "Samples read back"), ("full", "All read back")],
                        max_length=8,
                        verbose_name="Read back at least",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="Why?")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "version"),
                        name="sanitisation_policy_version_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("least_verification__in", ["sampled", "full"])),
                        name="sanitisation_policy_reads_back",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="sanitisation_policy_says_why",
                    ),
                ],
            },
        ),
    ]
