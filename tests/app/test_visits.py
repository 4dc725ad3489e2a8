"""What Gradio remembers of visitors has an end."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from app.api.doors import NO_DOORS
from app.desk import Desk
from app.page import _application
from app.visits import MOST_VISITS
from tests.browser.known import open_known

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # loops that Gradio leaves


@pytest.fixture(scope="module")
def holder() -> Any:
    application: Any = _application(Desk(open_known), NO_DOORS, asks=False)
    return application.routes[-1].app.state_holder


def test_calls_push_out_no_visitor(holder: Any) -> None:
    assert holder["visitor1a2b"] is holder["visitor1a2b"]
    for _ in range(MOST_VISITS + 100):
        assert holder[uuid4().hex] is not None
    assert "visitor1a2b" in holder
    assert len(holder.session_data) == len(holder.time_last_used) == 65


def test_of_visitors_the_last_thousand_are_kept(holder: Any) -> None:
    for number in range(MOST_VISITS + 5):
        holder[f"bezoeker{number}"]
    assert len(holder.session_data) == len(holder.time_last_used) == MOST_VISITS
    assert f"bezoeker{MOST_VISITS + 4}" in holder
    assert "bezoeker0" not in holder


def test_a_visit_is_let_go_of_an_hour_after_it_ended(holder: Any) -> None:
    for name in ("open", "gesloten", "net gesloten"):
        holder[name].is_closed = name != "open"
        holder.time_last_used[name] -= timedelta(minutes=61 if name != "net gesloten" else 59)
    holder.delete_all_expired_state()
    assert [name in holder for name in ("open", "gesloten", "net gesloten")] == [True, False, True]
