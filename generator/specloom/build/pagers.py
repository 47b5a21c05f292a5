"""The rules that recognise each kind of pagination."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from specloom.build.shapes import Shapes
from specloom.ir.operations import Operation
from specloom.ir.paging import CursorPages, LinkHeader, NextUrl, NumberedPages, OffsetPages, Pagination
from specloom.ir.parameters import Parameter
from specloom.ir.types import Field, ScalarKind, TypeExpr
from specloom.quick import dataclass

Path = tuple[str, ...]
Found = tuple[Pagination, str]

_URL_FORMATS = frozenset({"uri", "url", "uri-reference", "iri"})
_NUMBERS = (ScalarKind.INTEGER, ScalarKind.NUMBER)


def _names(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


_URL_NAMES = _names(
    "nextpageurl nexturl nextlink nextpagelink nexthref nexturi nextpageuri odatanextlink linknext nextpagehref"
)
_LINK_HOLDERS = _names("links link pages pagelinks paginationlinks")
_CURSORS = frozenset(
    _names(
        """
        cursor pagetoken nexttoken continuationtoken continuation continue after startingafter startafter pagecursor
        marker nextcursor nextpagetoken paginationtoken exclusivestartkey lastkey bookmark scrollid startcursor next
        aftercursor pageafter pageinfo nextpage token starttoken nextmarker
        """
    )
)
_NEXT_CURSORS = _names(
    """
    nextpagetoken nextcursor nextpagecursor nexttoken continuationtoken nextcontinuationtoken nextmarker nextbookmark
    nextkey lastevaluatedkey endcursor aftercursor nextafter next
    """
)
_NEXTS = frozenset(_names("next nextpage"))
_ACCOUNTS = frozenset(_names("pagination paging pages"))
_LAST_ITEM = _names("startingafter after afterid startafter lastid")
_MORE = _names("hasmore hasnext hasnextpage more hasmoreitems hasmoreresults istruncated morepages")
_OFFSETS = _names("offset skip start startat startindex startposition firstresult pageoffset")
_PAGES = _names("page pagenumber pageno pagenum pageindex currentpage")
_SIZES = _names(
    """
    limit perpage pagesize count size top maxresults max take rows num pagelimit itemsperpage resultsperpage pagelength
    """
)
_TOTALS = _names(
    "total totalcount totalresults totalitems totalrecords totalelements totalhits totalentries totalsize nbhits"
)
_TOTAL_PAGES = _names("totalpages pagecount pagestotal numpages totalpagecount lastpage nbpages pages")


@lru_cache(maxsize=65536)
def normal(name: str) -> str:
    """A name as the rules compare it: `next_page_url`, `nextPageUrl` and `next-page-url` are one."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the rules look at.

    `items` is where the list is in the answer, `()` for the answer itself. `query` and `sent` are the query parameters
    and the properties of the request body by normal name; `answer` the properties of the answer, three levels deep.
    """

    operation: Operation
    shapes: Shapes
    items: Path
    item: TypeExpr
    headers: frozenset[str]
    links: bool
    """Whether another answer of the document declares a `Link` header."""
    query: Mapping[str, Parameter]
    sent: Mapping[str, Field]
    answer: tuple[tuple[Path, Field], ...]

    def number(self, *names: str) -> Path | None:
        """Where the answer has a number of one of these normal names, the first name first."""
        return self._scalar(names, *_NUMBERS)

    def _scalar(self, names: tuple[str, ...], *kinds: ScalarKind) -> Path | None:
        for name in names:
            for path, field in self.answer:
                if normal(path[-1]) == name and self.shapes.scalar(field.type, *kinds):
                    return path
        return None

    def text(self, *names: str) -> Path | None:
        """Where the answer has a text of one of these normal names, the first name first."""
        return self._scalar(names, ScalarKind.STRING)

    def more(self) -> Path | None:
        """Where the answer says whether there are further pages."""
        return next(
            (
                path
                for path, field in self.answer
                if normal(path[-1]) in _MORE and self.shapes.scalar(field.type, ScalarKind.BOOLEAN)
            ),
            None,
        )

    def asks_for_number(self, names: tuple[str, ...] | list[str]) -> tuple[str, bool] | None:
        """The wire name of a numeric request parameter of one of these normal names, and whether it is in the body."""
        for name in names:
            parameter = self.query.get(name)
            if parameter is not None and self.shapes.scalar(parameter.type, *_NUMBERS):
                return parameter.name.wire, False
            field = self.sent.get(name)
            if field is not None and self.shapes.scalar(field.type, *_NUMBERS):
                return field.name.wire, True
        return None


def next_url(evidence: Evidence) -> Found | None:
    """The answer holds the URL of the next page."""
    if evidence.operation.method != "GET":
        return None
    for path, field in evidence.answer:
        if evidence.shapes.scalar(field.type, ScalarKind.STRING) and _is_next_url(evidence, path, field):
            pages = NextUrl(items=evidence.items, next=path, item=evidence.item)
            return pages, f"paged: the answer holds the URL of the next page at {'.'.join(path)}"
    return None


def _is_next_url(evidence: Evidence, path: Path, field: Field) -> bool:
    name = normal(path[-1])
    holder = normal(path[-2]) if len(path) > 1 else ""
    if name in evidence.query:
        return False
    if name in _URL_NAMES or (name == "href" and holder == "next"):
        return True
    if name not in {"next", "nextpage"}:
        return False
    scalar = evidence.shapes.scalar(field.type, ScalarKind.STRING)
    if (scalar is not None and scalar.format in _URL_FORMATS) or holder in _LINK_HOLDERS:
        return True
    return re.search(r"\b(url|uri|link|href|hyperlink)\b", field.docs.body, re.IGNORECASE) is not None


def link_header(evidence: Evidence) -> Found | None:
    """The answer declares a `Link` header, and the request takes a page or a cursor; or only others declare it, but
    the request takes a cursor, which nothing but a header can hold, since the answer is a list."""
    pages = LinkHeader(items=evidence.items, item=evidence.item)
    if "link" in evidence.headers:
        taken = _taken(evidence, (*_PAGES, *_OFFSETS, *sorted(_CURSORS), "perpage", "pagesize"))
        return (pages, f"paged: the answer has a Link header, and the request takes {taken}") if taken else None
    taken = _taken(evidence, tuple(sorted(_CURSORS - {"token"})))
    if not evidence.links or evidence.items or not taken or not _taken(evidence, _SIZES):
        return None
    return pages, f"paged: the request takes {taken}, the answer is a list, and other answers have a Link header"


def _taken(evidence: Evidence, names: tuple[str, ...]) -> str:
    return next((evidence.query[name].name.wire for name in names if name in evidence.query), "")


def cursor(evidence: Evidence) -> Found | None:
    """The request takes a cursor, and the answer holds the next one."""
    candidates = [(name, parameter.name.wire, parameter.type, False) for name, parameter in evidence.query.items()]
    candidates += [(name, field.name.wire, field.type, True) for name, field in evidence.sent.items()]
    found: list[tuple[bool, CursorPages]] = []
    for name, wire, expression, in_body in candidates:
        if not evidence.shapes.scalar(expression, ScalarKind.STRING, *_NUMBERS):
            continue
        path = _next_cursor(evidence, name) if name in _CURSORS else _next_page_text(evidence, name, expression)
        if path is not None:
            pages = CursorPages(
                items=evidence.items,
                item=evidence.item,
                parameter=wire,
                next=path,
                more=evidence.more(),
                in_body=in_body,
            )
            found.append((normal(path[-1]) == f"next{name}", pages))
    if not found:
        return None
    pages = next((pages for is_named_alike, pages in found if is_named_alike), found[0][1])
    where = ".".join(pages.next)
    return pages, f"paged: the request takes {pages.parameter}, and the answer holds the next one at {where}"


def _next_cursor(evidence: Evidence, asked: str) -> Path | None:
    for wanted in (f"next{asked}", *_NEXT_CURSORS, asked):
        if asked == "token" and (wanted == asked or "token" not in wanted):
            continue  # more often than a cursor it is a credential
        for path, field in evidence.answer:
            if normal(path[-1]) == wanted and evidence.shapes.scalar(field.type, ScalarKind.STRING, ScalarKind.INTEGER):
                return path
    return None


def _next_page_text(evidence: Evidence, asked: str, expression: TypeExpr) -> Path | None:
    """A page or offset that is a text is a cursor, if the answer holds the next one as a text too; `until` is one, if
    the answer's account of its pages says so."""
    if asked == "until":
        told = (path for path, _ in evidence.answer if path[-1] == "next" and len(path) > 1)
        return next((path for path in told if normal(path[-2]) in _ACCOUNTS), None)
    if asked not in (*_PAGES, *_OFFSETS) or not evidence.shapes.scalar(expression, ScalarKind.STRING):
        return None
    inside = (path for path, _ in evidence.answer if normal(path[-1]) == asked and len(path) > 1)
    return evidence.text(f"next{asked}") or next((path for path in inside if normal(path[-2]) in _NEXTS), None)


