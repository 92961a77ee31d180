"""Certificates of erasure: what each may claim, number by number, and who may have them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from inventory.certificates.content import LANGUAGES
from inventory.certified import certificates_covering
from inventory.certifying import (
    CertificateRefused,
    certify_device,
    certify_donation,
    verification_url,
)
from inventory.lifecycle import Transition
from inventory.models import Certificate, Device, Donor, Drive
from inventory.moving import Said, move_device
from inventory.proving import store_wipe_log
from inventory.regulating import set_policy
from inventory.reviewing import accept_erasure, verify_erasure
from inventory.sanitisation import STRICT, Result, Technique, Technology, Verification
from inventory.tracking import destroy_drive, lose_drive, miss_drive, remove_drive
from inventory.wiping import NewErasure, record_erasure
from refurb.accounts.models import Organisation
from refurb.audit.models import Entry
from refurb.demo.nwipe import Log, LoggedDrive
from refurb.documents.proof import check_code
from tests.cast import Cast
from tests.documents.raster import decoded, text
from tests.inventory.web.conftest import SignIn
from tests.makers import make_device, make_donation, make_drive, make_wiped

FAILED = NewErasure(Technique.OVERWRITE, "nwipe", Result.NOT_WIPED, Verification.NONE)


def text_of(certificate: Certificate) -> str:
    return text(bytes(certificate.pdf or b""))


def logged(cast: Cast, device: Device, serial: str, **log: object) -> Drive:
    drive = make_drive(device, cast.tom, serial_number=serial, technology=Technology.HDD)
    written = Log(drives=(LoggedDrive(serial=serial),), **log).text()  # type: ignore[arg-type]
    store_wipe_log(written.encode(), actor=cast.tom)
    return drive


def test_a_donations_certificate_has_a_line_for_each_drive_and_names_what_is_not_done(
    cast: Cast,
) -> None:
    donation = make_donation(cast.tom, donor_name="Invented Insurance")
    device = make_device(cast.tom, donation=donation, serial_number="PF0INVENTED")
    wiped = logged(cast, device, "HDD00001")
    purged, shredded, failed, lost, untouched = (
        make_drive(device, cast.tom, serial_number=serial)
        for serial in ("SSD00002", "SSD00003", "SSD00004", "SSD00005", "SSD00006")
    )
    make_wiped(purged, cast.tom, cast.vera)
    destroy_drive(shredded, document="SHRED-2611-7", actor=cast.tom)
    record_erasure(failed, FAILED, actor=cast.tom)
    miss_drive(lost, actor=cast.tom)
    lose_drive(lost, actor=cast.lea)
    make_device(cast.tom, donation=donation, kind="monitor")
    certificate = certify_donation(donation, language="en", actor=cast.lea)
    said = text_of(certificate)
    outcomes = certificate.lines.order_by("pk").values_list("drive__serial_number", "outcome")
    assert list(outcomes) == [
        ("HDD00001", "sanitised"),
        ("SSD00002", "sanitised"),
        ("SSD00003", "destroyed"),
        ("SSD00004", "failed"),
        ("SSD00005", "lost"),
        ("SSD00006", "not_done"),
    ]
    assert not certificate.is_complete
    for words in (
        "Interim statement of erasure",
        "2 drives were sanitised.",
        "1 drive was destroyed.",
        "For 3 drives this paper proves nothing",
        "Invented Insurance",
        "PF0INVENTED",
        "Clear · Overwrite",
        "nwipe 0.42, its method “PRNG Stream”",
        f"SHA-256 {wiped.erasures.get().evidence_sha256}",
        "Purge · Sanitize block erase",
        "Verified by Vera",
        "Destroy · Shredded",
        "Document SHRED-2611-7",
        "NOT SANITISED: the wipe failed",
        "NOT SANITISED: the drive is lost",
        "NOT DONE YET",
        "This kind of machine holds no data.",
        f"code {check_code(certificate.token)}",
    ):
        assert words in said, words
    assert decoded(bytes(certificate.pdf or b"")) == [verification_url(certificate.token)]
    assert untouched.serial_number in said


def test_a_certificate_claims_no_more_than_its_evidence_in_any_language(cast: Cast) -> None:
    """Purge is never said of an overwritten disk, nor any category of what is not proved."""
    claims = {"fr": "Purge ·", "nl": "Purge ·", "de": "Bereinigen (Purge) ·", "en": "Purge ·"}
    clear = {
        "fr": "Effacement (clear) ·",
        "nl": "Wissen (clear) ·",
        "de": "Löschen (Clear) ·",
        "en": "Clear ·",
    }
    device = make_device(cast.tom)
    logged(cast, device, "HDD00001", banner="nwipe 0.32")
    record_erasure(make_drive(device, cast.tom), FAILED, actor=cast.tom)
    for language in LANGUAGES:
        said = text_of(certify_device(device, language=language, actor=cast.lea))
        assert said.count(clear[language]) == 1
        assert claims[language] not in said
        assert "IEEE" not in said
        assert said.count("NIST") == 1  # whose words are explained, nothing else
        assert "HPA" in said


def test_what_a_lead_accepted_and_what_a_policy_allows_is_said_beside_the_drive(cast: Cast) -> None:
    accepts = replace(STRICT, flash=STRICT.flash | {Technique.OVERWRITE})
    set_policy(cast.lea.organisation, accepts, reason="board", actor=cast.lea, seen_version=0)
    device = make_device(cast.tom)
    unclear = make_drive(device, cast.tom, serial_number="SSD00001")
    log = Log(drives=(LoggedDrive(serial="SSD00001"),), with_errors=False).text()
    store_wipe_log(log.encode(), actor=cast.tom)
    with pytest.raises(CertificateRefused, match="nothing_proved"):
        certify_device(device, language="en", actor=cast.lea)
    accept_erasure(
        unclear.erasures.get(), reason="seen", actor=cast.lea, verification=Verification.SAMPLED
    )
    said = text_of(certify_device(device, language="en", actor=cast.lea))
    assert (
        "Accepted by a lead after a look at the evidence, which leaves open: "
        "The tool does not list errors drive by drive. Reason: seen"
    ) in said
    assert "Clear does not reach the cells that flash keeps in reserve" in said
    assert "Verified by Lea" in said


def test_numbers_have_no_gaps_and_each_newer_one_supersedes(cast: Cast) -> None:
    donation = make_donation(cast.tom)
    device = make_device(cast.tom, donation=donation)
    with pytest.raises(CertificateRefused, match="no_drive"):
        certify_donation(donation, language="fr", actor=cast.lea)
    make_wiped(make_drive(device, cast.tom), cast.tom, cast.vera)
    first = certify_donation(donation, language="fr", actor=cast.lea)
    with pytest.raises(CertificateRefused, match="unchanged"):
        certify_donation(donation, language="fr", actor=cast.lea)
    second = certify_donation(donation, language="nl", actor=cast.lea)
    third = certify_device(device, language="fr", actor=cast.lea)
    assert [one.number for one in (first, second, third)] == [1, 2, 3]
    assert (second.supersedes, third.supersedes) == (first, None)
    assert first.full_number in text_of(second)
    assert list(Certificate.objects.in_force()) == [second, third]
    entries = Entry.objects.filter(verb="certificate.issued").values_list("subject", "facts__of")
    assert entries.order_by("pk")[0] == (first.full_number, donation.reference)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=second.pk).update(supersedes=None)


def test_a_reprint_is_the_same_bytes_whatever_was_renamed(cast: Cast, sign_in: SignIn) -> None:
    device = make_device(cast.tom)
    drive = make_drive(device, cast.tom)
    make_wiped(drive, cast.tom, cast.vera)
    certificate = certify_device(device, language="fr", actor=cast.lea)
    lea = sign_in(cast.lea)
    url = f"/certificates/ATELIER/{certificate.year}/1"
    before = lea.get(f"{url}.pdf").content
    Organisation.objects.update(name="Renamed", legal_name="Renamed ASBL")
    Donor.objects.update(name="Renamed")
    Device.objects.update(model="Renamed")
    assert lea.get(f"{url}.pdf").content == before == bytes(certificate.pdf or b"")
    assert "has changed since" in lea.get(f"{url}/").content.decode()


def test_a_certificate_covers_a_device_until_its_drives_change(cast: Cast) -> None:
    donation = make_donation(cast.tom)
    device = make_device(cast.tom, donation=donation)
    drive = make_drive(device, cast.tom)
    make_wiped(drive, cast.tom, cast.vera)
    assert certificates_covering([device]) == {}
    certificate = certify_donation(donation, language="fr", actor=cast.lea)
    assert certificates_covering([device]) == {device.pk: certificate}
    other = make_drive(device, cast.tom)
    assert certificates_covering([device]) == {}
    remove_drive(other, actor=cast.tom)
    assert certificates_covering([device]) == {device.pk: certificate}
    again = NewErasure(Technique.CRYPTO_ERASE, "nvme-cli", Result.WIPED, Verification.SAMPLED)
    verify_erasure(record_erasure(drive, again, actor=cast.tom), actor=cast.vera)
    assert certificates_covering([device]) == {}


def test_a_machine_that_came_back_is_no_longer_proved_but_its_donors_data_is(cast: Cast) -> None:
    donation = make_donation(cast.tom)
    device = make_device(cast.tom, donation=donation)
    make_wiped(make_drive(device, cast.tom), cast.tom, cast.vera)
    move_device(device, Transition.LOSE, actor=cast.lea, said=Said(reason="gone"))
    move_device(device, Transition.FIND, actor=cast.tom)
    with pytest.raises(CertificateRefused, match="nothing_proved"):
        certify_device(device, language="fr", actor=cast.lea)
    assert certify_donation(donation, language="fr", actor=cast.lea).is_complete


def test_only_a_lead_of_who_answers_for_it_issues_one(cast: Cast) -> None:
    donation = make_donation(cast.tom)
    device = make_device(cast.tom, donation=donation)
    make_wiped(make_drive(device, cast.tom), cast.tom, cast.vera)
    for actor in (cast.tom, cast.will, cast.anna, cast.augustin, cast.ada):
        with pytest.raises(PermissionDenied):
            certify_donation(donation, language="fr", actor=actor)
        with pytest.raises(PermissionDenied):
            certify_device(device, language="fr", actor=actor)


def test_an_auditor_reads_a_devices_certificate_and_never_a_donors(cast: Cast) -> None:
    donation = make_donation(cast.tom)
    device = make_device(cast.tom, donation=donation)
    make_wiped(make_drive(device, cast.tom), cast.tom, cast.vera)
    of_donation = certify_donation(donation, language="fr", actor=cast.lea)
    of_device = certify_device(device, language="fr", actor=cast.lea)
    seen = {
        name: set(Certificate.objects.visible_to(getattr(cast, name)))
        for name in ("tom", "will", "anna", "augustin", "paula", "petra", "ada")
    }
    assert seen == {
        "tom": {of_donation, of_device},
        "will": set(),
        "anna": {of_donation, of_device},
        "augustin": {of_device},
        "paula": set(),
        "petra": set(),
        "ada": set(),
    }
    assert "Invented Donor" in text_of(of_donation)
    assert "Invented Donor" not in text_of(of_device)


def test_a_lead_issues_one_on_the_page_and_anybody_verifies_it(
    cast: Cast, sign_in: SignIn, client: Client
) -> None:
    donation = make_donation(cast.tom, donor_name="Secret Donor")
    device = make_device(cast.tom, donation=donation)
    make_wiped(make_drive(device, cast.tom), cast.tom, cast.vera)
    lea = sign_in(cast.lea)
    page = f"/donations/{donation.reference}/certificate/"
    assert lea.post(page, {"language": "xx"}).status_code == 422
    answer = lea.post(page, {"language": "de"})
    certificate = Certificate.objects.get()
    url = f"/certificates/ATELIER/{certificate.year}/{certificate.number}"
    assert answer.headers["Location"] == f"{url}/"
    assert certificate.full_number in lea.get(f"/devices/{device.code}/").content.decode()
    assert certificate.full_number in lea.get(f"/donations/{donation.reference}/").content.decode()
    public = client.get(f"/c/{certificate.token}").content.decode()
    assert "This certificate was issued." in public
    assert certificate.sha256 in public
    assert "Secret" not in public
    assert client.get("/c/nobody-has-this-one").status_code == 404
    code = check_code(certificate.token)
    found = client.get("/c/", {"number": certificate.full_number.lower(), "code": code})
    assert found.headers["Location"] == f"/c/{certificate.token}"
    wrong = client.get("/c/", {"number": certificate.full_number, "code": "AAAAA-AAAAA"})
    assert "We know no certificate with this number" in wrong.content.decode()
    assert lea.post(page, {"language": "de"}).status_code == 409


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_certificates(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: object, count: int
) -> None:
    for _each in range(count):
        device = make_device(cast.tom)
        make_wiped(make_drive(device, cast.tom), cast.tom, cast.vera)
        certify_device(device, language="fr", actor=cast.lea)
    lea = sign_in(cast.lea)
    with django_assert_num_queries(3):  # type: ignore[operator]
        page = lea.get("/certificates/?standing=in_force").content.decode()
    assert page.count('class="cell-title"') == count
