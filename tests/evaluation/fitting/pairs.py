"""What the adapter learns from: questions and the passages that answer them, in groups of one kind of text.

Questions come from the development data in ../shared/data and from questions/, which were written for this on its
passages, in Dutch and in English; near_misses.jsonl has questions that sound as if a passage answers them, which it
does not. invented.jsonl has whole letters, which were written for this too (see invented.py), and broad.jsonl has what
somebody who has not read them asks about a subject, and near misses of the same kind. Passages and questions
that anything is judged on are left out: of ministers' answers, treaties and XQuAD only the part "head" is learned from,
of invented letters all but the part "test" (see ``part`` in data.py).
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpus import read_file
from tests.conftest import SHARED
from tests.evaluation.fitting.data import collection, document, lines, part, under, written
from tests.evaluation.fitting.invented import invented

TREATY_ARTICLES = 600  # under whose headings enough is asked
SENTENCES = 500  # of news in two languages
LONGEST = {"asked": 900, "written": 1500}  # characters of a treaty article
PIECE = 330  # characters of news
# Paragraphs of a law and articles of a treaty before and after one that is asked about. They count in how rare a token
# is, and questions are held against them; the adapter's batches, which are made of answers, have none.
AROUND = 2


@dataclass(frozen=True, slots=True)
class Pairs:
    """Questions, each with the places of the passages that answer it. ``share``: what it counts for among all, in
    batches; ``near``: questions that no passage answers, with the place of the passage that seems to, or None."""

    name: str
    share: float
    questions: tuple[str, ...]
    passages: tuple[str, ...]
    right: tuple[frozenset[int], ...]
    near: tuple[tuple[str, int | None], ...] = ()


def pairs() -> Iterator[Pairs]:
    """All there is to learn from. The shares of one group's members add up to that of the group."""
    answers = {each: text for each, text in collection("kamervragen/passages.jsonl").items() if part(each) == "head"}
    yield _pairs("members' questions", 0.12, answers, lines("kamervragen/questions.jsonl"))
    yield from _written("kamervragen", 0.26, answers)
    yield from _written("laws", 0.2, _paragraphs_of_laws())
    articles = list(lines("treaties/articles.jsonl.gz"))
    by_id = {line["id"]: line["nl"][: LONGEST["written"]] for line in articles if line["nl"]}
    yield from _written("treaties", 0.13, _asked_of(by_id, "treaties", AROUND))
    government = list(lines("parallel/government.jsonl"))
    texts = {f"government-{place}": line["nl"] for place, line in enumerate(government)}
    yield from _written("government", 0.04, _asked_of(texts, "government"))
    yield from _written("letters", 0.06, _paragraphs_of_letters())
    yield from _headings(0.06, articles)
    yield from _xquad(0.22)
    news = list(lines("parallel/news.jsonl"))
    yield from _written("news", 0.1, _pieces_of_news([line["nl"] for line in news]))
    random.Random(5).shuffle(news)
    for asked, language in (("nl", "en"), ("en", "nl")):
        sentences = news[:SENTENCES]
        passages = {str(place): line[language] for place, line in enumerate(sentences)}
        translations = [
            {"question": line[asked], "answers": [{"letter": str(place)}]} for place, line in enumerate(sentences)
        ]
        yield _pairs(f"news {asked}→{language}", 0.02, passages, translations)
    yield from invented_learned()


def invented_learned() -> Iterator[Pairs]:
    """The invented letters that are learned from, as one text."""
    letters = invented(judged=False).values()
    yield from _written("invented", 0.4, {each: text for letter in letters for each, text in letter.passages().items()})


def broad_learned() -> Iterator[Pairs]:
    """What is asked broadly of the same letters. Only what reads both together is to learn from it: what questions are
    read with got worse."""
    letters = invented(judged=False).values()
    yield from _written("broad", 0, {each: text for letter in letters for each, text in letter.passages().items()})


def invented_judged() -> Iterator[Pairs]:
    """The invented letters that nothing is learned from, each by itself."""
    for kind in ("invented", "broad"):
        for letter in invented(judged=True).values():
            yield from _written(kind, 0, letter.passages())


