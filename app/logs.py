"""What a server tells whoever runs it: one line a problem, on standard error, with what to do about it.

No line holds what was asked, unless ``--log-questions`` or ``--verbose`` asks for it: the message of an unexpected
error may quote a question, so only its kind and place are told.
"""

import logging
import sys
import traceback
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.desk import OpenLibrary

_log = logging.getLogger(__name__)
_questions = logging.getLogger("vindplaats.questions")


class OneLine(logging.Formatter):
    """``verbose``: with the trace of an error, and then in more lines."""

    def __init__(self, *, verbose: bool = False) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")
        self._verbose = verbose

    def format(self, record: logging.LogRecord) -> str:
        if self._verbose:
            return super().format(record)
        error = record.exc_info[1] if record.exc_info else None
        text = " ".join(f"{self.formatTime(record, self.datefmt)} {record.levelname} {record.getMessage()}".split())
        return f"{text}: {_place(error)}. Start it with --verbose to see more" if error else text


def set_up(*, verbose: bool = False, questions: bool = False) -> None:
    """Send what is logged to standard error, that of the server and of Gradio too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine(verbose=verbose))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    _questions.setLevel(logging.INFO if questions else logging.CRITICAL)


def quieten_gradio() -> None:
    """Let Gradio log an error in an event instead of printing its trace, which quotes what was sent."""
    import gradio.queueing
    import gradio.routes

    told = SimpleNamespace(print_exc=lambda: _log.error("an event of the page failed", exc_info=True))
    for module in (gradio.queueing, gradio.routes):
        module.traceback = told


def telling(open_library: "OpenLibrary") -> "OpenLibrary":
    """The library, each question to it logged."""
    return lambda notice: _Told(open_library(notice))


class _Told:
    def __init__(self, library: Any) -> None:
        self._library = library

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)

    def ask(self, question: str, *more: Any, **others: Any) -> Any:
        _questions.info("asked: %r", question)
        return self._library.ask(question, *more, **others)


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    kind = type(error).__name__
    return f"{kind} in {frames[-1].filename} line {frames[-1].lineno}" if frames else kind
