"""Path converters: what an address may hold, so that nothing malformed reaches the database."""

from django.urls.converters import StringConverter

LARGEST_ID = 2**63 - 1


class IdConverter:
    """A row's id: at most what a 64-bit key can hold."""

    regex = "[1-9][0-9]{0,18}"

    def to_python(self, value: str) -> int:
        """Read the id; a larger number matches no address."""
        number = int(value)
        if number > LARGEST_ID:
            raise ValueError("no id is that large")
        return number

    def to_url(self, value: int) -> str:
        """Write the id."""
        return str(value)


class ReferenceConverter(StringConverter):
    """A reference such as NM-26-0412, or an organisation's code."""

    regex = "[A-Za-z0-9-]{1,12}"


class TokenConverter(StringConverter):
    """A token as secrets.token_urlsafe makes it: nothing that a database refuses to compare."""

    regex = "[A-Za-z0-9_-]{1,64}"


class CodeConverter(StringConverter):
    """A device's code as people and labels write it; inventory.codes judges it."""

    regex = "[A-Za-z0-9 -]{1,24}"
