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


class Refused(Exception):
    """The rules refuse an act now, or somebody was faster; `reasons` names every unmet condition.

    Acts raise a named subclass, mostly without a body. Forms (`form.does`) and the API catch this
    one: pages then show the reasons (409), the API lists them as problem details (409). Its text
    is the codes, which name nobody.
    """

    def __init__(self, *reasons: Reason) -> None:
        self.reasons = reasons
        super().__init__(", ".join(reason.code for reason in reasons))


class NotYet(Exception):
    """What is asked for is being worked out by long work; `reason` says what, and how far it is.

    Pages and the API answer 503 and when to ask again: nobody's request does that work itself.
    """

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.code)
