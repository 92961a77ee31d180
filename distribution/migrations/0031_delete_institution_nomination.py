from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("distribution", "0030_institutions_are_nominations")]

    operations = [migrations.DeleteModel(name="InstitutionNomination")]
