"""Why something is refused or remarked on: a code for programs, a sentence for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Reason:
    """State one reason. `str(reason)` makes the sentence in the language active at that moment.

    `message` is a lazy translation with named placeholders, which `params` fills in; a literal
    percent sign in it is doubled. `code` never changes, so that programs may depend on it. Reasons
    are equal by code and params, since comparing the message would translate it.
    """

    code: str
    message: str | Promise = field(compare=False)
    params: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return str(self.message % self.params)
