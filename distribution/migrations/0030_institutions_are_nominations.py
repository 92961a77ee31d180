"""Nominations for institutions become nominations like others, a line for each machine."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

OLD = "InstitutionNomination"


def move(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Write each anew with its reference, its day and its machines."""
    Nomination = apps.get_model("distribution", "Nomination")
    RequestLine = apps.get_model("distribution", "RequestLine")
    before = apps.get_model("distribution", OLD)
    for old in before.objects.order_by("pk"):
        is_withdrawn = old.withdrawn_at is not None
        new = Nomination.objects.create(
            # IN is how intakes begin: in the trail nobody could tell one from the other.
            reference=old.reference.replace("IN-", "NI-"),
            organisation_id=old.organisation_id,
            institution_id=old.institution_id,
            nominated_by_id=old.nominated_by_id,
            state="withdrawn" if is_withdrawn else "waiting",
            created_at=old.submitted_at,
            submitted_at=old.submitted_at,
            withdrawn_because=old.withdrawn_because,
        )
        RequestLine.objects.bulk_create(
            RequestLine(
                nomination=new,
                number=number,
                state="given_up" if is_withdrawn else "waiting",
                given_up_because=old.withdrawn_because,
                waiting_since=old.submitted_at,
                purpose="public",
                kinds=old.kinds,
                spec_class=old.spec_class,
                keyboard=old.keyboard,
                system_language=old.system_language,
            )
            for number in range(1, old.machines + 1)
        )


class Migration(migrations.Migration):
    dependencies = [("distribution", "0029_institutions_in_runs")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