def last_item(evidence: Evidence) -> Found | None:
    """The request takes the id of the last item, the answer says whether there are more, and items have an id."""
    parameter = next((evidence.query[name] for name in _LAST_ITEM if name in evidence.query), None)
    more = evidence.more()
    if parameter is None or more is None or "id" not in evidence.shapes.fields(evidence.item):
        return None
    wire = parameter.name.wire
    pages = CursorPages(
        items=evidence.items, item=evidence.item, parameter=wire, next=("id",), last_item=True, more=more
    )
    return pages, f"paged: the request takes {wire}, the id of the last item, and the answer says {'.'.join(more)}"


def offset(evidence: Evidence) -> Found | None:
    """The request takes an offset, and the answer counts, or is a list whose length the request limits."""
    asked = evidence.asks_for_number(_OFFSETS)
    size = evidence.asks_for_number(_SIZES)
    if asked is None or _counts_from_one(evidence, asked[0]):
        return None
    wire, in_body = asked
    total, more = evidence.number(*_TOTALS), evidence.more()
    echo = evidence.number(normal(wire), "nextoffset")
    proof = total or more or echo
    if proof is None and (evidence.items or size is None):
        return None
    pages = OffsetPages(
        items=evidence.items,
        item=evidence.item,
        parameter=wire,
        limit=size[0] if size else "",
        total=total,
        more=more,
        in_body=in_body,
    )
    return pages, f"paged: the request takes {wire}, and the answer {_shown(proof)}"


