"""The front-end packages: a short list of files, each there, each servable under its hash."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

from refurb.web.finders import NpmFinder

STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "refurb.web.storage.StaticStorage"},
}


@pytest.mark.parametrize("name", settings.NPM_ASSETS)
def test_a_listed_file_is_found(name: str) -> None:
    found = finders.find(name)
    assert found is not None
    assert Path(found).is_file()


def test_what_is_not_listed_is_not_found_though_it_is_installed() -> None:
    assert (settings.NPM_ROOT / "signature_pad" / "package.json").is_file()
    assert NpmFinder().find("signature_pad/package.json") is None
    assert NpmFinder().find("../package.json", find_all=True) == []


def test_installed_packages_are_nothing_to_complain_about() -> None:
    assert NpmFinder().check() == []


def test_missing_packages_are_reported_with_the_command_that_installs_them(tmp_path: Path) -> None:
    with override_settings(NPM_ROOT=tmp_path):
        (complaint,) = NpmFinder().check()
    assert complaint.id == "refurb.E010"
    assert complaint.msg == "Front-end packages are not installed. Run: make setup"


def test_production_serves_every_file_under_its_hash(tmp_path: Path) -> None:
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=STORAGES):
        call_command("collectstatic", interactive=False, verbosity=0)
        addresses = {name: staticfiles_storage.url(name) for name in settings.NPM_ASSETS}
    for name, address in addresses.items():
        served = tmp_path / address.removeprefix(settings.STATIC_URL)
        assert served.is_file(), name
        assert served.name != Path(name).name
