"""Wire vectors: folders of tests/wire with a document and `cases.json`. docs/wire.md says how a case looks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from specloom.source import open_document
from specloom.source.plain import is_array, is_object

from .styles import styles

WIRE = Path(__file__).parents[1] / "wire"
METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"})
OUTCOME = ("value", "error", "status", "headers")
CALL_KEYS = ("call", "args", "body", "mode", "limit", "options", "client", *OUTCOME)
KEYS = frozenset({*CALL_KEYS, "id", "note", "calls", "answer", "answers", "sent"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call: the request to the harness (but for `form`), and what its answer must be."""

    request: dict[str, Any]
    expected: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A vector: calls, what the server answers, and what it must have been sent. `sent` is None where nothing is said
    of it; `files` is the folder of answers that are files."""

    id: str
    calls: tuple[Call, ...]
    answers: tuple[dict[str, Any], ...]
    files: Path
    sent: tuple[Any, ...] | None


class Group:
    """The vectors for one document."""

    def __init__(self, name: str, document: Path | dict[str, Any], data: Mapping[str, Any]) -> None:
        self.name = name
        self.document = document
        self._client: dict[str, Any] = data.get("client", {})
        self._files = WIRE / name / data.get("files", "")
        self._cases: list[dict[str, Any]] = data["cases"]

    @cached_property
    def cases(self) -> dict[str, Case]:
        """By id."""
        found = {case.id: case for case in map(self._case, self._cases)}
        assert len(found) == len(self._cases), f"{self.name}: an id is used twice"
        return found

    @cached_property
    def operations(self) -> dict[str, tuple[str, dict[str, str]]]:
        """By operationId: the pointer, and the location of each parameter."""
        document = self.document
        return dict(operations_of(open_document(document).root.value if isinstance(document, Path) else document))

    def _case(self, data: dict[str, Any]) -> Case:
        unknown = data.keys() - KEYS
        assert not unknown, f"{self.name}/{data['id']}: unknown keys {sorted(unknown)}"
        calls = data.get("calls") or [{key: data[key] for key in CALL_KEYS if key in data}]
        answers = data["answers"] if "answers" in data else [data["answer"]] if "answer" in data else []
        sent = data.get("sent")
        return Case(
            id=data["id"],
            calls=tuple(map(self._call, calls)),
            answers=tuple(answers),
            files=self._files,
            sent=tuple(sent) if is_array(sent) else None if sent is None else (sent,),
        )

    def _call(self, data: dict[str, Any]) -> Call:
        pointer, places = self.operations[data["call"]]
        arguments = [_argument(key, value, places) for key, value in data.get("args", {}).items()]
        request: dict[str, Any] = {"operation": pointer, "arguments": arguments}
        request["client"] = merged(self._client, data.get("client", {}))
        if "body" in data:
            request["body"] = {"value": data["body"]}
        request |= {key: data[key] for key in ("mode", "limit") if key in data}
        if "options" in data:
            request["request_options"] = data["options"]
        expected: dict[str, Any] = {key: data[key] for key in OUTCOME if key in data}
        return Call(request=request, expected=expected)


def groups() -> list[Group]:
    """All vectors, by folder."""
    found = [_group(path.parent) for path in sorted(WIRE.glob("*/cases.json"))]
    document, cases = styles()
    return [Group("styles", document, {"cases": cases}), *found]


def group(name: str) -> Group:
    """The vectors of a folder."""
    return _group(WIRE / name)


def _group(folder: Path) -> Group:
    data = json.loads((folder / "cases.json").read_text(encoding="utf-8"), parse_float=Decimal)
    return Group(folder.name, folder / data.get("document", "spec.yaml"), data)


def merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Two objects, the second over the first, objects inside them likewise."""
    both = {**one, **other}
    for key in one.keys() & other.keys():
        if is_object(one[key]) and is_object(other[key]):
            both[key] = merged(one[key], other[key])
    return both


def operations_of(document: dict[str, Any]) -> Iterator[tuple[str, tuple[str, dict[str, str]]]]:
    """Each operation by id: its pointer, and the locations of its parameters by name; `body` is that of the others."""
    for path, item in document["paths"].items():
        escaped = path.replace("~", "~0").replace("/", "~1")
        fields = {method: item[method] for method in METHODS & item.keys()}
        more: dict[str, Any] = item.get("additionalOperations", {})
        fields |= {f"additionalOperations/{method}": operation for method, operation in more.items()}
        for field, operation in fields.items():
            parameters = (*item.get("parameters", ()), *operation.get("parameters", ()))
            places = {p["name"]: p["in"] for p in (_resolved(document, parameter) for parameter in parameters)}
            yield operation["operationId"], (f"#/paths/{escaped}/{field}", places)


def _resolved(document: dict[str, Any], parameter: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in parameter:
        name: str = parameter["$ref"].removeprefix("#/components/parameters/")
        found: dict[str, Any] = document["components"]["parameters"][name]
        return found
    return parameter


def _argument(key: str, value: Any, places: Mapping[str, str]) -> dict[str, Any]:
    """`name`, or `in:name` where a name alone does not say which; what is no parameter is a property of the body."""
    place, colon, name = key.partition(":")
    if not colon or place not in ("path", "query", "querystring", "header", "cookie", "body"):
        place, name = places.get(key, "body"), key
    return {"in": place, "wire": name, "value": value}
