"""Serve a photo's files through a view: storage has no address of its own."""

from __future__ import annotations

from django.http import FileResponse, Http404

from refurb.photos.models import Photo


def photo_response(
    photo: Photo, *, is_small: bool = False, keep_for: int | None = None
) -> FileResponse:
    """Answer with a photo, or its thumbnail; 404 when the file is gone.

    `keep_for`: seconds that the reader's own browser may keep it. None, for photos that show
    people's names or signatures: benches and phones are shared.
    """
    kept = photo.thumbnail if is_small else photo.picture
    try:
        file = kept.storage.open(str(kept.name))
    except FileNotFoundError:
        raise Http404 from None
    caching = "no-store" if keep_for is None else f"max-age={keep_for}"
    headers = {"Cache-Control": f"private, {caching}"}
    return FileResponse(file, content_type="image/jpeg", headers=headers)
