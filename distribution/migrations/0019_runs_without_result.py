from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("distribution", "0018_lines_of_stored_runs"),
    ]

    operations = [
        migrations.RemoveField(model_name="allocationrun", name="result"),
    ]
