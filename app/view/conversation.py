"""What one visitor asked, and what is shown of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app import cards
from app.texts import InterfaceLanguage
from app.view.filtering import Within, within_line
from index.answer import Answer

_TURNS_KEPT = 50


@dataclass(slots=True)
class Turn:
    """A question, the letters it was asked of, and what came of it; None as long as nothing has."""

    question: str
    within: Within = field(default_factory=Within)
    outcome: Answer | Exception | None = None
    number: int = 0  # in the conversation, from 1 on


@dataclass(slots=True)
class Conversation:
    """What one visitor asked. Kept whole and changed in place, so that two questions under way do not lose a turn."""

    turns: list[Turn] = field(default_factory=list)
    language: InterfaceLanguage = "nl"
    count: int = 0  # of all questions so far

    @property
    def begun(self) -> bool:
        """Whether anything was asked; a hint to type a question first is a turn without one."""
        return any(turn.question for turn in self.turns)

    @property
    def answered(self) -> bool:
        """Whether there is anything to save."""
        return any(isinstance(turn.outcome, Answer) for turn in self.turns)

    def add(self, turn: Turn) -> None:
        """Put a turn behind those that have a question; the oldest make room."""
        if turn.question:
            self.count += 1
            turn.number = self.count
        self.turns = [*(t for t in self.turns if t.question), turn][-_TURNS_KEPT:]

    def earlier(self) -> Sequence[str]:
        """The questions that were answered or not found; what could not be asked says nothing about what comes next."""
        return [turn.question for turn in self.turns if isinstance(turn.outcome, Answer)]

    def shown(self, *, ready: bool) -> list[tuple[str, str]]:
        """Who speaks ("user", "assistant") and what, as HTML."""
        lines = []
        for turn in self.turns:
            if turn.question:
                lines.append(("user", cards.question_line(turn.question, turn.number, self.language)))
            within = within_line(turn.within, self.language)
            narrowed = bool(turn.within.filters)
            said = cards.reply(turn.question, turn.outcome, self.language, ready=ready, narrowed=narrowed)
            lines.append(("assistant", within + said))
        return lines
