"""What proves a paper copy: a secret token behind its QR code, and a short code to type."""

import hashlib
import re
import secrets

# Crockford's 32 signs: none is mistaken for another on paper.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_token() -> str:
    """Draw a token that nobody guesses."""
    return secrets.token_urlsafe(32)


def check_code(token: str) -> str:
    """Derive what a person types to prove a paper copy: a digest of its token, in ten signs."""
    digest = int.from_bytes(hashlib.sha256(token.encode()).digest()[:7])
    signs = "".join(SIGNS[digest >> 5 * place & 31] for place in range(10))
    return f"{signs[:5]}-{signs[5:]}"


def proves(typed: str, token: str | None) -> bool:
    """Say whether what somebody typed is the code of a token; None is a paper nobody issued."""
    asked = "".join(re.findall(r"[A-Z0-9]", typed.upper()))
    wanted = check_code(token).replace("-", "") if token else "-"
    return secrets.compare_digest(asked.encode(), wanted.encode())
