"""Independent work shared among processes that are copies of this one, so that nothing has to be sent to them.

Only for a program that owns its process: a copy of one with threads could wait for a lock for ever.
"""

from __future__ import annotations

import os
import pickle
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import IO, TypeVar

T = TypeVar("T")
MOST = 250
"""Pieces of work that can be shared: each is one byte in a pipe."""


def shared(work: Callable[[int], T], count: int, jobs: int) -> list[T]:
    """`[work(0), …, work(count - 1)]`, with `jobs` processes of which this is one; results must be picklable.

    What each process does next it takes from a pipe, so that they end together. Where processes cannot be copied, where
    one is lost, and when something fails, the rest is done here, in order: the outcome, an exception too, is always
    that of doing all of it here.
    """
    done: dict[int, T] = {}
    if jobs > 1 and 1 < count <= MOST and _can_fork():
        done = _together(work, count, jobs)
    return [done[number] if number in done else work(number) for number in range(count)]


def _can_fork() -> bool:
    return hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1


def _together(work: Callable[[int], T], count: int, jobs: int) -> dict[int, T]:
    waiting, numbers = os.pipe()
    os.write(numbers, bytes(range(count)))
    os.close(numbers)
    others: list[tuple[int, IO[bytes]]] = []
    try:
        for _ in range(min(jobs, count) - 1):
            # It stays open until it is read, when the process that writes it has ended.
            answer: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
            others.append((_copy(work, waiting, answer), answer))
        done = _take(work, waiting)
    finally:
        _stop(waiting)
        ended = [(os.waitpid(pid, 0)[1], answer) for pid, answer in others]
        os.close(waiting)
    for status, answer in ended:
        with answer:
            if status == 0:
                answer.seek(0)
                done.update(pickle.load(answer))  # a file without a name, which only the copy could write
    return done


def _copy(work: Callable[[int], T], waiting: int, answer: IO[bytes]) -> int:
    """The id of a new process that takes part; what it has done is in `answer` when it ends with 0."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        pickle.dump(_take(work, waiting), answer, pickle.HIGHEST_PROTOCOL)
        answer.flush()
        status = 0
    finally:
        os._exit(status)  # without what this process would do at its end: that is for the original


def _take(work: Callable[[int], T], waiting: int) -> dict[int, T]:
    """Results of what this process took. After a failure nobody takes anything more."""
    done: dict[int, T] = {}
    while number := os.read(waiting, 1):
        try:
            done[number[0]] = work(number[0])
        except Exception:  # it is raised again where the rest is done, in order
            _stop(waiting)
    return done


def _stop(waiting: int) -> None:
    while os.read(waiting, MOST):
        pass
