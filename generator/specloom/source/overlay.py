"""OpenAPI Overlay 1.0: changes to a document, kept in a file of their own and applied before anything else."""

from __future__ import annotations

from typing import Any

from specloom.diagnostics import Diagnostic, Severity
from specloom.ir.names import Origin
from specloom.source.jsonpath import JsonPathError, Node, find
from specloom.source.load import failure
from specloom.source.plain import is_array, is_object


def apply_overlay(data: Any, overlay: Any, *, name: str) -> list[Diagnostic]:
    """Applies the actions of an Overlay document to `data`, in place and in order.

    Returns a warning for each action whose target selects nothing. Raises `SpecloomError` (`invalid-overlay`) for a
    document that is no overlay, and for a target that is no JSONPath.
    """
    if not is_object(overlay) or not str(overlay.get("overlay", "")).startswith("1."):
        raise failure("invalid-overlay", f"{name}: not an OpenAPI Overlay 1.x document: `overlay: 1.0.0` is missing")
    actions = overlay.get("actions")
    if not is_array(actions):
        raise failure("invalid-overlay", f"{name}: there is no list of `actions`")
    remarks: list[Diagnostic] = []
    for index, action in enumerate(actions):
        if not is_object(action) or not isinstance(action.get("target"), str):
            raise failure("invalid-overlay", f"{name}: action {index} has no `target`", name)
        target = action["target"]
        try:
            nodes = find(target, data)
        except JsonPathError as error:
            raise failure(
                "invalid-overlay", f"{name}: action {index}: the target {target!r} cannot be read: {error}"
            ) from None
        if not nodes:
            message = f"{name}: action {index} changes nothing: {target} is not in the document"
            origin = Origin(document=name, pointer=f"/actions/{index}/target")
            remarks.append(
                Diagnostic(code="overlay-without-effect", severity=Severity.WARNING, message=message, origin=origin)
            )
        elif action.get("remove") is True:
            _remove(data, nodes)
        elif "update" in action:
            _update(data, nodes, action["update"])
    return remarks


def _remove(data: Any, nodes: list[Node]) -> None:
    """Takes the selected values out, the last elements of a list first so that the others keep their index."""
    for place, _ in sorted(nodes, key=lambda node: tuple((isinstance(k, int), k) for k in node[0]), reverse=True):
        if not place:
            continue
        container = _at(data, place[:-1])
        key = place[-1]
        if is_array(container) and isinstance(key, int) and key < len(container):
            del container[key]
        elif is_object(container):
            container.pop(str(key), None)


def _update(data: Any, nodes: list[Node], update: Any) -> None:
    for place, value in nodes:
        if is_array(value):
            value.extend(_copied(update)) if is_array(update) else value.append(_copied(update))
        elif is_object(value) and is_object(update):
            _merge(value, update)
        elif place:
            container = _at(data, place[:-1])
            container[place[-1]] = _copied(update)


def _merge(target: dict[str, Any], update: dict[str, Any]) -> None:
    """Objects recursively, lists one after the other, anything else replaced (Overlay 1.0.0, section 4.4.3)."""
    for key, value in update.items():
        there = target.get(key)
        if is_object(there) and is_object(value):
            _merge(there, value)
        elif is_array(there) and is_array(value):
            there.extend(_copied(value))
        else:
            target[key] = _copied(value)


def _at(data: Any, place: tuple[str | int, ...]) -> Any:
    for key in place:
        data = data[key]
    return data


def _copied(value: Any) -> Any:
    if is_object(value):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if is_array(value) else value
