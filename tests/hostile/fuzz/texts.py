"""Hostile texts, drawn by hypothesis out of what means something to some reader, and the payloads of the tests."""

from __future__ import annotations

from collections.abc import Callable
from zlib import crc32

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from ..document import PAYLOADS, Make, marked
from ..marks import twin

COUNT = 150
_QUOTES = '\' " ` """ \'\'\' \\ \\\\ \\" \\u0022 \\x27 \\u{22} &quot; &#10;'
_COMMENTS = "// /* */ *\\/ # -- <!-- --> ]]> /// //go:build //line noqa @ts-nocheck coding:utf-7 #!x"
_PLACES = "${ #{ {{ }} {% %} {# %s %(x)s {0} $x $( @{ { } ( ) [ ] ; , : = | & < > => -> := ..."
_MARKUP = "<script> </script> <b> ![ ]( ](javascript: ``` ~~~ | --- *** <http://x>"
_PATHS = "../ ..\\ %2e%2e%2f C: NUL CON. . .. ~ / \\\\?\\ file:// http://x/ //x"
_WORDS = "import class __proto__ constructor self None init() package export as any 0x1 1e999 -0 =1 ,x= :int"
_LINES = "\n \r \r\n \t \v \f \x1c \x1d \x1e \x85 \u2028 \u2029 \x00 \x1b[31m \x7f \\\n"
_UNSEEN = "\u202e \u2066 \u200b \u200d \ufeff \ufe0f \xad \u034f \U000e0041 \ue000 \ufffe \ud800 \udfff"
_LETTERS = "\U0001f600 \uff02 \uff07 \uff3c \u02bc \u0130 \u212a \xdf \u01c6 e\u0301 \xaa \u2160 \u0660"
_KINDS = (_QUOTES, _COMMENTS, _PLACES, _MARKUP, _PATHS, _WORDS, _LINES, _UNSEEN, _LETTERS)
_MORE = (" ", "  ", "\n//go:build x\n", "# type: ignore", "\\N{QUOTATION MARK}")
PIECES = (*(piece for kind in _KINDS for piece in kind.split(" ")), *_MORE)
_CHARACTERS = st.characters(exclude_categories=())
_TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), _CHARACTERS), max_size=5).map("".join)
_CHECKS = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)


def drawn(number: int) -> tuple[str, ...]:
    """Texts that hold `CANARY`, the same ones for the same number."""
    found: list[str] = list(PAYLOADS.values())

    @seed(number)
    @settings(max_examples=COUNT, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=_CHECKS)
    @given(_TEXTS, _TEXTS)
    def draw(before: str, after: str) -> None:
        found.append(f"{before}CANARY{after}")

    draw()
    return tuple(found)


def has_twin(number: int) -> bool:
    """Whether hostile and harmless texts of a number give the same services and methods: what separates names inside of
    names is left out, which with other numbers it is not.
    """
    return number % 2 == 0


class Hostile:
    """Gives each text of a document a hostile one in its place, always the same, or its harmless twin.

    `make` is what is done with a hostile text in the end; `only` are the texts that are replaced at all, if given.
    """

    def __init__(
        self, number: int, pool: tuple[str, ...], make: Make = str, only: frozenset[str] | None = None
    ) -> None:
        self._number, self._pool, self._make, self._only = number, pool, make, only
        self.replaced: set[str] = set()
        self.has_twin = has_twin(number)

    def chance(self, text: str) -> float:
        """A number below 1 that a text has by lot."""
        return crc32(f"{self._number} {text}".encode("utf-8", "surrogatepass")) / 2**32

    def instead_of(self, text: str, rate: float, allowed: Callable[[str], str] = str, place: str = "") -> str:
        """The text at `place`, or what is put there for it: as much as is `allowed` of a hostile one."""
        key = f"{text} {place}"
        if self.chance(f"{key} whether") >= rate or (self._only is not None and key not in self._only):
            return text
        start = int(self.chance(f"{key} which") * len(self._pool))
        number = crc32(text.encode("utf-8", "surrogatepass"))
        for pattern in self._pool[start:] + self._pool[:start]:
            hostile = allowed(marked(pattern, number))
            if hostile.isidentifier():
                continue  # what is a name may be printed as one
            try:
                twin(hostile)
            except AssertionError:
                continue  # its words cannot be said in any other way
            self.replaced.add(key)
            return self._make(hostile)
        raise LookupError("no text of the pool has a twin")
