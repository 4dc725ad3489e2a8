"""What stands on the page, as Gradio's blocks, and what happens when something is asked, pressed or chosen.

Gradio is imported where it is used, as it takes seconds and ``--help`` does not need it. Its telemetry is left out.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from base64 import b64encode
from collections.abc import AsyncIterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from app import cards
from app.access.login import logout_html
from app.desk import Answerer, Desk
from app.exporting import KINDS, Kind, exported, file_name
from app.logs import quieten_gradio
from app.texts import EXAMPLES, as_interface_language, texts_for
from app.view import filtering
from app.view.conversation import Conversation, Turn
from app.view.filtering import LetterSummary, Within
from corpus.blocks import folded
from index.errors import LibraryError, QuestionError
from index.questions.question import MAX_CHARACTERS, checked

if TYPE_CHECKING:
    import gradio as gr

_log = logging.getLogger(__name__)
_MOST_PASSAGES = 100
_SHOWN, _MOST_CERTAIN = 3, 10
_SETTINGS = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    # it would keep 10,000 events, and after each sum them up in a table that nobody sees
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
}
"""What Gradio reads when it is imported, or when its queue is made."""


def blocks(desk: Desk, *, asks: bool) -> gr.Blocks:
    """The page over the library that ``desk`` owns. Its style and script are added by who serves it. ``asks``: for a
    password, so that a visitor can log out again."""
    os.environ.update(_SETTINGS)
    import gradio as gr

    quieten_gradio()

    def messages(conversation: Conversation) -> list[dict[str, Any]]:
        shown = conversation.shown(ready=desk.ready)
        return [{"role": role, "content": gr.HTML(content, render=False)} for role, content in shown]

    async def letters() -> Sequence[LetterSummary] | None:
        if desk.ready:
            with contextlib.suppress(LibraryError):
                return (await asyncio.wrap_future(desk.listing())).letters
        return None

    def view(conversation: Conversation) -> dict[Any, Any]:
        words, begun = texts_for(conversation.language), conversation.begun
        return {
            chat: gr.update(value=messages(conversation), label=words.conversation, visible=bool(conversation.turns)),
            start: gr.update(visible=not begun),
            again: gr.update(value=words.new_conversation, visible=begun),
            **{
                button: gr.update(value=getattr(words, f"save_{kind}"), visible=conversation.answered)
                for kind, button in saves.items()
            },
        }

    async def dress(language: str, conversation: Conversation) -> dict[Any, Any]:
        desk.start()
        spoken = conversation.language = as_interface_language(language)
        words, held = texts_for(spoken), await letters()
        return view(conversation) | {
            switch: gr.update(value=spoken, label=words.language_label),
            leave: logout_html(spoken) if asks else "",
            masthead: cards.masthead(spoken),
            status: cards.status(desk, spoken),
            library: cards.library_card(held, spoken),
            filters: filtering.form(held, spoken),
            examples: cards.examples_heading(spoken),
            history: cards.history(spoken),
            box: gr.update(label=words.question_label, placeholder=words.question_placeholder),
            send: gr.update(value=words.send),
            clock: gr.Timer(active=not (desk.ready or desk.failure)),
        }

    async def tick(conversation: Conversation) -> dict[Any, Any]:
        shown: dict[Any, Any] = {status: cards.status(desk, conversation.language)}
        if desk.ready or desk.failure:
            held = await letters()
            shown |= {
                clock: gr.Timer(active=False),
                library: cards.library_card(held, conversation.language),
                filters: filtering.form(held, conversation.language),
            }
        return shown

    async def renew(conversation: Conversation) -> dict[Any, Any]:
        held = await letters()
        return {
            status: cards.status(desk, conversation.language),
            library: cards.library_card(held, conversation.language),
            filters: filtering.form(held, conversation.language),
        }

    async def converse(question: str, given: Any, conversation: Conversation) -> AsyncIterator[dict[Any, Any]]:
        question = folded(question)
        turn = Turn(question if len(question) <= MAX_CHARACTERS else f"{question[:MAX_CHARACTERS]}…")
        conversation.add(turn)
        if turn.question:
            try:
                checked(question)
                turn.within = Within(filtering.read(given))
            except QuestionError as error:
                turn.outcome = error
        yield view(conversation) | {box: ""}
        if not turn.question or turn.outcome:
            return

        def answer(library: Answerer) -> None:
            if turn.within.filters.letters:
                turn.within = filtering.named(turn.within.filters, library.letters())
            # here, so that a question that waits behind this one is read with it
            turn.outcome = library.ask(
                turn.question, _SHOWN, conversation.earlier(), turn.within.filters, _MOST_CERTAIN
            )

        try:
            await asyncio.wrap_future(desk.call(answer))
        except LibraryError as error:
            turn.outcome = error
        except Exception as error:
            _log.exception("a question could not be answered")
            turn.outcome = error
        yield view(conversation)

    def clear(conversation: Conversation) -> dict[Any, Any]:
        conversation.turns = []
        return view(conversation)

    def save(kind: Kind, conversation: Conversation) -> dict[str, str]:
        """The conversation as a file, made in memory: it never lies on this machine's disk."""
        day = date.today()
        name, language = file_name(kind, day), conversation.language
        data = b64encode(exported(conversation.turns, kind, language, day)).decode()
        return {"name": name, "type": KINDS[kind], "data": data, "said": f"{texts_for(language).saved} {name}."}

    async def ask(
        question: str, k: int = 3, earlier: list[str] | None = None, filters: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """The passages that answer a question, as ``vindplaats ask --json`` gives them.

        ``earlier``: the questions before it in a conversation, oldest first. ``filters``: which letters are asked, by
        letter (one id or several), dossier, from and until (dates such as 2021-06-25), sender.
        """
        try:
            many = min(max(k, 1), _MOST_PASSAGES)
            chosen = filtering.read(filters)
            asked = desk.call(lambda library: library.ask(question, many, earlier or (), chosen))
            return (await asyncio.wrap_future(asked)).to_json()
        except LibraryError as error:
            raise gr.Error(str(error), print_exception=False) from error

    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    with gr.Blocks(title="Vindplaats", analytics_enabled=False, fill_width=True) as page:
        conversation = gr.State(Conversation())
        clock = gr.Timer(1.0)
        with gr.Column(elem_id="vp"):
            with gr.Row(elem_classes="vp-top"):
                masthead = gr.HTML("", elem_classes="vp-plain")
                leave = gr.HTML("", elem_classes="vp-plain vp-leave", visible=asks)
                switch = gr.Radio([("NL", "nl"), ("EN", "en")], value="nl", elem_classes="vp-switch", min_width=0)
            status = gr.HTML("", elem_classes="vp-plain")
            with gr.Column(elem_classes="vp-start") as start:
                library = gr.HTML("", elem_classes="vp-plain")
                examples = gr.HTML("", elem_classes="vp-plain")
                with gr.Row(elem_classes="vp-examples"):
                    offered = [
                        gr.Button(question, elem_classes="vp-example", size="sm")
                        for questions in EXAMPLES.values()
                        for question in questions
                    ]
            chat = gr.Chatbot(
                elem_classes="vp-chat",
                visible=False,
                height=None,
                layout="panel",
                buttons=[],
                latex_delimiters=[],
                feedback_options=None,
                container=False,
                group_consecutive_messages=False,
            )
            with gr.Row(elem_classes="vp-after"):
                again = gr.Button("", visible=False, elem_classes="vp-again", size="sm")
                saves: dict[Kind, gr.Button] = {
                    kind: gr.Button("", visible=False, elem_classes="vp-again vp-save", size="sm") for kind in KINDS
                }
            history = gr.HTML("", elem_classes="vp-plain")
            with gr.Column(elem_classes="vp-composer"):
                filters = gr.HTML("", elem_classes="vp-plain")
                with gr.Row(elem_classes="vp-asking"):
                    box = gr.Textbox(lines=1, max_lines=5, elem_classes="vp-box", scale=1)
                    send = gr.Button("", variant="primary", elem_classes="vp-send", scale=0, min_width=0)
            changed = gr.Button("", elem_classes="vp-changed")  # pressed by letters.js when the library has changed
            chosen = gr.JSON(visible=False)  # the browser puts in what the form holds, when a question is asked
            file = gr.JSON(visible=False)

        replies = [chat, start, again, *saves.values()]
        dressed = [*replies, switch, leave, masthead, status, library, filters, examples, history, box, send, clock]
        for drawn in (
            page.load(dress, [switch, conversation], dressed, js="vindplaats.arrive", queue=False, **private),
            switch.input(dress, [switch, conversation], dressed, js="vindplaats.choose", queue=False, **private),
            clock.tick(tick, [conversation], [status, library, filters, clock], queue=False, **private),
            changed.click(renew, [conversation], [status, library, filters], queue=False, **private),
        ):
            drawn.then(None, js="() => (vindplaatsFilters.refill(), vindplaatsHistory.draw())", **private)
        again.click(clear, [conversation], replies, queue=False, **private)
        for kind, button in saves.items():
            saved = button.click(partial(save, kind), [conversation], [file], queue=False, **private)
            saved.then(None, [file], js="vindplaatsHistory.save", **private)
        for trigger, source in [(box.submit, box), (send.click, box), *((button.click, button) for button in offered)]:
            asked = trigger(
                converse,
                [source, chosen, conversation],
                [*replies, box],
                js="vindplaatsFilters.ask",
                concurrency_limit=None,
                trigger_mode="multiple",
                **private,
            )
            asked.then(None, js="vindplaats.reveal", **private)
        gr.api(ask, api_name="ask", concurrency_limit=None)
    return page
