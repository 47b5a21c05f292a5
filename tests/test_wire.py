"""Wire vectors: every pack's SDK is driven through the same calls against one server. docs/wire.md says how."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.harness.cases import WIRE, Group, groups
from tests.harness.packs import PACKS
from tests.harness.run import Loopback, run
from tests.harness.running import Harnesses

GROUPS = {group.name: group for group in groups()}
KNOWN: dict[str, dict[str, str]] = json.loads((WIRE / "known.json").read_text(encoding="utf-8"))
"""What a pack cannot pass, by pack and `group/case`: why."""


def vectors() -> Iterator[object]:
    """Every case for every pack, those of one document together."""
    for pack in PACKS:
        for group in GROUPS.values():
            for case in group.cases:
                reason = KNOWN.get(pack, {}).get(f"{group.name}/{case}")
                marks = () if reason is None else (pytest.mark.xfail(reason=reason),)
                yield pytest.param(pack, group, case, id=f"{pack}-{group.name}-{case}", marks=marks)


@pytest.fixture(scope="module")
def servers() -> Iterator[Loopback]:
    """The server that answers from the script of a case."""
    with Loopback() as running:
        yield running


@pytest.mark.parametrize(("pack", "group", "case"), list(vectors()))
def test_vector(pack: str, group: Group, case: str, harnesses: Harnesses, servers: Loopback) -> None:
    harness = harnesses.get(PACKS[pack], group)
    vector = group.cases[case]
    found = [
        f"{form}: {difference}" for form in PACKS[pack].forms for difference in run(vector, form, harness, servers)
    ]
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def test_what_is_known_to_fail_is_there() -> None:
    cases = {f"{group.name}/{case}" for group in GROUPS.values() for case in group.cases}
    assert KNOWN.keys() <= PACKS.keys()
    assert [case for known in KNOWN.values() for case in known if case not in cases] == []


def test_there_are_enough_vectors() -> None:
    assert sum(len(group.cases) for group in GROUPS.values()) > 800
