"""Splits names of the document into words, once for every language.

This is naming algorithm 1 (`options.NAMING`): a change that moves any result needs a new number. Results are tuples of
non-empty words in lower case, made of letters and digits of any script; casing, prefixes and reserved words are the
languages' business.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

Words = tuple[str, ...]

MAX_LENGTH = 96
"""Letters of a name with its separators. Longer ones end in a hash, so that paths of files stay below 120 characters.
"""
_HASH_LENGTH = 8

_WORD = re.compile(
    r"""
    OAuth[0-9]*(?![a-z])            # names that are written with a hump but are one word
    | IPv[46] | iOS(?![a-z]) | macOS(?![a-z])
    | [A-Z]{2,}s(?![a-z])           # plural of an initialism: IDs, URLs
    | [A-Z]+(?=[A-Z][a-z])          # an initialism before a word: HTTP|Server
    | [A-Z]?[a-z]+(?:[0-9]+[a-z]*)* # a word and the digits that belong to it: v1beta1, sha256
    | [A-Z]+[0-9]*                  # an initialism: ID, S3, SHA256
    | [0-9]+(?:[a-z]+[0-9]*|[A-Z]+(?![a-z]))?  # a number: 2, 2fa, 3D, 1280x720
    """,
    re.VERBOSE,
)
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""Letters and marks that are not seen (Default_Ignorable_Code_Point): names that differ by one look alike."""
_COMPARISON = re.compile(r"(<=|>=|<|>)\s*$")
_TIMES = frozenset(
    ("time", "date", "at", "on", "day", "timestamp", "created", "updated", "modified", "expires", "start", "end")
)
_TEMPORAL = {"<": ("before",), ">": ("after",), "<=": ("on", "or", "before"), ">=": ("on", "or", "after")}
_NUMERIC = {"<": ("below",), ">": ("above",), "<=": ("at", "most"), ">=": ("at", "least")}
_OPERATORS = {
    "<": ("less", "than"),
    ">": ("greater", "than"),
    "<=": ("less", "than", "or", "equal"),
    ">=": ("greater", "than", "or", "equal"),
    "<>": ("not", "equal"),
    "!=": ("not", "equal"),
    "=": ("equal",),
    "==": ("equal",),
    "=~": ("match",),
    "~": ("tilde",),
    "!~": ("not", "match"),
    "&&": ("and",),
    "||": ("or",),
}
_SYMBOLS = {
    "*": "star",
    "+": "plus",
    "-": "minus",
    "/": "slash",
    "\\": "backslash",
    ".": "dot",
    ",": "comma",
    ":": "colon",
    ";": "semicolon",
    "%": "percent",
    "&": "and",
    "|": "or",
    "!": "not",
    "?": "question",
    "#": "hash",
    "$": "dollar",
    "@": "at",
    "^": "caret",
    "~": "tilde",
    "=": "equal",
    "<": "less",
    ">": "greater",
    "_": "underscore",
    "(": "left",
    ")": "right",
    "'": "quote",
    '"': "quote",
    " ": "space",
}


@lru_cache(maxsize=65536)
def split(text: str) -> Words:
    """The words of a name: `getUserID` → `get user id`, `StartTime<` → `start time before`, `-1` → `minus 1`.

    Never empty: `""` gives `empty`, and text without letters or digits is spelt (`*` → `star`). Bounded by
    `MAX_LENGTH`.
    Equal text gives equal words on every platform; different text may give equal words.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    stripped = text.strip()
    if not stripped:
        return ("space",) if text else ("empty",)
    before, after = _affixes(stripped)
    words = (*before, *_humps(stripped))
    if len(words) == len(before):
        return bound(_spelt(stripped))
    match after:
        case "":
            return bound(words)
        case "+":
            return bound((*words, "plus"))
        case _:
            table = _TEMPORAL if words[-1] in _TIMES else _NUMERIC
            return bound((*words, *table[after]))


def bound(words: Words) -> Words:
    """The words themselves when they fit into `MAX_LENGTH`; else as many as fit and a hash of all of them."""
    if sum(map(len, words)) + len(words) - 1 <= MAX_LENGTH:
        return words
    digest = hashlib.sha256("_".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_LENGTH]
    room = MAX_LENGTH - _HASH_LENGTH - 2
    kept: list[str] = []
    for word in words:
        if len(word) > room:
            if not kept:
                kept.append(word[:room])
            break
        kept.append(word)
        room -= len(word) + 1
    return (*kept, "h" + digest[1:])


def singular(words: Words) -> Words | None:
    """The same name for one of many (`video codecs` → `video codec`); None when the last word is no plural it knows."""
    last = words[-1]
    if len(last) < 4 or last.endswith(("ss", "us", "is", "news", "series", "species")):
        return None
    if last.endswith("ies"):
        stem = last[:-3] + "y"
    elif last.endswith(("sses", "shes", "ches", "xes", "zzes")):
        stem = last[:-2]
    elif last.endswith("s"):
        stem = last[:-1]
    else:
        return None
    return (*words[:-1], stem)


def function_name(operation_id: str, method: str, path: str) -> str:
    """The operationId, without the path and method that FastAPI appends to the name of the function.

    `delete_claim_claims__claim_id__delete` of `DELETE /claims/{claim_id}` gives `delete_claim`; other ids are
    returned unchanged.
    """
    suffix = re.sub(r"\W", "_", path) + "_" + method.lower()
    stem = operation_id.removesuffix(suffix)
    return stem if stem.strip("_") else operation_id


def _affixes(text: str) -> tuple[Words, str]:
    """What a sign in front says as words, and the sign at the end."""
    before: Words = ()
    if len(text) > 1 and text[0] in "+-!" and text[1].isalnum():
        before = (_SYMBOLS[text[0]],)
    comparison = _COMPARISON.search(text)
    if comparison:
        return before, comparison[1]
    return before, "+" if text.endswith("+") and not text.endswith("++") else ""


def _humps(text: str) -> Words:
    """The runs of letters and digits, cut at humps."""
    shape = text if text.isascii() else "".join(map(_shape, text))
    return tuple(text[m.start() : m.end()].lower() for m in _WORD.finditer(shape))


def _shape(char: str) -> str:
    """A stand-in for a character: an ASCII one is itself, others are an upper- or lower-case letter, a digit, or a
    separator.
    """
    if char.isascii():
        return char
    if _UNSEEN.match(char):
        return " "
    if char.isupper() or char.istitle():
        return "X"
    if char.isdecimal():
        return "0"
    if char.isalpha() or unicodedata.category(char) in ("Mn", "Mc", "Nl"):
        return "x"
    return " "


def _spelt(text: str) -> Words:
    """Words for text without letters or digits: an operator by its meaning, else symbol by symbol."""
    if text in _OPERATORS:
        return _OPERATORS[text]
    return tuple(_SYMBOLS.get(char, f"u{ord(char):04x}") for char in text)
