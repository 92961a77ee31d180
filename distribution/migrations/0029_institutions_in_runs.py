import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_connection_communes"),
        ("distribution", "0028_referrals_lapse"),
    ]

    operations = [
        migrations.CreateModel(
            name="InstitutionQuota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("machines", models.PositiveIntegerField(verbose_name="Machines a quarter")),
                ("reason", models.CharField(max_length=300, verbose_name="Why")),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(machines__lte=10000), name="institution_quota_bounded"
                    ),
                    models.CheckConstraint(
                        condition=~Q(reason=""), name="institution_quota_says_why"
                    ),
                ]
            },
        ),
        migrations.AlterModelOptions(name="nomination", options={"base_manager_name": "every"}),
        migrations.AlterModelManagers(
            name="nomination",
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RemoveConstraint(model_name="nomination", name="nomination_informed_and_agreed"),
        migrations.RemoveConstraint(model_name="requestline", name="line_words_known"),
        migrations.AddField(
            model_name="nomination",
            name="institution",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="nominations",
                to="distribution.institution",
            ),
        ),
        migrations.AlterField(
            model_name="nomination",
            name="household",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="nominations",
                to="distribution.household",
            ),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.CheckConstraint(
                condition=Q(household__isnull=False, institution=None)
                | Q(
                    household=None,
                    institution__isnull=False,
                    submitted_at__isnull=False,
                    state__in=["waiting", "allocated", "served", "withdrawn"],
                ),
                name="nomination_of_a_household_or_an_institution",
            ),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(institution__isnull=False)
                | Q(submitted_at__isnull=False, informed_on__isnull=False, agreed_on__isnull=False),
                name="nomination_informed_and_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="requestline",
            constraint=models.CheckConstraint(
                condition=Q(purpose__in=["school", "job", "admin", "health", "contact", "public"])
                & Q(spec_class__in=["basic", "standard", "performance"])
                & Q(internet__in=["none", "mobile", "fixed", "social"])
                & Q(keyboard__in=["", "be_azerty", "fr_azerty", "qwerty", "qwertz_de", "none"]),
                name="line_words_known",
            ),
        ),
    ]
