"""Columns as gofmt lays them out (the rules of Go's text/tabwriter): cells of lines that follow each other stand below
each other.

A template ends a cell with a vertical tab, which no text of a document can hold.
"""

from __future__ import annotations

CELL = "\v"


def aligned(text: str) -> str:
    """`text` with its cells filled up with spaces: a column is as wide as the widest of its cells in lines that follow
    each other, and a space."""
    if CELL not in text:
        return text
    out: list[str] = []
    waiting: list[list[str]] = []
    for line in text.split("\n"):
        if CELL in line:
            waiting.append(line.split(CELL))
            continue
        if waiting:
            out += _lines(waiting)
            waiting = []
        out.append(line)
    return "\n".join([*out, *_lines(waiting)])


def _lines(rows: list[list[str]]) -> list[str]:
    done = ["" for _ in rows]
    _fill(rows, 0, 0, len(rows), done)
    return done


def _fill(rows: list[list[str]], column: int, start: int, end: int, done: list[str]) -> None:
    """Writes the cells of `rows[start:end]` from `column` on; a row's last cell ends no column."""
    index = start
    while index < end:
        if len(rows[index]) <= column + 1:
            done[index] += rows[index][column] if column < len(rows[index]) else ""
            index += 1
            continue
        last = index
        while last < end and len(rows[last]) > column + 1:
            last += 1
        width = max(len(row[column].expandtabs(0)) for row in rows[index:last]) + 1
        for number in range(index, last):
            cell = rows[number][column]
            done[number] += cell + " " * (width - len(cell.expandtabs(0)))
        _fill(rows, column + 1, index, last, done)
        index = last
