"""How a question is answered, by what a library holds at one moment."""

import functools
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus import find_identifiers
from corpus.blocks import folded
from index.about import Field, head_hit, topic_of
from index.answer import Hit
from index.confidence import READ, READ_UP_TO, SUREST, WEIGHED, Judgement, judge, worth_reading
from index.encoder import Encoder
from index.errors import NothingToAsk
from index.filters import EVERYTHING, Filters
from index.fitted import fitted_for
from index.language import detect_language
from index.passages import Passage
from index.question import names_only
from index.search import Query, Ranked, rank, reordered
from index.storage import Candidates, Letters

_MOST_NAMED = 60  # publications


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked: the letters, and passages by their vectors, all of one moment, and the model that these are of."""

    store: Letters[Any]
    candidates: Candidates[Any]
    encoder: Encoder

    def rank(self, question: str, k: int, filters: Filters = EVERYTHING) -> tuple[Query, list[Ranked]]:
        """The ``k`` passages nearest to ``question``, by key, and the question as it was searched with. Raises
        NothingToAsk where no letter meets the filters."""
        store, fitted = self.store, fitted_for(self.encoder.identity)
        encoding = self.encoder.encode_question(question)
        weights = self.candidates.rarity(encoding.token_ids, fitted)
        language = detect_language(question, functools.partial(_used, store))
        query = Query(question, language, encoding, weights)
        own, mentioning = store.naming(_named(question))
        within = store.within(filters)
        if within:
            if within.is_empty:
                raise NothingToAsk(f"No letter in this library meets the filter: {filters}.")
            own, mentioning = within.among(own), within.among(mentioning)
        named = dict.fromkeys(mentioning, len(own)) | dict.fromkeys(own, 0)
        if names_only(question):
            # of letters that are only looked up the paragraph that is cited comes first, else the first ones say most
            passages = store.passages(sorted(own))
            cited = _cited(question, passages)
            seen: Counter[str] = Counter()
            for key, passage in sorted(passages.items(), key=lambda each: (each[0] not in cited, each[0])):
                named[key] = seen[passage.letter]
                seen[passage.letter] += 1
        return query, rank(query, self.candidates, store, fitted, named, k, within)

    def weighed(
        self, question: str, k: int, filters: Filters
    ) -> tuple[Query, list[Ranked], dict[int, Passage], Judgement]:
        """The passages nearest to ``question``, ``k`` or more, by key, and how sure it is that they answer."""
        query, ranked = self.rank(question, max(k, WEIGHED), filters)
        passages = self.store.passages([found.key for found in ranked])
        texts = {key: passage.text for key, passage in passages.items()}
        fitted = fitted_for(self.encoder.identity)
        judgement = judge(query, ranked, texts, fitted, only_named=names_only(question))
        together = worth_reading(ranked, judgement, fitted) if len(self.candidates) <= READ_UP_TO else None
        if together and (log_odds := self.log_odds(question, ranked[:READ], passages)):
            ranked = reordered(ranked, log_odds, together.weight)
            judgement = judge(query, ranked, texts, fitted)
        return query, ranked, passages, judgement

    def log_odds(self, question: str, ranked: Sequence[Ranked], passages: Mapping[int, Passage]) -> list[float]:
        """The log-odds that each of these passages answers, read together with the question; none where the model
        never learned that."""
        texts = [
            (passages[hit.key].heading, passages[hit.key].text, hit.evidence[0][0] if hit.evidence else 0)
            for hit in ranked
        ]
        found = self.encoder.log_odds(question, texts)
        return [] if found is None else found.tolist()

    def heads(self, field: Field, question: str, k: int, earlier: Sequence[str], filters: Filters) -> tuple[Hit, ...]:
        """The heads of (at most) ``k`` letters that are meant, where they say what is asked: the only letter there is,
        or those that answer the topic of ``question`` or of the one before it best."""
        store = self.store
        letters = store.some_letters(filters, 2)
        confidences = dict.fromkeys(letters, SUREST)
        topic = topic_of(question, earlier if len(letters) != 1 else ())
        if topic or len(letters) != 1:
            if not topic:
                return ()
            _, ranked, passages, judged = self.weighed(topic, k, filters)
            confidences = {}
            for found, confidence in zip(ranked, judged.confidences, strict=True):
                confidences.setdefault(passages[found.key].letter, confidence)
            meant = [each for each in store.published_as(_named(topic)) if each in confidences]
            if not judged.answered or (names_only(topic) and not meant):  # then others refer to it
                return ()
            confidences = {each: confidences[each] for each in meant} or confidences
        hits: list[Hit] = []
        for letter, confidence in confidences.items():
            hit = head_hit(len(hits) + 1, store.letter(letter), field, confidence)
            if hit and len(hits) < k:
                hits.append(hit)
        return tuple(hits)


def _named(question: str) -> list[str]:
    """The publications that ``question`` names, as many as anyone would ask for at once."""
    return list(dict.fromkeys(identifier for identifier, _, _ in find_identifiers(question)))[:_MOST_NAMED]


def _cited(question: str, passages: Mapping[int, Passage]) -> set[int]:
    """The keys of those whose locator ends ``question``, the longest that does: "§ Lastenverdeling, al. 1"."""
    asked = question.rstrip(" .;)").casefold()
    locators = {key: folded(each.locator).casefold() for key, each in passages.items()}
    ends = {key: len(locator) for key, locator in locators.items() if asked.endswith(" " + locator)}
    longest = max(ends.values(), default=0)
    return {key for key, length in ends.items() if length == longest}


def _used(store: Letters[Any], words: Collection[str], language: str) -> list[str]:
    """Those of ``words`` that letters in ``language`` use, and not in names alone."""
    return [word for word, each in store.vocabulary.frequencies(words, language).items() if each.ordinary]
