"""Whom a proof covers; nobody was asked it of those seen so far."""

from typing import ClassVar

from django.db import migrations, models

COVERS = [
    ("household", "The whole household"),
    ("person", "The person nominated"),
    ("adult", "Another adult of the household"),
    ("child", "A child of the household"),
]


class Migration(migrations.Migration):
    """Add the column, empty for what is there."""

    dependencies: ClassVar = [("distribution", "0037_grounds_bounded")]

    operations: ClassVar = [
        migrations.AddField(
            "proof",
            "covers",
            models.CharField("Whom it covers", max_length=12, choices=COVERS, default=""),
        ),
        migrations.AlterField(
            "proof",
            "covers",
            models.CharField("Whom it covers", max_length=12, choices=COVERS, default="household"),
        ),
        migrations.AddConstraint(
            "proof",
            models.CheckConstraint(
                condition=models.Q(("covers__in", ["household", "person", "adult", "child", ""])),
                name="proof_covers_known",
            ),
        ),
    ]
