from typing import Any

from django.db import migrations

AT_ONCE = 20


def count(apps: Any, _editor: Any) -> None:
    """Count the pairs and skipped lines of the runs there are, for their list."""
    runs = apps.get_model("distribution", "AllocationRun").objects.exclude(input_sha256="")
    for run in runs.iterator(chunk_size=AT_ONCE):
        run.pair_count = len(run.result.get("pairs", ()))
        run.skipped_count = len(run.result.get("skipped", ()))
        run.save(update_fields=["pair_count", "skipped_count"])


class Migration(migrations.Migration):
    dependencies = [
        ("distribution", "0010_runs_on_record"),
    ]

    operations = [
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
