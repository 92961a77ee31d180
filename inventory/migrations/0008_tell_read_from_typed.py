from typing import Any

from django.db import migrations

FIELDS = ("manufacturer", "model", "serial_number", "cpu", "memory_bytes")


def tell_read_from_typed(apps: Any, _schema_editor: Any) -> None:
    """What stands in a column as the newest report says it counts as read, as it did until now."""
    devices = apps.get_model("inventory", "Device").objects.exclude(hardware={})
    for device in devices.only("hardware", *FIELDS).iterator(chunk_size=500):
        read = {name: (device.hardware.get(name) or {}).get("value") for name in FIELDS}
        values = {name: value for name, value in read.items() if value == getattr(device, name)}
        devices.filter(pk=device.pk).update(
            read_values={name: value for name, value in values.items() if value}
        )


class Migration(migrations.Migration):
    dependencies = [("inventory", "0007_read_values_and_identities")]

    operations = [migrations.RunPython(tell_read_from_typed, migrations.RunPython.noop)]
