"""What one visitor asked."""

import re

from app.view.conversation import Conversation, Turn


def numbers(conversation: Conversation) -> list[int]:
    html = "".join(text for _, text in conversation.shown(ready=True))
    return [int(number) for number in re.findall(r'data-turn="(\d+)"', html)]


def test_questions_keep_their_numbers_when_the_oldest_leave() -> None:
    conversation = Conversation()
    for number in range(53):
        conversation.add(Turn(f"Vraag {number}?"))
        conversation.add(Turn(""))  # a hint to type a question, which leaves with the next
    assert numbers(conversation) == list(range(5, 54))
    conversation.add(Turn("Nog een?"))
    assert numbers(conversation) == list(range(5, 55))
    conversation.turns = []
    conversation.add(Turn("Opnieuw?"))
    assert numbers(conversation) == [55]
