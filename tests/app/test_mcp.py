"""Assistants come in at /mcp: the protocol's own client against the real command."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import httpx
import pytest
from mcp import Client

from corpus import read
from tests.conftest import LETTER
from tests.serving import serving

pytestmark = pytest.mark.model
_T = TypeVar("_T")
ID = "kst-28676-372"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("mcp") / "library", "--mcp") as address:
        yield f"{address}/mcp"


def speaking(address: str, talk: Callable[[Client], Awaitable[_T]]) -> _T:
    async def whole() -> _T:
        async with Client(address) as client:
            return await talk(client)

    return asyncio.run(whole())


def called(address: str, tool: str, **arguments: Any) -> Any:
    """What a tool returns."""

    async def talk(client: Client) -> Any:
        return await client.call_tool(tool, arguments)

    result = speaking(address, talk)
    assert not result.is_error, result.content
    return result.structured_content


def refused(address: str, tool: str, **arguments: Any) -> str:
    """What a tool says is wrong."""

    async def talk(client: Client) -> Any:
        return await client.call_tool(tool, arguments)

    result = speaking(address, talk)
    assert result.is_error
    return str(result.content[0].text)


def test_the_tools_are_there_and_say_to_quote_word_for_word(address: str) -> None:
    async def talk(client: Client) -> tuple[Any, Any]:
        return await client.list_tools(), client.instructions

    listed, instructions = speaking(address, talk)
    tools = {tool.name: tool for tool in listed.tools}
    assert set(tools) == {"ask", "letters", "letter", "passage", "cite"}
    assert "word for word" in instructions
    assert '"answered": false means: not found in these letters' in instructions
    assert '"answered": false' in tools["ask"].description
    assert all(tool.annotations.read_only_hint for tool in tools.values())
    for tool in tools.values():
        assert all("description" in each for each in tool.input_schema["properties"].values())
    assert tools["cite"].input_schema["properties"]["form"]["enum"] == ["text", "html", "csl-json", "bibtex", "ris"]


def test_a_question_is_answered_word_for_word_and_cited(address: str) -> None:
    answer = called(address, "ask", question="Wat is DIANA?", k=1, dossier="28676", since="2021-01-01")
    assert answer["answered"] is True
    (found,) = answer["passages"]
    assert found["citation"] == "Kamerstukken II 2020/21, 28676, nr. 372"
    assert found["text"] in [paragraph.text for _, paragraph in read(LETTER).paragraphs()]
    assert called(address, "passage", id=found["id"])["text"] == found["text"]
    assert called(address, "cite", id=found["id"])["result"] == found["citation"]
    assert called(address, "cite", id=ID, form="bibtex")["result"].startswith("@")
    assert called(address, "ask", question="Hoe maak ik pannenkoeken?")["answered"] is False


def test_letters_are_listed_and_read(address: str) -> None:
    listed = called(address, "letters", find="navo")
    assert (listed["total"], [letter["id"] for letter in listed["letters"]]) == (1, [ID])
    assert called(address, "letters", find="kaas") == {"total": 0, "letters": []}
    assert len(called(address, "letter", id=ID)["paragraphs"]) == 26


def test_what_is_wrong_is_told_in_words(address: str) -> None:
    assert "Not in this library: kst-1-1" in refused(address, "letter", id="kst-1-1")
    assert "Not in this library" in refused(address, "passage", id=f"{ID}#nergens.1")
    assert "no word or number" in refused(address, "ask", question="...")
    assert "wants a date such as" in refused(address, "ask", question="Wat is DIANA?", since="gisteren")
    assert "No letter in this library meets the filter" in refused(address, "ask", question="Wat?", dossier="99999")


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_pages_from_elsewhere_are_refused(address: str, headers: dict[str, str]) -> None:
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accepted = {"Accept": "application/json, text/event-stream"}
    assert httpx.post(address, json=asked, headers={**accepted, **headers}).status_code == 403
