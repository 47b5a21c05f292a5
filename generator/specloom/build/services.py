"""The resource an operation belongs to, and the tree of resources that a client offers.

Each operation's place is decided from itself alone (and its tag's ancestors), so that no edit elsewhere moves it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field

from specloom.build import paths
from specloom.build.texts import described
from specloom.build.words import bound, function_name, split
from specloom.ir.api import Service
from specloom.ir.names import NO_DOCS, Docs, Name, Origin
from specloom.quick import dataclass
from specloom.source.cursor import Cursor

Words = tuple[str, ...]
ServicePath = tuple[Words, ...]
"""The names from the client down to a resource."""

DEFAULT: ServicePath = (("default",),)
_DOTTED = re.compile(r"[A-Za-z][\w-]*(\.[A-Za-z][\w-]*)+")
MAX_LEVELS = 12
"""Resources inside resources; what a tag or an operationId nests more deeply is the name of the last one."""

_HARD_SEPARATOR = re.compile(r"[./:#]+")
_ROLE = frozenset({"controller", "service", "services", "resource", "api", "handler", "viewset"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A Tag Object. `parent` is the name of the tag it is nested in (OpenAPI 3.2)."""

    name: str
    parent: str
    docs: Docs
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What the name of an operation is decided from. `place` is the id of its cursor."""

    place: str
    method: str
    path: str
    operation_id: str | None
    tags: tuple[str, ...]


def read_tags(root: Cursor) -> Mapping[str, Tag]:
    """The Tag Objects of the document by name, in its order."""
    listed = root.get("tags")
    tags: dict[str, Tag] = {}
    for cursor in listed.elements() if listed else ():
        name = cursor.text("name")
        if name and name not in tags:
            parent = cursor.text("parent")
            tags[name] = Tag(name=name, parent=parent, docs=described(cursor), origin=cursor.origin)
    return tags


def with_used(tags: Mapping[str, Tag], identities: Iterable[Identity], origin: Origin) -> Mapping[str, Tag]:
    """`tags`, and after them the tags that operations use without a Tag Object."""
    whole = dict(tags)
    for identity in identities:
        name = _first_tag(identity)
        if name is not None and name not in whole:
            whole[name] = Tag(name=name, parent="", docs=NO_DOCS, origin=origin)
    return whole


def _first_tag(identity: Identity) -> str | None:
    return next((tag for tag in identity.tags if tag.strip()), None)


def elements(identity: Identity) -> tuple[str, ...]:
    """The operationId cut where the document cuts it: `storage.buckets.list`, `repos/list-for-org`,
    `RoomsController_findAll`.

    One element when it is not cut; none when there is no operationId. An underscore cuts only after a name in
    PascalCase, since it is what snake case is made of.
    """
    spoken = spoken_id(identity)
    if spoken is None:
        return ()
    if "{" in spoken or " " in spoken or spoken.startswith("/"):
        return (spoken,)
    hard = tuple(piece for piece in _HARD_SEPARATOR.split(spoken) if piece)
    if len(hard) > 1:
        return hard
    before, cut, after = spoken.partition("_")
    if cut and after and "_" not in after and before[:1].isupper() and not before.isupper():
        return (before, after)
    return (spoken,)


def spoken_id(identity: Identity) -> str | None:
    """The operationId without what FastAPI appended: `delete_claim_claims__claim_id__delete` is `delete_claim`."""
    text = identity.operation_id
    return text if text is None else function_name(text, identity.method, identity.path)


def locate(identity: Identity, tags: Mapping[str, Tag]) -> tuple[ServicePath, str]:
    """The resource of an operation, by its first tag, its operationId or its path, and which of them it was."""
    pieces = elements(identity)
    tag = _first_tag(identity)
    if tag is not None:
        path = _tag_path(tag, tags)
        for index in range(len(pieces) - 2):
            if split(pieces[index]) == path[-1]:
                inner = tuple(_role_free(piece) for piece in pieces[index + 1 : -1])
                return _shallow((*path, *inner)), "tag and operationId"
        return path, "tag"
    if len(pieces) > 1:
        return _shallow(tuple(_role_free(piece) for piece in pieces[:-1])), "operationId"
    named = paths.resources(re.split(r"[#?]", identity.path)[0])
    if named:
        noun = re.sub(r"\{[^}]*\}", " ", named[0]).partition(":")[0].strip()
        if noun:
            return (split(noun),), "path"
    return DEFAULT, "no tag and no name in the path"


def _tag_path(name: str, tags: Mapping[str, Tag]) -> ServicePath:
    chain = [name]
    while (tag := tags.get(chain[0])) is not None and tag.parent in tags and tag.parent not in chain:
        if len(chain) == MAX_LEVELS:
            break
        chain.insert(0, tag.parent)
    return _shallow(tuple(piece for link in chain for piece in _tag_pieces(link)))


def _shallow(path: ServicePath) -> ServicePath:
    """`path` with at most `MAX_LEVELS` names."""
    if len(path) <= MAX_LEVELS:
        return path
    return (*path[: MAX_LEVELS - 1], bound(tuple(word for piece in path[MAX_LEVELS - 1 :] for word in piece)))


def _tag_pieces(name: str) -> ServicePath:
    if _DOTTED.fullmatch(name):
        return tuple(split(piece) for piece in name.split("."))
    return (split(name),)


def _role_free(piece: str) -> Words:
    words = split(piece)
    return words[:-1] if len(words) > 1 and words[-1] in _ROLE else words


@dataclass(slots=True)
class _Node:
    words: Words
    operations: list[str] = field(default_factory=list[str])
    children: dict[Words, _Node] = field(default_factory=dict["Words", "_Node"])


def tree(members: Iterable[tuple[ServicePath, str]], tags: Mapping[str, Tag], origin: Origin) -> Service:
    """The tree over (resource, operation id) pairs, in the order of the document's tags, then of first use."""
    root = _Node(words=())
    texts: dict[ServicePath, Tag] = {}
    used: dict[ServicePath, list[str]] = {}
    for path, operation in members:
        used.setdefault(path, []).append(operation)
    ordered: list[ServicePath] = []
    for tag in tags.values():
        path = _tag_path(tag.name, tags)
        texts.setdefault(path, tag)
        if path in used:
            ordered.append(path)
    for path in dict.fromkeys([*ordered, *used]):
        node = root
        for words in path:
            node = node.children.setdefault(words, _Node(words=words))
        node.operations.extend(used[path])
    return _service(root, (), texts, origin)


def _service(node: _Node, path: ServicePath, texts: Mapping[ServicePath, Tag], origin: Origin) -> Service:
    tag = texts.get(path)
    return Service(
        name=Name(wire=tag.name if tag else " ".join(node.words), words=node.words, rule="tag" if tag else "path"),
        operations=tuple(node.operations),
        children=tuple(_service(child, (*path, child.words), texts, origin) for child in node.children.values()),
        docs=tag.docs if tag else NO_DOCS,
        origin=tag.origin if tag else origin,
    )
