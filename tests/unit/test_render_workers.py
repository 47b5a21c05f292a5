"""Work that is shared among processes: the outcome is that of doing it here."""

from __future__ import annotations

import os
import threading

import pytest
from specloom.render.workers import MOST, shared

HERE = os.getpid()
forking = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be copied here")


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 2, 40, MOST, MOST + 1])
def test_all_of_it_in_order(count: int, jobs: int) -> None:
    assert shared(lambda number: number * number, count, jobs) == [number * number for number in range(count)]


@forking
def test_other_processes_take_part() -> None:
    reader, writer = os.pipe()

    def work(number: int) -> int:
        if number == 0:
            os.read(reader, 1)  # waits for the other process, which does the rest meanwhile
        elif number == 1:
            os.write(writer, b"x")
        return os.getpid()

    found = shared(work, 2, 2)
    os.close(reader)
    os.close(writer)
    assert len(set(found)) == 2
    assert HERE in found


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_first_failure_is_raised(jobs: int) -> None:
    def work(number: int) -> int:
        if number in (3, 5, 7):
            raise ValueError(str(number))
        return number

    with pytest.raises(ValueError, match="3"):
        shared(work, 30, jobs)


@forking
def test_a_lost_process_is_made_up_for() -> None:
    def work(number: int) -> int:
        if os.getpid() != HERE:
            os._exit(9)
        return number

    assert shared(work, 30, 3) == list(range(30))


def test_a_process_with_threads_is_not_copied() -> None:
    ending = threading.Event()
    thread = threading.Thread(target=ending.wait)
    thread.start()
    try:
        assert set(shared(lambda number: os.getpid(), 20, 2)) == {HERE}
    finally:
        ending.set()
        thread.join()