def _counts_from_one(evidence: Evidence, wire: str) -> bool:
    """True for an offset whose first item has the number 1 (SCIM's `startIndex`)."""
    parameter = evidence.query.get(normal(wire))
    if parameter is None:
        return False
    default = parameter.default.value if parameter.default is not None else None
    return default == 1 or parameter.constraints.minimum == 1


def numbered(evidence: Evidence) -> Found | None:
    """The request takes a page number, and the answer counts, or is a list whose length the request limits."""
    asked = evidence.asks_for_number(_PAGES)
    if asked is None:
        return None
    wire, in_body = asked
    size = evidence.asks_for_number(_SIZES)
    total, more, total_pages = evidence.number(*_TOTALS), evidence.more(), evidence.number(*_TOTAL_PAGES)
    proof = total or more or total_pages or evidence.number(*_PAGES, "nextpage")
    if proof is None and (evidence.items or size is None):
        return None
    pages = NumberedPages(
        items=evidence.items,
        item=evidence.item,
        parameter=wire,
        first=_first_page(evidence, wire),
        size=size[0] if size else "",
        total_pages=total_pages,
        total=total,
        more=more,
        in_body=in_body,
    )
    return pages, f"paged: the request takes {wire}, and the answer {_shown(proof)}"


def _first_page(evidence: Evidence, wire: str) -> int:
    asked = evidence.query.get(normal(wire)) or evidence.sent.get(normal(wire))
    if asked is None:
        return 1
    if asked.default is not None and isinstance(asked.default.value, int):
        return int(asked.default.value)
    return 0 if asked.constraints.minimum == 0 else 1


def _shown(proof: Path | None) -> str:
    return f"says {'.'.join(proof)}" if proof else "is a list of limited length"


RULES: tuple[Callable[[Evidence], Found | None], ...] = (next_url, link_header, cursor, last_item, offset, numbered)
"""In the order they are tried."""


def why_not(evidence: Evidence) -> str:
    """What is missing: evidence of pages on one side, or on both."""
    known = {*_CURSORS, *_OFFSETS, *_PAGES}
    asked = [parameter.name.wire for name, parameter in evidence.query.items() if name in known]
    asked += [field.name.wire for name, field in evidence.sent.items() if name in known]
    if asked:
        return f"not paged: the request takes {', '.join(asked)}, but nothing in the answer leads to a next page"
    return "not paged: the request takes no page, offset or cursor, and the answer holds no URL of a next page"
