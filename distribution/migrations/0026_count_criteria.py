"""Say of each published policy how many criteria it has: the database then takes no other."""

from typing import Any

from django.db import migrations
from django.db.models import Count


def count_criteria(apps: Any, _schema_editor: Any) -> None:
    """Count what each version was published with."""
    policies = apps.get_model("distribution", "Policy").objects
    for pk, count in policies.annotate(count=Count("criteria")).values_list("pk", "count"):
        policies.filter(pk=pk).update(criterion_count=count)


class Migration(migrations.Migration):
    dependencies = [
        ("distribution", "0025_criterion_count"),
    ]

    operations = [migrations.RunPython(count_criteria, migrations.RunPython.noop)]
