"""The photo of a receipt that was signed by hand: kept bare, for few, and never replaced."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from distribution.handovers.correcting import correct_receipt
from distribution.handovers.filing import PaperRefused, file_paper
from distribution.models import (
    Allocation,
    DeliveryReport,
    Handover,
    HouseholdView,
    Receipt,
    SignedPaper,
)
from inventory.models import Device
from refurb.accounts.models import Membership
from refurb.photos.pictures import prepare_picture
from tests.cast import Cast
from tests.distribution.web.test_handing_over import said
from tests.makers import (
    make_allocation,
    make_arrival,
    make_handover,
    make_nomination,
    make_picture,
    make_policy,
    make_ready,
)
from tests.photos.test_pictures import taken_by_phone

SIGNED = {"signature_kind": "paper", "signed_by_name": ""}


@pytest.fixture
def standing(cast: Cast) -> Allocation:
    """Set a laptop aside."""
    make_policy()
    found = make_allocation(cast.anna, make_nomination(cast.paula), make_ready(cast.tom, cast.vera))
    make_arrival(found, cast.tom)
    return found


@pytest.fixture
def receipt(cast: Cast, standing: Allocation) -> Receipt:
    """Hand it over, to be signed on paper."""
    return make_handover(standing, cast.tom, signed="paper")


def browser(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def where(receipt: Receipt) -> list[object]:
    return [receipt.issuer.code, receipt.year, receipt.number]


def sent(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("signed.jpg", content, "image/jpeg")


def kept() -> set[str]:
    """Name the files of all photos."""
    if not default_storage.exists("photos"):
        return set()
    folders, _files = default_storage.listdir("photos")
    return {name for each in folders for name in default_storage.listdir(f"photos/{each}")[1]}


def test_a_photo_taken_with_the_handover_is_kept_bare_with_its_receipt(
    cast: Cast, standing: Allocation
) -> None:
    tom = browser(cast.tom)
    desk = reverse("handover", args=[standing.pk])
    form = tom.get(desk).text
    assert 'capture="environment"' in form
    assert 'enctype="multipart/form-data"' in form
    tom.post(desk, said(**SIGNED, paper=sent(taken_by_phone())))
    paper = SignedPaper.objects.get()
    assert (paper.receipt, paper.taken_by) == (Receipt.objects.get(), cast.tom)
    answer = tom.get(reverse("signed-paper", args=[paper.pk]))
    assert answer["Cache-Control"] == "private, no-store"
    picture = Image.open(BytesIO(answer.getvalue()))
    assert (picture.size, dict(picture.getexif())) == ((300, 400), {})  # upright, and bare
    noted = HouseholdView.objects.filter(page="signed-paper").get()
    assert (noted.viewer, noted.household) == (cast.tom, standing.line.nomination.household)


def test_a_partner_reports_a_delivery_with_the_photo_of_what_was_signed(
    cast: Cast, standing: Allocation
) -> None:
    Device.objects.update(holder=cast.petra.organisation)
    report = reverse("delivery-report", args=[standing.pk])
    petra = browser(cast.petra)
    assert 'capture="environment"' in petra.get(report).text
    petra.post(report, said(**SIGNED, paper=sent(make_picture())))
    paper = SignedPaper.objects.get()
    assert DeliveryReport.objects.get().handover == paper.receipt.handover
    shown = petra.get(reverse("receipt", args=where(paper.receipt))).text
    assert reverse("signed-paper-small", args=[paper.pk]) in shown


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"%PDF-1.7", "This file is not a picture that can be read."),
        (taken_by_phone()[:-800], "The picture is damaged or did not arrive whole."),
        (b"\xff" * (20 * 1024 * 1024 + 1), "The picture is larger than 20 MB."),
    ],
    ids=["PDF", "cut", "heavy"],
)
def test_a_bad_file_is_named_beside_its_field_and_nothing_is_written(
    cast: Cast, standing: Allocation, content: bytes, why: str
) -> None:
    before = kept()
    answer = browser(cast.tom).post(
        reverse("handover", args=[standing.pk]), said(**SIGNED, paper=sent(content))
    )
    assert answer.status_code == 422
    assert why in answer.text
    assert (Handover.objects.count(), SignedPaper.objects.count()) == (0, 0)
    assert kept() == before


def test_a_refused_handover_keeps_no_photo_and_a_typed_name_needs_none(
    cast: Cast, standing: Allocation
) -> None:
    before, desk = kept(), reverse("handover", args=[standing.pk])
    proofs = list(standing.line.nomination.proofs.all())
    standing.line.nomination.proofs.all().delete()
    tom = browser(cast.tom)
    assert tom.post(desk, said(**SIGNED, paper=sent(make_picture()))).status_code == 409
    assert kept() == before
    for proof in proofs:
        proof.save(force_insert=True)
    tom.post(desk, said(paper=sent(make_picture())))  # signed by a typed name
    assert (Receipt.objects.count(), SignedPaper.objects.count()) == (1, 0)
    assert kept() == before


def test_a_better_photo_supersedes_the_earlier_one_which_stays(
    cast: Cast, receipt: Receipt
) -> None:
    tom, page = browser(cast.tom), reverse("receipt", args=where(receipt))
    add = reverse("receipt-paper", args=where(receipt))
    assert "no photo of it is kept here yet" in tom.get(page).text
    assert tom.post(add, {}).status_code == 422
    tom.post(add, {"photo": sent(make_picture())})
    assert tom.post(add, {"photo": sent(make_picture("red"))}).status_code == 422  # not why
    tom.post(add, {"photo": sent(make_picture("red")), "because": "blurred"})
    first, second = SignedPaper.objects.order_by("pk")
    assert (second.supersedes, second.because) == (first, "blurred")
    shown = tom.get(page).text
    small = reverse("signed-paper-small", args=[second.pk])
    assert (small in shown, reverse("signed-paper", args=[first.pk]) in shown) == (True, True)
    for paper in (first, second):
        assert tom.get(reverse("signed-paper", args=[paper.pk])).status_code == 200
    with pytest.raises(IntegrityError), transaction.atomic():
        SignedPaper.objects.filter(pk=first.pk).update(sha256="0" * 64)


def test_only_what_was_signed_on_paper_and_holds_has_a_photo(cast: Cast, receipt: Receipt) -> None:
    picture = prepare_picture(make_picture())

    def refused(of: Receipt) -> list[str]:
        with pytest.raises(PaperRefused) as refusal:
            file_paper(of, picture, actor=cast.tom)
        return [reason.code for reason in refusal.value.reasons]

    Handover.objects.update(signature_kind="typed", signed_by_name="Fatima")
    assert refused(receipt) == ["not_on_paper"]
    Handover.objects.update(signature_kind="mark", witness_name="Sofie Getuige")
    handover = Handover.objects.get()
    new = correct_receipt(receipt, handover, language="fr", because="a name", actor=cast.tom)
    assert refused(receipt) == ["superseded"]
    add = reverse("receipt-paper", args=where(receipt))
    told = browser(cast.tom).get(add, follow=True).text
    assert "A newer receipt corrects this one: have that one signed." in told
    assert file_paper(new, picture, actor=cast.tom).receipt == new


def test_whoever_checks_a_paper_copy_sees_no_photo_and_strangers_none_at_all(
    cast: Cast, client: Client, receipt: Receipt
) -> None:
    paper = file_paper(receipt, prepare_picture(make_picture()), actor=cast.tom)
    public = client.get(reverse("receipt-verify", args=[receipt.token])).text
    assert "signed-papers" not in public
    urls = [reverse(name, args=[paper.pk]) for name in ("signed-paper", "signed-paper-small")]
    found = {
        who: [browser(getattr(cast, who)).get(url).status_code for url in urls]
        for who in ("anna", "tom", "paula", "will", "olga", "petra", "augustin", "ada")
    }
    wanted = {200: "anna tom paula", 404: "will olga petra", 403: "augustin ada"}
    assert found == {who: [status] * 2 for status, some in wanted.items() for who in some.split()}
    assert [client.get(url).status_code for url in urls] == [302, 302]
