"""The OpenAPI document as chapters that a page can show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of a body or an answer."""

    name: str
    kind: str
    is_required: bool
    description: str
    depth: int = 0


@dataclass(frozen=True)
class Entry:
    """One operation."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    is_public: bool
    parameters: list[Field]
    body: list[Field]
    answers: list[tuple[str, list[Field]]]


@dataclass
class Chapter:
    """The operations of one tag."""

    title: str
    entries: list[Entry] = field(default_factory=list)


def chapters_of(schema: Json) -> list[Chapter]:
    """Sort the operations of an OpenAPI document by tag, in the order of the document."""
    chapters: dict[str, Chapter] = {}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            tag = operation["tags"][0]
            chapter = chapters.setdefault(tag, Chapter(tag))
            chapter.entries.append(_entry(schema, path, method, operation))
    return list(chapters.values())


def _entry(schema: Json, path: str, method: str, operation: Json) -> Entry:
    content = operation.get("requestBody", {}).get("content", {})
    body = content.get("application/json", {}).get("schema", {})
    return Entry(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        is_public=not operation.get("security"),
        parameters=[
            Field(
                each["name"],
                _kind(schema, each["schema"]),
                each["required"],
                each.get("description", ""),
            )
            for each in operation["parameters"]
        ],
        body=list(_fields(schema, body)),
        answers=list(_answers(schema, operation)),
    )


def _answers(schema: Json, operation: Json) -> Iterator[tuple[str, list[Field]]]:
    for status, answer in operation["responses"].items():
        if "$ref" in answer:
            continue
        for sent_as, content in answer.get("content", {}).items():
            fields = list(_fields(schema, content.get("schema", {})))
            yield f"{status} {sent_as}", fields


def _resolve(schema: Json, part: Json) -> Json:
    while "$ref" in part:
        part = schema["components"]["schemas"][part["$ref"].rsplit("/", 1)[-1]]
    if len(part.get("allOf", ())) == 1:
        return _resolve(schema, part["allOf"][0])
    return part


def _fields(schema: Json, part: Json, depth: int = 0) -> Iterator[Field]:
    """Yield the fields of an object, and those of the objects in it one level deeper."""
    part = _resolve(schema, _without_null(part))
    if "items" in part:
        part = _resolve(schema, part["items"])
    for name, details in part.get("properties", {}).items():
        is_required = name in part.get("required", ())
        words = details.get("description", "")
        yield Field(name, _kind(schema, details), is_required, words, depth)
        yield from _fields(schema, details, depth + 1)


def _without_null(part: Json) -> Json:
    options = [each for each in part.get("anyOf", ()) if each.get("type") != "null"]
    return options[0] if len(options) == 1 else part


def _kind(schema: Json, part: Json) -> str:
    """Say in a few words what a value is."""
    part = _resolve(schema, _without_null(part))
    if "enum" in part:
        return " | ".join(map(str, part["enum"]))
    if "const" in part:
        return str(part["const"])
    if "anyOf" in part:
        return " or ".join(_kind(schema, each) for each in part["anyOf"])
    if part.get("type") == "array":
        return "list of " + _kind(schema, part.get("items", {}))
    words = [part.get("format") or part.get("type", "any")]
    words += [f"≤ {part[key]}" for key in ("maxLength", "maximum") if key in part]
    return " ".join(map(str, words))
