"""Device codes: what stands on every label, and how to read what people type or scan.

A code is 8 random characters of Crockford's 32 and a check character by the hybrid
algorithm of ISO 7064 over that alphabet (the standard's MOD 37,36 with 32 characters).
Tried on 3,000 codes: each of 837,000 single wrong characters is caught, and 99.7 % of
swapped neighbours. Printed labels cannot migrate, so nothing here may ever change.
"""

import re
import secrets
from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum.iso7064 import mod_37_36

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 9

# Nobody types more: a label's whole address has about 40 characters.
LONGEST_TYPED = 300

# Crockford reads the letters that it leaves out as the digits they look like.
_LOOK_ALIKES = str.maketrans("ILO", "110")
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015]+")
_LABEL_URL = re.compile(r".*/D/([^/?#]+)/?(?:[?#].*)?", re.IGNORECASE | re.DOTALL)


class InvalidCode(ValueError):
    """Say that something typed or scanned is no device code, and why."""

    def __init__(self, reason: Promise) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)


def new_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """Draw a code of 9 characters; whoever stores it checks that it is free.

    2**40 codes: among a million devices the next draw collides once in a million times. Another
    way to choose is for demonstrations, whose codes are the same each time.
    """
    return _with_check("".join(choose(ALPHABET) for _drawn in range(LENGTH - 1)))


def parse_code(typed: str) -> str:
    """Read a code as typed, pasted or scanned, in the form that is stored.

    Accepts dashes, spaces, lower case, I and L for 1, O for 0, and a label's whole address
    on any host, for labels outlive domain names. Raises InvalidCode.
    """
    if len(typed) > LONGEST_TYPED:
        raise InvalidCode(_("This is too long to be a device code."))
    text = typed.strip()
    if label := _LABEL_URL.fullmatch(text):
        text = label[1]
    code = _SEPARATORS.sub("", text).upper().translate(_LOOK_ALIKES)
    _check(code)
    return code


def show_code(code: str) -> str:
    """Write a stored code as people read it: XXXX-XXXX-X."""
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def _check(code: str) -> None:
    if not code:
        raise InvalidCode(_("Type or scan a device code."))
    if not set(code) <= set(ALPHABET):
        raise InvalidCode(_("A device code has only digits and letters, and never a U."))
    if len(code) != LENGTH:
        raise InvalidCode(_("A device code has 9 characters."))
    if _with_check(code[:-1]) != code:
        raise InvalidCode(_("One character of this code is wrong. Compare it with the label."))


def _with_check(drawn: str) -> str:
    return drawn + mod_37_36.calc_check_digit(drawn, alphabet=ALPHABET)
