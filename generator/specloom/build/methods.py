"""What the method of an operation is called inside its resource.

An operation has a ladder of candidates, best first, made from itself and its resource alone. Only operations of one
resource that want the same name climb down, all of them together, so that the name of one never depends on which came
first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from specloom.build import paths
from specloom.build.services import Identity, ServicePath, Words, elements, spoken_id
from specloom.build.verbs import NOUNS, VERBS
from specloom.build.words import singular, split
from specloom.ir.names import Name

_PLURALS = frozenset({"people", "children"})
_ITEM_VERBS = {"GET": "get", "PUT": "replace", "PATCH": "update", "POST": "update", "DELETE": "delete"}
_COLLECTION_VERBS = {"GET": "get", "PUT": "replace", "PATCH": "update", "POST": "create", "DELETE": "delete"}


def ladder(identity: Identity, service: ServicePath) -> tuple[Name, ...]:
    """The candidates for the method's name, best first; the last one says all that the document says."""
    wire = identity.operation_id or f"{identity.method} {identity.path}"
    found = _from_path(identity, service) if _is_mechanical(identity) else _from_id(identity, service)
    unique: dict[Words, str] = {}
    for words, rule in found:
        if words:
            unique.setdefault(words, rule)
    return tuple(Name(wire=wire, words=words, rule=rule) for words, rule in unique.items())


def _is_mechanical(identity: Identity) -> bool:
    """True when there is no operationId, or one that a tool made of method and path (`PostAccountsAccount`).

    What an author may have written (`getRooms`) is kept: a tool is known by PascalCase, by names of slots, by a method
    that is no verb of speech.
    """
    spoken = identity.operation_id
    if spoken is None:
        return True
    method = identity.method.lower()
    named = [word for s in paths.segments(identity.path) if not paths.is_version(s) for word in split(s)]
    whole = [word for s in paths.segments(identity.path) for word in split(s)]
    if list(split(spoken)) not in ([method, *named], [method, *whole]):
        return False
    return (
        spoken[0].isupper() or bool(paths.slots(identity.path)) or method in {"post", "put", "patch", "head", "options"}
    )


NUMBERED = "numbered since the name is taken"
"""The end of the rule of a name that others have, too."""


def settle(ladders: Mapping[str, Sequence[Name]]) -> dict[str, Name]:
    """One name for each key, all different.

    Where several want one name, those with the most candidates left climb down together: two verbs both become whole
    ids, while an id that is a verb by itself stays. A ladder of one candidate (a name given in the configuration or
    before) does not move. Names that clash at the bottom are numbered in order.
    """
    rungs = dict.fromkeys(ladders, 0)
    while True:
        wanted: dict[Words, list[str]] = {}
        for key, rung in rungs.items():
            wanted.setdefault(ladders[key][rung].words, []).append(key)
        moved = False
        for keys in wanted.values():
            left = {key: len(ladders[key]) - rungs[key] - 1 for key in keys}
            most = max(left.values())
            if len(keys) > 1 and most > 0:
                for key in keys:
                    rungs[key] += left[key] == most
                moved = True
        if not moved:
            return _number({key: ladders[key][rung] for key, rung in rungs.items()})


def _number(names: dict[str, Name]) -> dict[str, Name]:
    taken = {name.words for name in names.values()}
    seen: set[Words] = set()
    last: dict[Words, int] = {}
    for key, name in names.items():
        words, number = name.words, last.get(name.words, 2)
        if words in seen:
            while (words := (*name.words, str(number))) in taken:
                number += 1
            last[name.words] = number
            names[key] = Name(wire=name.wire, words=words, rule=f"{name.rule}, {NUMBERED}")
            taken.add(words)
        seen.add(words)
    return names


def _from_id(identity: Identity, service: ServicePath) -> list[tuple[Words, str]]:
    pieces = elements(identity)
    full = tuple(word for piece in pieces for word in split(piece))
    resource = service[-1]
    found: list[tuple[Words, str]] = []
    tail = _tail(pieces, service) or _prefix_free(spoken_id(identity) or "", service)
    if tail:
        if verb := _plain_verb(tail, resource):
            found.append((verb, "the verb of the operationId"))
        found.append((tail, "the operationId after the resource"))
    elif len(resource) > 1 and any(paths.is_version(word) for word in resource):
        found.append((_without(full, resource), "the operationId without the versioned group"))
    elif verb := _plain_verb(full, resource):
        found.append((verb, "the verb of the operationId"))
    found.append((full, "the operationId"))
    place = [word for segment in paths.segments(identity.path) for word in split(segment)]
    found.append(
        (
            (*full, identity.method.lower(), *place),
            "the operationId, method and path, since the operationId is not unique",
        )
    )
    return found


