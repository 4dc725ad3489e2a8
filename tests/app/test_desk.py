"""The thread that owns the library: it opens it, again where that failed, and does one thing after another."""

import threading
from typing import Any, cast

import pytest

from app.desk import Answerer, Busy, Desk
from index.errors import LibraryDamaged


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.desk.PATIENCE", 0.0)


def test_a_library_is_not_opened_again_at_every_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.desk.PATIENCE", 60.0)
    tries = []

    def opened(_: Any) -> Any:
        tries.append(1)
        raise LibraryDamaged("letters.db is cut short")

    desk = Desk(opened)
    for _ in range(3):
        with pytest.raises(LibraryDamaged):
            desk.call(lambda library: library).result(5)
    assert len(tries) == 1


def test_what_was_in_the_way_may_be_gone_at_the_next_question() -> None:
    tries = []

    def opened(_: Any) -> Any:
        tries.append(1)
        if len(tries) < 3:
            raise LibraryDamaged("letters.db is cut short")
        return "library"

    desk: Any = Desk(opened)
    with pytest.raises(LibraryDamaged):  # opened, and opened again when something is asked of it
        desk.call(lambda library: library).result(5)
    assert isinstance(desk.failure, LibraryDamaged)
    assert desk.call(lambda library: library).result(5) == "library"
    assert (desk.failure, desk.ready, len(tries)) == (None, True, 3)


def test_a_mistake_of_ours_is_not_made_again() -> None:
    tries = []

    def opened(_: Any) -> Any:
        tries.append(1)
        raise ZeroDivisionError

    desk = Desk(opened)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            desk.call(lambda library: library).result(5)
    assert len(tries) == 1


def test_a_busy_moment_passes() -> None:
    """As the desk for changes opens its library through the other one."""
    go_on = threading.Event()

    class Held:
        def beside(self) -> str:
            return "beside"

    held: Any = Held()
    desk = Desk(lambda _: held, most_waiting=1)
    first = desk.call(lambda _: go_on.wait(5))
    while not first.running():
        pass
    waiting = desk.call(lambda _: None)
    changes: Any = Desk(lambda _: desk.call(lambda library: library.beside()).result())
    with pytest.raises(Busy):
        changes.call(lambda library: library).result(5)
    go_on.set()
    waiting.result(5)
    assert changes.call(lambda library: library).result(5) == "beside"


def test_what_is_not_wanted_any_more_is_not_done() -> None:
    go_on, done, library = threading.Event(), list[int](), object()
    desk = Desk(lambda _: cast("Answerer", library))
    desk.call(lambda _: go_on.wait(5))
    unwanted = desk.call(lambda _: done.append(1))
    assert unwanted.cancel()
    go_on.set()
    desk.call(lambda _: done.append(2)).result(5)
    assert done == [2]
