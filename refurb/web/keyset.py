"""Keyset pages: next, previous, first and last without counting and without OFFSET.

A page costs the same wherever it lies, as long as an index holds the ordering and `id`. A cursor
carries the sorted values of one row, so lists of people sort by codes and dates, never by names:
cursors stand in addresses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, Value

LAST = "last"


@dataclass(frozen=True)
class Page[M: Model]:
    """The rows of a page and the cursors of its neighbours; None where there is none."""

    items: list[M]
    next: str | None
    previous: str | None


@dataclass(frozen=True)
class Position:
    """A place in an ordering: the page after these values, or before them."""

    values: tuple[str, ...]
    backwards: bool


class BadCursor(ValueError):
    """A cursor that this list never gave out."""


def encode(position: Position, *, salt: str) -> str:
    """Write a position as text that may stand in an address."""
    return _signer(salt).sign_object([position.backwards, *position.values])


def decode(cursor: str, *, salt: str) -> Position:
    """Read a position back; raises BadCursor for what `encode` didn't write with this salt."""
    try:
        if not cursor.isascii():
            raise BadCursor
        backwards, *values = _signer(salt).unsign_object(cursor)
    except BadSignature as mistake:
        raise BadCursor from mistake
    return Position(tuple(values), backwards)


def _signer(salt: str) -> Signer:
    return Signer(salt=f"refurb.keyset:{salt}")


def paginate[M: Model](
    queryset: QuerySet[M], ordering: Sequence[str], cursor: str | None, size: int
) -> Page[M]:
    """Read one page of at most `size` rows, in one query (two when the neighbours vanished).

    `ordering` names up to three columns or annotations that are never NULL, `-` for descending;
    `id` breaks ties, in the direction of the last. A cursor that can't be read gives the first
    page.
    """
    keys = _Keys.of(queryset, ordering)
    position = keys.read(cursor)
    backwards = position is not None and position.backwards
    rows = queryset.order_by(*(keys.reversed() if backwards else keys.names))
    if position is not None and position.values:
        rows = rows.filter(keys.beyond(position))
    found = list(rows[: size + 1])
    has_more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    if position is not None and position.values:
        # Rows left or came in meanwhile: show a whole page rather than a stump.
        if backwards and not has_more and len(found) < size:
            return paginate(queryset, ordering, None, size)
        if not backwards and not found:
            return paginate(queryset, ordering, LAST, size)
    inside = position is not None and bool(position.values)
    has_next, has_previous = (inside, has_more) if backwards else (has_more, inside)
    return Page(
        items=found,
        next=keys.write(found[-1], backwards=False) if has_next else None,
        previous=keys.write(found[0], backwards=True) if has_previous else None,
    )


@dataclass(frozen=True)
class _Keys:
    """An ordering made total by the primary key, with the field behind each of its names."""

    names: tuple[str, ...]
    fields: tuple[Any, ...]
    salt: str

    @classmethod
    def of(cls, queryset: QuerySet[Any], ordering: Sequence[str]) -> "_Keys":
        names = tuple(ordering)
        if not any(_bare(name) in {"pk", "id"} for name in names):
            names = (*names, "-pk" if names and names[-1].startswith("-") else "pk")
        fields = tuple(_field(queryset, _bare(name)) for name in names)
        label = queryset.model._meta.label  # noqa: SLF001  Django documents _meta
        return cls(names, fields, f"{label}:{','.join(names)}")

    def reversed(self) -> tuple[str, ...]:
        return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in self.names)

    def read(self, cursor: str | None) -> Position | None:
        if not cursor:
            return None
        if cursor == LAST:
            return Position((), backwards=True)
        try:
            position = decode(cursor, salt=self.salt)
            self.values(position)
        except (BadCursor, ValidationError):
            return None
        return position

    def write(self, row: Model, *, backwards: bool) -> str:
        values = tuple(_as_text(_reach(row, _bare(name))) for name in self.names)
        return encode(Position(values, backwards), salt=self.salt)

    def values(self, position: Position) -> list[Any]:
        return [
            field.to_python(text) for field, text in zip(self.fields, position.values, strict=True)
        ]

    def beyond(self, position: Position) -> Any:
        """Keep the rows on the far side of a position.

        When all columns run the same way, one row comparison lets the database start in the middle
        of the index; otherwise the nested form starts at the first column.
        """
        names = self.reversed() if position.backwards else self.names
        values = self.values(position)
        down = [name.startswith("-") for name in names]
        if len(set(down)) == 1:
            return _compare_rows([_bare(name) for name in names], values, self.fields, down=down[0])
        condition = Q()
        for name, value in reversed(list(zip(names, values, strict=True))):
            side = "lt" if name.startswith("-") else "gt"
            here = Q(**{f"{_bare(name)}__{side}": value})
            tie = Q(**{_bare(name): value}) & condition if condition else Q()
            edge = Q(**{f"{_bare(name)}__{side}e": value})
            condition = edge & (here | tie) if tie else here
        return condition


def _compare_rows(
    names: Sequence[str], values: Sequence[Any], fields: Sequence[Any], *, down: bool
) -> Func:
    """Compare columns with values as one row: (a, b) > (1, 2)."""
    wanted = (Value(value, output_field=field) for value, field in zip(values, fields, strict=True))
    return Func(
        _row(*map(F, names)),
        _row(*wanted),
        template="%(expressions)s",
        arg_joiner=" < " if down else " > ",
        output_field=BooleanField(),
    )


def _row(*parts: F | Value) -> Func:
    return Func(*parts, template="(%(expressions)s)", output_field=BooleanField())


def _bare(name: str) -> str:
    return name.removeprefix("-")


def _field(queryset: QuerySet[Any], name: str) -> Any:
    annotation = queryset.query.annotations.get(name)
    if annotation is not None:
        return annotation.output_field
    options = queryset.model._meta  # noqa: SLF001  Django documents _meta
    for part in name.split("__"):
        field: Any = options.pk if part == "pk" else options.get_field(part)
        if field.null:
            raise ImproperlyConfigured(f"A keyset page can't sort by {name}: it may be NULL.")
        if field.is_relation:
            options = field.related_model._meta  # noqa: SLF001  Django documents _meta
    return field


def _reach(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | time) else str(value)
