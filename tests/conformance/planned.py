"""Cases for any document, planned by the suites' own `synth_calls.py`: two an operation, with the request that a small
reference makes of them.

`planned.json` says, by document, where the reference and the SDK may disagree, and why: a `reason`, a glob over
`cases`, a pattern that each of the `lines` about a case has to match, and whether both requests must carry the same
data (`nested`).
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from specloom.source.plain import is_array, is_object

from tests.conformance.suites import Suite, Verdict

RULES = Path(__file__).with_name("planned.json")
_NAME = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Why some disagreements are none of the SDK's faults. `nested`: both requests must carry the same data, the SDK's
    in names with brackets."""

    reason: str
    cases: str
    lines: str
    nested: bool = False

    def explains(self, verdict: Verdict) -> bool:
        """Whether all that is different in a case is what this rule is about."""
        lines = (*verdict.errors, *verdict.differences)
        if not (fnmatchcase(verdict.case, self.cases) and all(re.search(self.lines, line) for line in lines)):
            return False
        return not self.nested or same_data(lines)


def planned(document: Path, base: Path, work: Path) -> Suite:
    """A suite for a document, written below `work`; `base` is the folder of suites. Raises `OSError` where a case of
    it could not be planned."""
    name = document.stem.replace(".", "_")
    script = base / "driver" / "synth_calls.py"
    command = [sys.executable, str(script), str(document), str(work), name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    skipped = work / f"skipped-{name}.json"
    if done.returncode != 0 or json.loads(skipped.read_text(encoding="utf-8")):
        raise OSError(f"not all of {document.name} is planned: {done.stderr or skipped.read_text(encoding='utf-8')}")
    return Suite(name=f"planned-{name}", calls=str(work / f"calls-{name}.json"), documents=str(work / "openapi"))


def rules(path: str) -> list[Rule]:
    """The rules for a document of the corpus."""
    listed: dict[str, list[dict[str, Any]]] = json.loads(RULES.read_text(encoding="utf-8"))
    return [Rule(**rule) for rule in listed.get(path, ())]


def explained(verdicts: Iterable[Verdict], known: Iterable[Rule]) -> Iterator[tuple[Verdict, Rule | None]]:
    """The cases that are not passed, each with the rule that explains it."""
    listed = tuple(known)
    for verdict in verdicts:
        if not verdict.passed:
            yield verdict, next((rule for rule in listed if rule.explains(verdict)), None)


Pairs = Mapping[str, list[str]]
Tree = dict[str, Any]


def same_data(differences: Iterable[str]) -> bool:
    """Whether the pairs that were sent and those that were expected carry the same data, the expected ones with lists
    joined by commas or with structures as JSON."""
    sent: dict[str, list[str]] = {}
    wanted: dict[str, list[str]] = {}
    for line in differences:
        where, _, rest = line.partition(" ")
        if where == "query":
            name, _, values = rest.partition(": ")
            sides = dict(zip(("sent", "wanted"), map(ast.literal_eval, values.split(" != ", 1)), strict=True))
            sent |= {} if sides["sent"] is None else {name: sides["sent"]}
            wanted |= {} if sides["wanted"] is None else {name: sides["wanted"]}
        elif where == "form":
            one, other = rest.split("} != {", 1)
            sent |= ast.literal_eval(one + "}")
            wanted |= ast.literal_eval("{" + other)
        else:
            return False
    return bool(sent) and _carries(_tree(sent), _tree(wanted))


def _tree(pairs: Pairs) -> Tree:
    """Names with brackets as what they stand for: `a[b]` is in `a`. The leaves are lists of texts."""
    root: Tree = {}
    for name, values in pairs.items():
        place = root
        steps = [name.partition("[")[0], *_NAME.findall(name)]
        for step in steps[:-1]:
            place = place.setdefault(step, {})
        place[steps[-1]] = values
    return root


def _carries(sent: Any, wanted: Any) -> bool:
    if is_object(sent) and is_object(wanted):
        named = {name: item for name, item in wanted.items() if name in sent or not _is_nothing(item)}
        return sent.keys() == named.keys() and all(_carries(sent[name], item) for name, item in named.items())
    if not (is_object(sent) and is_array(wanted) and len(wanted) == 1):
        return bool(sent == wanted)
    return _value(sent) in [_texts(read) for read in _readings(wanted[0])]


def _is_nothing(wanted: Any) -> bool:
    """Whether a value has no scalar in it: names with brackets have no form for it."""
    if is_object(wanted):
        return all(map(_is_nothing, wanted.values()))
    return len(wanted) == 1 and any(_texts(read) in ({}, []) for read in _readings(wanted[0]))


def _readings(text: str) -> Iterator[Any]:
    """What a text may stand for: JSON, a list of JSON, a list of texts."""
    for document in (text, f"[{text}]"):
        with suppress(ValueError):
            yield json.loads(document)
    yield text.split(",")


def _value(tree: Any) -> Any:
    """What a tree stands for: numbered names are a list, in whatever order they were told."""
    if not is_object(tree):
        return tree[0] if len(tree) == 1 else tree
    if set(tree) == {str(index) for index in range(len(tree))}:
        return [_value(tree[str(index)]) for index in range(len(tree))]
    return {name: _value(item) for name, item in tree.items()}


def _texts(value: Any) -> Any:
    """A value with its scalars as the texts that a form has of them, without what is empty."""
    if is_object(value):
        return {name: text for name, item in value.items() if (text := _texts(item)) not in ({}, [])}
    if is_array(value):
        return [text for item in value if (text := _texts(item)) not in ({}, [])]
    return value if isinstance(value, str) else json.dumps(value)
