"""Handing over: three kinds of signature, three kinds of terms, one receipt that never changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from distribution.handovers.issuing import (
    issue_receipt,
    number_of,
    receipt_content,
    receipt_number,
)
from distribution.handovers.receipts import draw_receipt
from distribution.models import Allocation, Ground, Handover, PaperText, Receipt
from inventory.certifying import certify_device
from inventory.lifecycle import State
from refurb.accounts.models import Membership, Organisation
from refurb.documents.proof import check_code
from tests.cast import Cast
from tests.distribution.web.conftest import SURNAME, day
from tests.makers import make_allocation, make_arrival, make_handover, make_nomination, make_ready

SignIn = Callable[[Membership], Client]
STROKES = [[[10, 20], [300.5, 90], [590, 20]], [[50, 50]]]


@pytest.fixture
def tom(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.tom)


@pytest.fixture
def allocation(cast: Cast, allocation: Allocation) -> Allocation:
    """Somebody has come for it: only then a workshop learns who."""
    make_arrival(allocation, cast.tom)
    return allocation


def said(**changes: Any) -> dict[str, Any]:
    """Fill in the handover form: a gift, signed by a typed name."""
    return {
        "with_charger": "on",
        "kit": ["mouse", "bag"],
        "legal_mode": "gift",
        "handed_over_on": day(),
        "place": "Atelier du Coin",
        "receiver_name": f"Fatima {SURNAME}",
        "identity_seen": "on",
        "works": "on",
        "language": "fr",
        "signature_kind": "typed",
        "signed_by_name": f"Fatima {SURNAME}",
    } | changes


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    ("kind", "signed"),
    [
        ("drawn", {"strokes": json.dumps(STROKES)}),
        ("typed", {}),
        ("paper", {"signed_by_name": ""}),
        ("mark", {"strokes": json.dumps(STROKES), "witness_name": "Sofie Getuige"}),
    ],
)
@pytest.mark.parametrize(
    ("mode", "terms"),
    [
        ("gift", {"contribution": "999", "loan_until": day(1)}),  # ignored: not asked for
        (
            "contribution",
            {"contribution": "12,50", "guarantee_months": "12", "shorter_agreed": "on"},
        ),
        ("loan", {"loan_until": day(300), "deposit": "20.00"}),
    ],
)
def test_every_signature_under_every_terms_gives_a_receipt(  # noqa: PLR0913, PLR0917  a table
    tom: Client, allocation: Allocation, kind: str, signed: dict[str, str], mode: str, terms: Any
) -> None:
    changes = signed | terms | {"signature_kind": kind, "legal_mode": mode}
    if mode == "gift":
        changes |= {"contribution": "99"}
    answer = tom.post(reverse("handover", args=[allocation.pk]), said(**changes))
    receipt = Receipt.objects.get()
    where = [receipt.issuer.code, receipt.year, receipt.number]
    assert answer["Location"] == reverse("receipt", args=where)
    handover = receipt.handover
    cents = {"gift": None, "contribution": 1250, "loan": None}[mode]
    deposit = {"gift": None, "contribution": None, "loan": 2000}[mode]
    assert (handover.contribution_cents, handover.deposit_cents) == (cents, deposit)
    assert (handover.signature_kind, bool(handover.strokes)) == (
        kind,
        kind in {"drawn", "mark"},
    )
    assert handover.kit == ["Souris", "Sac"]  # in the language of the receipt
    page = tom.get(answer["Location"]).text
    assert "What to do if it breaks" in page
    allocation.device.refresh_from_db()
    assert allocation.device.state == State.DELIVERED


def test_drawn_strokes_are_kept_with_the_width_of_the_pad_as_one(
    tom: Client, allocation: Allocation
) -> None:
    strokes = {"signature_kind": "drawn", "strokes": "[[[0, -5], [600, 300], [605, 30]]]"}
    tom.post(reverse("handover", args=[allocation.pk]), said(**strokes))
    assert Handover.objects.get().strokes == [[[0.0, 0.0], [1.0, 0.5], [1.0, 0.05]]]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"works": ""}, "The receiver has to confirm that it works; otherwise report a fault."),
        ({"signed_by_name": " "}, "Type the name of the person who signs."),
        ({"signature_kind": "drawn"}, "The signature is empty: draw it first."),
        ({"legal_mode": "contribution"}, "Say how much the contribution is."),
        ({"legal_mode": "loan"}, "Say until when it is on loan."),
        ({"legal_mode": "loan", "loan_until": day(0)}, "The loan ends before it begins."),
        ({"handed_over_on": day(1)}, "This day is still to come."),
        (
            {"legal_mode": "contribution", "contribution": "10", "guarantee_months": "6"},
            "For a contribution the guarantee is two years, or at least one if agreed.",
        ),
        (
            {"legal_mode": "contribution", "contribution": "10", "guarantee_months": "12"},
            "Less than two years holds only if it was expressly agreed. Say so.",
        ),
        ({"signature_kind": "mark"}, "Give the name of the witness of the mark."),
        ({"is_proxy": "on"}, "Who comes instead of the household shows a mandate."),
        (
            {"legal_mode": "contribution", "contribution": "10 000"},
            "At most 500 euro can be asked.",
        ),
        ({"legal_mode": "contribution", "contribution": "ten"}, "Write a sum such as 12,50."),
        ({"place": "85.07.30-033 28"}, "national register number"),
    ],
)
def test_what_is_missing_is_named_beside_its_field_and_nothing_is_written(
    tom: Client, allocation: Allocation, changes: dict[str, str], reason: str
) -> None:
    refused = tom.post(reverse("handover", args=[allocation.pk]), said(**changes))
    assert refused.status_code == 422
    assert reason in refused.text
    assert (Handover.objects.count(), Receipt.objects.count()) == (0, 0)


def test_a_handover_without_valid_proof_is_refused_with_the_reason(
    tom: Client, allocation: Allocation
) -> None:
    allocation.line.nomination.proofs.all().delete()
    refused = tom.post(reverse("handover", args=[allocation.pk]), said())
    assert refused.status_code == 409
    assert "proof is not valid on that day." in refused.text
    assert f"Fatima {SURNAME}" in refused.text  # what was typed is still there


def test_the_same_handover_sent_twice_gives_one_receipt(
    tom: Client, allocation: Allocation
) -> None:
    url = reverse("handover", args=[allocation.pk])
    tom.post(url, said())
    again = tom.post(url, said())
    assert again.status_code == 409
    assert "This allocation has ended already." in again.text
    assert Receipt.objects.count() == 1
    assert tom.get(url)["Location"] == reverse("allocation", args=[allocation.pk])


def test_a_reprint_is_the_same_to_the_byte_after_names_and_texts_have_changed(
    cast: Cast, tom: Client, allocation: Allocation
) -> None:
    tom.post(reverse("handover", args=[allocation.pk]), said())
    receipt = Receipt.objects.get()
    url = reverse("receipt-pdf", args=[receipt.issuer.code, receipt.year, receipt.number])
    before = tom.get(url)
    Organisation.objects.update(name="Renamed", legal_name="Renamed ASBL", street="Elsewhere 1")
    household = allocation.line.nomination.household
    household.surname, household.first_name = "Herdoopt", "Anders"
    household.save()
    Handover.objects.update(receiver_name="Somebody Else", place="Elsewhere")
    PaperText.objects.create(
        kind="receipt", language="fr", version=2, words={"help": "Renommé"}, written_by=cast.ada
    )
    handover = Handover.objects.get()
    number, token = receipt_number(receipt.issuer, receipt.year, 1), receipt.token
    anew = receipt_content(handover, language="fr", number=number, token=token)
    would_say = text_of(draw_receipt(anew))  # a new one
    assert "Renamed ASBL" in would_say
    assert "Renommé" in would_say
    after = tom.get(url)
    assert before.content == after.content == bytes(receipt.pdf or b"")
    assert hashlib.sha256(after.content).hexdigest() == receipt.sha256
    assert after["Content-Type"] == "application/pdf"
    assert after["Cache-Control"] == "no-store"


def test_a_receipt_says_who_what_and_how_and_never_the_ground(
    cast: Cast, tom: Client, allocation: Allocation
) -> None:
    for language in ("fr", "nl", "de", "en"):
        device = make_ready(cast.tom, cast.vera)
        nomination = make_nomination(cast.paula, surname=f"{SURNAME}{language}")
        standing = make_allocation(cast.anna, nomination, device)
        make_arrival(standing, cast.tom)
        tom.post(reverse("handover", args=[standing.pk]), said(language=language, kit=["mouse"]))
        receipt = Receipt.objects.get(handover__allocation=standing)
        assert receipt.language == language
        words = text_of(bytes(receipt.pdf or b""))
        assert device.code[:4] in words
        assert f"{SURNAME}{language}" in words.replace("\n", "")
        for ground in Ground.objects.all():
            for name in (ground.name_fr, ground.name_nl, ground.name_de, ground.name_en):
                assert name not in words


ERASED = {
    "fr": "relevé d'effacement ER-",
    "nl": "wisverslag ER-",
    "de": "Löschprotokoll ER-",
    "en": "erasure record ER-",
}


@pytest.mark.parametrize("language", ERASED)
def test_a_receipt_names_the_record_of_the_erasure_and_promises_no_certificate(
    tom: Client, allocation: Allocation, language: str
) -> None:
    tom.post(reverse("handover", args=[allocation.pk]), said(language=language))
    words = text_of(bytes(Receipt.objects.get().pdf or b"")).replace("\n", " ").lower()
    assert ERASED[language].lower() in words
    assert [said for said in ("certifica", "bescheinigung") if said in words] == []


@pytest.mark.parametrize("wanted", [True, False])
@pytest.mark.parametrize("near", [True, False])
def test_who_wanted_training_reads_on_the_receipt_where_it_is_given_near_them(
    cast: Cast, tom: Client, allocation: Allocation, *, wanted: bool, near: bool
) -> None:
    line = allocation.line
    line.training_wanted = wanted
    line.save()
    cast.petra.organisation.training_communes = [
        line.nomination.household.commune if near else "62063"  # another region
    ]
    cast.petra.organisation.save()
    tom.post(reverse("handover", args=[allocation.pk]), said())
    words = text_of(bytes(Receipt.objects.get().pdf or b""))
    named = ("Formation proposée" in words, "EPN de la Gare, Rue Inventée 1" in words)
    assert named == (wanted and near, wanted and near)


def test_a_laptop_without_its_charger_says_so(tom: Client, allocation: Allocation) -> None:
    tom.post(reverse("handover", args=[allocation.pk]), said(language="en", with_charger=""))
    assert "Without charger" in text_of(bytes(Receipt.objects.get().pdf or b""))


def test_a_receipt_is_issued_on_the_day_where_it_happens(
    allocation: Allocation, cast: Cast
) -> None:
    receipt = make_handover(allocation, cast.tom)
    handover, pdf = receipt.handover, receipt.pdf
    receipt.delete()
    # Half past eleven in London, half past midnight in Brussels: of the next year.
    handover.recorded_at = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    anew = issue_receipt(handover, language="fr")
    assert (anew.issued_on, anew.year, anew.number) == (date(2027, 1, 1), 2027, 1)
    assert anew.pdf != pdf


def test_receipt_numbers_have_no_gap_after_a_refused_handover(
    cast: Cast, tom: Client, allocation: Allocation
) -> None:
    proofs = list(allocation.line.nomination.proofs.all())
    allocation.line.nomination.proofs.all().delete()
    url = reverse("handover", args=[allocation.pk])
    assert tom.post(url, said()).status_code == 409
    for proof in proofs:
        proof.save(force_insert=True)
    tom.post(url, said())
    assert [receipt.number for receipt in Receipt.objects.all()] == [1]


def test_anybody_may_check_a_receipt_and_learns_nobodys_name(
    client: Client, receipt: Receipt
) -> None:
    url = reverse("receipt-verify", args=[receipt.token])
    page = client.get(url).text
    assert "This receipt was issued." in page
    assert receipt.sha256 in page
    assert f"ATELIER-{receipt.year}-00001" in page
    for secret in (SURNAME, "Fatima", receipt.handover.allocation.device.code, "École"):
        assert secret not in page
    unknown = client.get(reverse("receipt-verify", args=["nobody-issued-this"]))
    assert unknown.status_code == 404
    assert "We know no receipt of this address." in unknown.text


def test_a_corrected_receipt_says_so_on_its_page_and_to_whoever_checks_it(
    client: Client, tom: Client, receipt: Receipt
) -> None:
    Receipt.objects.create(
        handover=receipt.handover,
        issuer=receipt.issuer,
        year=receipt.year,
        number=2,
        issued_on=receipt.issued_on,
        language="fr",
        text_version=1,
        token="newer",
        pdf=b"%PDF",
        sha256="0" * 64,
        supersedes=receipt,
        corrected_because="the name",
    )
    old = client.get(reverse("receipt-verify", args=[receipt.token])).text
    assert "replaced by a newer receipt" in old
    page = tom.get(reverse("receipt", args=[receipt.issuer.code, receipt.year, 1])).text
    assert "A newer receipt corrects this one." in page


def test_a_receipt_whose_bytes_were_forgotten_keeps_its_page(tom: Client, receipt: Receipt) -> None:
    Receipt.objects.update(pdf=None)
    where = [receipt.issuer.code, receipt.year, receipt.number]
    assert tom.get(reverse("receipt-pdf", args=where)).status_code == 404
    assert receipt.sha256 in tom.get(reverse("receipt", args=where)).text


def test_more_than_the_ceiling_of_its_kind_cannot_be_asked(
    tom: Client, allocation: Allocation
) -> None:
    asked = said(legal_mode="contribution", contribution="60.01")
    refused = tom.post(reverse("handover", args=[allocation.pk]), asked)
    assert refused.status_code == 409
    assert "At most 60 euro may be asked for this." in refused.text
    allowed = said(legal_mode="contribution", contribution="60")
    assert tom.post(reverse("handover", args=[allocation.pk]), allowed).status_code == 302


def test_a_proxy_and_a_witness_are_named_on_the_receipt(
    tom: Client, allocation: Allocation
) -> None:
    proxy = {"is_proxy": "on", "mandate_seen": "on", "receiver_name": "Sofiane Gemachtigd"}
    mark = {"signature_kind": "mark", "witness_name": "Sofie Getuige", "language": "en"}
    kit = {"kit": ["power_cable"], "other_kit": "stickers, a lamp ,"}
    tom.post(reverse("handover", args=[allocation.pk]), said(**proxy, **mark, **kit))
    receipt = Receipt.objects.get()
    words = " ".join(text_of(bytes(receipt.pdf or b"")).split())
    assert "represented by Sofiane Gemachtigd, whose mandate was seen" in words
    assert "Mark made before a witness: Sofie Getuige" in words
    assert receipt.handover.kit == ["Power cable", "stickers", "a lamp"]
    assert check_code(receipt.token) in words


@pytest.mark.parametrize(
    "broken",
    [
        {"signature_kind": "mark", "witness_name": ""},
        {"legal_mode": "contribution", "contribution_cents": 100, "guarantee_months": 12},
        {"legal_mode": "loan"},
    ],
)
def test_the_database_keeps_an_unwitnessed_mark_and_incomplete_terms_out(
    receipt: Receipt, broken: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.update(**broken)


def test_a_correction_is_a_new_receipt_and_the_old_one_stays_to_the_byte(
    tom: Client, client: Client, receipt: Receipt
) -> None:
    before = bytes(receipt.pdf or b"")
    url = reverse("receipt-correct", args=[receipt.issuer.code, receipt.year, receipt.number])
    changes = {"receiver_name": "Fatima Juist", "is_proxy": "on", "language": "en"}
    assert tom.post(url, said(**changes)).status_code == 422  # says not what was wrong
    tom.post(url, said(**changes, because="the name was misspelt"))
    receipt.refresh_from_db()
    new = Receipt.objects.get(supersedes=receipt)
    assert bytes(receipt.pdf or b"") == before
    words = " ".join(text_of(bytes(new.pdf or b"")).split())
    assert f"This receipt corrects and replaces receipt no. {number_of(receipt)}." in words
    assert "Fatima Juist" in words
    checked = client.get(reverse("receipt-verify", args=[receipt.token])).text
    assert number_of(new) in checked
    again = tom.post(url, said(because="once more"))
    assert "A newer receipt corrects this one already" in again.text
    assert Receipt.objects.count() == 2


def test_a_paper_copy_is_proved_by_its_number_and_code_alone(
    client: Client, receipt: Receipt
) -> None:
    url, number, code = reverse("receipt-check"), number_of(receipt), check_code(receipt.token)
    right = client.get(url, {"number": number.lower(), "code": code.replace("-", " ").lower()})
    assert right["Location"] == reverse("receipt-verify", args=[receipt.token])
    wrong = client.get(url, {"number": number, "code": "00000-00000"})
    unknown = client.get(url, {"number": "NOBODY-2026-00001", "code": code})
    told = "We know no receipt with this number and this code."
    assert (told in wrong.text, told in unknown.text) == (True, True)


def test_a_receipt_names_the_certificate_of_erasure_that_proves_its_device(cast: Cast) -> None:
    receipts = []
    for is_certified in (False, True):
        device = make_ready(cast.tom, cast.vera)
        number = (
            certify_device(device, language="fr", actor=cast.lea).full_number
            if is_certified
            else device.drives.get().erasures.get().reference
        )
        allocation = make_allocation(cast.anna, make_nomination(cast.paula), device)
        said = text_of(bytes(make_handover(allocation, cast.tom).pdf or b""))
        receipts.append((number, said.replace("\n", " ")))
    (record, uncertified), (certificate, certified) = receipts
    assert f"relevé d'effacement {record}" in uncertified
    assert f"certificat d'effacement {certificate}" in certified
    assert "relevé d'effacement" not in certified
