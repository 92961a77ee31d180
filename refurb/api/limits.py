"""How often one token may call."""

import time
from hashlib import sha256

from django.core.cache import cache

REQUESTS_A_MINUTE = 1200  # a bench of twenty, each posting and reading once a second
MINUTE = 60


def seconds_to_wait(token: str) -> int:
    """Count a request of a token; 0 when it may go on, else the seconds until the next minute.

    Counted per clock minute in the cache: cheap, and exact enough for a guard against loops.
    """
    now = int(time.time())
    key = f"api:{_name_of(token)}:{now // MINUTE}"
    cache.add(key, 0, MINUTE * 2)
    try:
        count = cache.incr(key)
    except ValueError:  # thrown out of the cache meanwhile
        return 0
    return MINUTE - now % MINUTE if count > REQUESTS_A_MINUTE else 0


def _name_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()[:32]
