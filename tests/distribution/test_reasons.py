"""Test that a reason is a code for programs and a sentence for people."""

from django.utils.translation import ngettext_lazy, override

from refurb.reasons import Reason

LEFT = ngettext_lazy("%(left)s device is left.", "%(left)s devices are left.", "left")


def test_the_sentence_is_made_when_it_is_read() -> None:
    with override("en"):
        assert str(Reason("few", LEFT, {"left": 1})) == "1 device is left."
        assert str(Reason("few", LEFT, {"left": 2})) == "2 devices are left."
        assert str(Reason("plain", "Nothing is left.")) == "Nothing is left."


def test_reasons_are_equal_by_code_and_facts() -> None:
    assert Reason("few", LEFT, {"left": 1}) == Reason("few", "another text", {"left": 1})
    assert Reason("few", LEFT, {"left": 1}) != Reason("few", LEFT, {"left": 2})
    assert len({Reason("few", LEFT, {"left": 1}), Reason("few", LEFT, {"left": 1})}) == 1


class Untranslatable(str):
    """A text that must not be looked at."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        raise AssertionError

    def __hash__(self) -> int:
        raise AssertionError


def test_comparing_reasons_translates_nothing() -> None:
    first, second = (Reason("same", Untranslatable("x")) for _time in range(2))
    assert first == second
    assert {first} == {second}
