"""Names of declarations: every proposal is gathered first, then all collisions are resolved by one ordered ladder.

Pinned names, then names from the lock, then components by their bare name, then inline declarations by the place they
stand in;
within a rung, the order of pointers decides. A number is the last resort. Nothing is ever dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Protocol

from specloom.build import places, words
from specloom.build.context import Draft
from specloom.build.options import BuildOptions, Words
from specloom.build.unmatched import unmatched_names
from specloom.diagnostics import Diagnostic, Report, Severity
from specloom.ir.names import Name
from specloom.ir.types import Alias, Declaration, Enum, Model, Ref, TypeExpr, Union

_STATUS = re.compile(r"/responses/([^/]+)/content/")
_MEDIA = re.compile(r"/content/[^/]*~1(?:[^/]*\+)?(?:x-)?([^/]+)/schema")


class Unnamed(Protocol):
    """The drafts that need names."""

    drafts: dict[str, Draft]
    moved: dict[str, TypeExpr]
    options: BuildOptions
    report: Report


def name(found: Unnamed) -> tuple[Mapping[str, Name], Mapping[str, Words]]:
    """The name of every draft, all different in every casing, and the lock entries that keep them."""
    names: dict[str, Name] = {}
    taken: dict[str, str] = {}
    numbers: dict[Words, int] = {}
    locked = found.options.lock

    def give(draft: Draft, chosen: Words, rule: str) -> None:
        taken[key(chosen)] = draft.declaration.id
        names[draft.declaration.id] = Name(wire=_wire(draft), words=chosen, rule=rule)

    def newly_named(draft: Draft) -> bool:
        """Whether a locked name was made for another declaration, which has the better right to it (after a merge)."""
        return locked[draft.declaration.id] not in draft.proposals

    drafts = sorted(found.drafts.values(), key=_rank)
    pinned = {draft.declaration.id: _pin(draft, found.options) for draft in drafts}
    rungs: tuple[tuple[str, list[Draft]], ...] = (
        ("pinned", [d for d in drafts if pinned[d.declaration.id]]),
        ("specloom.lock", sorted((d for d in drafts if d.declaration.id in locked), key=newly_named)),
        ("new", drafts),
    )
    for rung, members in rungs:
        for draft in members:
            if draft.declaration.id in names:
                continue
            fixed = pinned[draft.declaration.id] if rung == "pinned" else locked.get(draft.declaration.id, ())
            if rung != "new":
                if key(fixed) not in taken:
                    give(draft, fixed, rung)
                elif rung == "pinned":
                    _report(found.report, draft, fixed, taken[key(fixed)])
                continue
            for chosen, rule in _candidates(draft, numbers):
                if key(chosen) not in taken:
                    give(draft, chosen, rule)
                    if rule == "number":
                        _report(found.report, draft, draft.proposals[0], taken[key(draft.proposals[0])])
                    break
    known = {*found.drafts, *filter(None, map(_wire, drafts))}
    found.report.extend(unmatched_names(known, found.options))
    return names, _lock(found, names)


def key(chosen: Words) -> str:
    """Equal for names that some casing makes one: `room links` and `roomlinks` differ, `a b1` and `a b 1` do not."""
    return "".join(word[:1].upper() + word[1:] for word in chosen)


def _wire(draft: Draft) -> str:
    if not draft.component:
        return ""
    last = draft.declaration.id.rpartition("/")[2].rpartition("#")[2]
    return last.replace("~1", "/").replace("~0", "~") or places.file_stem(draft.declaration.id.partition("#")[0])


def _rank(draft: Draft) -> tuple[bool, bool, str]:
    identity = draft.declaration.id
    return (not draft.component, not identity.startswith("#"), identity)


def _pin(draft: Draft, options: BuildOptions) -> Words:
    """The words of a pinned name; none when it is not pinned."""
    identity = draft.declaration.id
    text = options.names.get(identity) or (options.names.get(_wire(draft)) if draft.component else None) or draft.pinned
    return words.split(text) if text else ()


def _candidates(draft: Draft, numbers: dict[Words, int]) -> Iterator[tuple[Words, str]]:
    """The names a draft would take, best first, with the rule that gives them; endless.

    `numbers` keeps the last number that was tried with some words: those before it are taken.
    """
    rule = "component" if draft.component else "place"
    for proposal in draft.proposals:
        yield proposal, rule
    first = draft.proposals[0]
    for more in _narrower(draft.declaration.id, first):
        yield more, "status" if _STATUS.search(draft.declaration.id) else "media"
    document = draft.declaration.id.partition("#")[0]
    for part in (places.file_stem(document), *reversed(document.split("/")[:-1])):
        if part and words.split(part) != first:
            yield words.bound((*words.split(part), *first)), "document"
    yield words.bound((*first, _kind_word(draft.declaration, first))), "kind"
    for number in count(numbers.get(first, 2)):
        numbers[first] = number
        yield words.bound((*first, str(number))), "number"


def _narrower(identity: str, first: Words) -> Iterator[Words]:
    """The same name with the status and the media type of a body that an operation declares several times."""
    status, media = _STATUS.search(identity), _MEDIA.search(identity)
    extra: Words = words.split(status[1]) if status else ()
    if extra:
        yield words.bound((*first[:-1], *extra, first[-1]))
    if media:
        subtype = words.split(media[1])
        yield words.bound((*first[:-1], *extra, *subtype, first[-1]))


def _kind_word(declaration: Declaration, chosen: Words) -> str:
    match declaration:
        case Enum():
            return "value" if chosen[-1] == "type" else "type"
        case Union():
            return "choice"
        case Model():
            return "object"
        case Alias():
            return "alias"


def _report(report: Report, draft: Draft, wanted: Words, holder: str) -> None:
    message = f"the name {' '.join(wanted)!r} is taken by {holder}; another one was found"
    hint = "pin a name in the configuration (`names`)"
    origin = draft.declaration.origin
    report.add(Diagnostic(code="name-collision", severity=Severity.NOTE, message=message, origin=origin, hint=hint))


def _lock(found: Unnamed, names: Mapping[str, Name]) -> Mapping[str, Words]:
    """Every name given, and for what was merged away the name of what it became."""
    lock = {identity: given.words for identity, given in names.items()}
    for identity, became in found.moved.items():
        if isinstance(became, Ref) and became.id in names:
            lock[identity] = names[became.id].words
    return dict(sorted(lock.items()))