def _pairs(
    name: str,
    share: float,
    passages: dict[str, str],
    questions: Iterable[dict[str, Any]],
    near_misses: Iterable[dict[str, Any]] = (),
) -> Pairs:
    """The questions that passages here answer, and no more than three of them: a heading that stands over many
    articles asks for nothing in particular."""
    places = {identifier: place for place, identifier in enumerate(passages)}
    same_text = defaultdict(set)
    for identifier, text in passages.items():
        same_text[text].add(places[identifier])
    asked, right = [], []
    for line in questions:
        golds = [answer["letter"] for answer in line["answers"] if answer["letter"] in passages]
        found = frozenset(place for gold in golds for place in same_text[passages[gold]])
        if 1 <= len(found) <= 3:
            asked.append(line["question"])
            right.append(found)
    near = tuple((line["question"], places[line["near"]]) for line in near_misses if line["near"] in places)
    return Pairs(name, share, tuple(asked), tuple(passages.values()), tuple(right), near)


def _written(kind: str, share: float, passages: dict[str, str]) -> Iterator[Pairs]:
    """The questions written on a kind of text, one task a language."""
    own = written(kind)
    if kind != "broad":  # which has its near misses in the same file
        own = own + written("near_misses")
    for language in ("nl", "en"):
        asked = [line for line in own if line["language"] == language]
        questions, near_misses = ([line for line in asked if ("near" in line) is near] for near in (False, True))
        yield _pairs(f"{kind}, written, {language}→nl", share / 2, passages, questions, near_misses)


def _asked_of(texts: dict[str, str], kind: str, around: int = 0) -> dict[str, str]:
    """Those that are asked about, and so many before and after each out of the same law or treaty."""
    asked = {answer["letter"] for line in written(kind) for answer in line["answers"]}
    order = list(texts)
    kept = {
        other
        for place, identifier in enumerate(order)
        if identifier in asked
        for other in order[max(0, place - around) : place + around + 1]
        if document(other) == document(identifier)
    }
    return {identifier: text for identifier, text in texts.items() if identifier in kept}


def _pieces_of_news(sentences: Sequence[str]) -> dict[str, str]:
    """Sentences that follow each other, PIECE characters or more of them together."""
    pieces: dict[str, str] = {}
    first = 0
    for last in range(1, len(sentences) + 1):
        if last == len(sentences) or sum(map(len, sentences[first:last])) >= PIECE:
            pieces[f"news-{first}-{last}"] = " ".join(sentences[first:last])
            first = last
    return pieces


def _paragraphs_of_letters() -> dict[str, str]:
    """Those of whole letters that answer members' questions, as the product reads them, under their headings."""
    letters = [read_file(path).letters[0] for path in sorted((SHARED / "data" / "letters").glob("kamervragen-*.pdf"))]
    return {
        paragraph.id: under(section.path, paragraph.text)
        for letter in letters
        for section, paragraph in letter.paragraphs()
    }


def _paragraphs_of_laws() -> dict[str, str]:
    kept = _asked_of(collection("laws/paragraphs.jsonl.gz"), "laws", AROUND)
    return {identifier: text for identifier, text in kept.items() if 60 < len(text) < 1600}


def _headings(share: float, articles: list[dict[str, Any]]) -> Iterator[Pairs]:
    """Headings of treaty articles, in either language, for the articles under them."""
    questions = list(lines("treaties/questions.jsonl"))
    asked = {answer["letter"] for line in questions for answer in line["answers"]}
    treaties = defaultdict(list)
    for line in articles:
        if line["id"] in asked and part(line["doc"]) == "head":
            treaties[line["doc"]].append(line)
    order = sorted(treaties)
    random.Random(5).shuffle(order)
    chosen: list[dict[str, Any]] = []
    for treaty in order:
        if len(chosen) <= TREATY_ARTICLES and len(treaties[treaty]) >= 3:
            chosen += treaties[treaty][:20]
    for asked_in, language in (("nl", "nl"), ("nl", "en"), ("en", "nl")):
        passages = {line["id"]: line[language][: LONGEST["asked"]] for line in chosen if line[language]}
        of_language = [line for line in questions if line["language"] == asked_in]
        yield _pairs(f"treaty headings {asked_in}→{language}", share / 3, passages, of_language)


def _xquad(share: float) -> Iterator[Pairs]:
    directions = "en→en de→de es→es en→de en→ro en→es de→en ro→de".split()
    for direction in directions:
        asked, language = direction.split("→")
        every = collection(f"qa/xquad.passages.{language}.jsonl")
        passages = {each: text for each, text in every.items() if part(document(each)) == "head"}
        questions = lines(f"qa/xquad.questions.{asked}.jsonl")
        yield _pairs(f"xquad {direction}", share / len(directions), passages, questions)