def _tail(pieces: tuple[str, ...], service: ServicePath) -> Words:
    """The last element of an operationId whose elements before it name the resource."""
    if len(pieces) < 2:
        return ()
    before = [split(piece) for piece in pieces[:-1]]
    named = [word for words in service for word in words]
    joined = [word for words in before for word in words]
    if _alike(before[-1], service[-1]) or _alike(before[-1][:-1], service[-1]) or _alike(joined, named):
        return split(pieces[-1])
    return ()


def _prefix_free(spoken: str, service: ServicePath) -> Words:
    """What follows the resource that an operationId begins with (`admin_apps_approve` in `admin.apps`)."""
    chunks = [chunk for chunk in re.split(r"[^0-9A-Za-z]+", spoken) if chunk]
    named = [word for words in service for word in words]
    head: list[str] = []
    for index, chunk in enumerate(chunks[:-1]):
        head += split(chunk)
        if _alike(head, named) or _alike(head, service[-1]):
            return tuple(word for rest in chunks[index + 1 :] for word in split(rest))
    return ()


def _plain_verb(words: Words, resource: Words) -> Words:
    """The one verb that is left of `words` without the resource, or nothing."""
    rest = _without(words, resource)
    if len(rest) == 1 and rest[0] in VERBS and (len(words) == 1 or rest != words):
        return rest
    return ()


def _without(words: Words, resource: Words) -> Words:
    """`words` without the first run that names the resource, in the singular or the plural."""
    width = len(resource)
    for start in range(len(words) - width + 1):
        if _alike(words[start : start + width], resource):
            return words[:start] + words[start + width :]
    return words


def _alike(left: Sequence[str], right: Sequence[str]) -> bool:
    return len(left) == len(right) and all(_stem(a) == _stem(b) for a, b in zip(left, right, strict=True))


def _stem(word: str) -> str:
    found = singular((word,))
    return found[0] if found else "id" if word == "ids" else word


def _from_path(identity: Identity, service: ServicePath) -> list[tuple[Words, str]]:
    """Names made from method and path, for an operation that has no operationId."""
    segments = paths.segments(identity.path)
    item = bool(segments) and paths.is_slot(segments[-1])
    named = [_static_words(segment) for segment in paths.resources(identity.path)]
    rest = list(named)
    for index, words in enumerate(named):
        if _alike(words, service[-1]):
            rest = named[index + 1 :]
            break
    last_words = named[-1] if named else ()
    custom = (
        split(segments[-1].rpartition(":")[2]) if segments and re.search(r"[^:]:[A-Za-z]\w*$", segments[-1]) else ()
    )
    if custom:
        short: Words = custom
        rule = "the custom verb of the path"
    elif rest and not item and _is_action(rest[-1]):
        nouns = [word for words in rest[:-1] for word in words]
        if nouns and len(segments) > 1 and paths.is_slot(segments[-2]):
            nouns[-1] = _stem(nouns[-1])
        short = (*rest[-1], *nouns)
        rule = "the verb at the end of the path"
    else:
        verb = _verb(
            identity.method,
            item=item,
            plural=bool(last_words) and (last_words[-1] in _PLURALS or _stem(last_words[-1]) != last_words[-1]),
        )
        nouns = [word for words in rest for word in words]
        if nouns and verb != "list":
            nouns[-1] = _stem(nouns[-1]) if item or verb == "create" else nouns[-1]
        short = (verb, *nouns)
        rule = "method and path"
    everything = tuple(word for words in named for word in words)
    ends = [word for name in paths.slots(identity.path) for word in split(name)]
    full = (short[0], *everything, *(("by", *ends) if ends else ()))
    return [
        (short, rule),
        (full, f"{rule}, in full"),
        ((identity.method.lower(), *full), f"{rule}, in full with the method"),
    ]


def _is_action(words: Words) -> bool:
    """True for the words of a segment that say what is done: `cancel`, `find by status`."""
    return bool(words) and words[0] in VERBS and (len(words) == 1 or words[0] not in NOUNS)


def _static_words(segment: str) -> Words:
    text = re.sub(r"\{[^}]*\}", " ", segment).partition(":")[0].strip()
    return split(text) if text else ()


def _verb(method: str, *, item: bool, plural: bool) -> str:
    if method == "GET" and plural and not item:
        return "list"
    verbs = _ITEM_VERBS if item else _COLLECTION_VERBS
    return verbs.get(method, method.lower())
