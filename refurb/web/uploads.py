"""Files as they come in by a form or the API."""

from django.core.files.uploadedfile import UploadedFile

LONGEST_NAME = 80


def shown_name(file: UploadedFile[bytes]) -> str:
    """Give a file's name as it can be shown again, whatever the sender called it."""
    printable = "".join(letter for letter in file.name or "" if letter.isprintable())
    return " ".join(printable.split())[:LONGEST_NAME] or "-"
