"""What every numbered paper keeps."""

from django.db import models


class NumberedPaper(models.Model):
    """A paper as it was issued: never edited, a newer one supersedes it.

    The bytes go when their retention ends; number, date and digest stay, so that a copy can still
    be verified. Who issued it, and which one it supersedes, each paper says itself.
    """

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    issued_on = models.DateField()
    language = models.CharField(max_length=3)
    text_version = models.CharField(max_length=40)  # of each language on it
    token = models.CharField(max_length=43, unique=True)  # on the verification QR
    pdf = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.year}-{self.number:05d}"
