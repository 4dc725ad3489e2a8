"""How much Gradio remembers of visitors: it would keep some 70 kB of each of the last 10,000, however long ago."""

import re
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Any

MOST_VISITS = 1000
_MOST_CALLS = 64
_CALL = re.compile(r"[0-9a-f]{32}")  # what Gradio calls a visit of a program that has no name for it
_KEPT = timedelta(hours=1)  # after the page was closed: it may be on a train


def remember_less(page: Any, served: Any) -> None:
    """Of Gradio's ``page``, and the application that serves it: keep the last 1,000 visits, and of calls, which nobody
    comes back to, 64, so that many of them push out no visitor; let go of a visit an hour after its page was closed."""
    from gradio.state_holder import StateHolder

    class Visits(StateHolder):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self._calls: OrderedDict[str, None] = OrderedDict()

        def update(self, session_id: str) -> None:
            if _CALL.fullmatch(session_id):
                self._calls[session_id] = None
                self._calls.move_to_end(session_id)
                while len(self._calls) > _MOST_CALLS:
                    self._drop(self._calls.popitem(last=False)[0])
            super().update(session_id)

        def delete_all_expired_state(self) -> None:
            super().delete_all_expired_state()
            since = datetime.now() - _KEPT
            for name, visit in list(self.session_data.items()):
                if visit.is_closed and self.time_last_used.get(name, since) <= since:
                    self._drop(name)

        def _drop(self, name: str) -> None:
            with self.lock:
                self.session_data.pop(name, None)
                self.time_last_used.pop(name, None)

    page.state_session_capacity = MOST_VISITS
    served.state_holder = Visits()
    served.state_holder.set_blocks(page)
