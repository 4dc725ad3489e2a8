"""How a question is answered, by what a library holds at one moment."""

import functools
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from corpus.tables import Span
from index.answer import Hit
from index.closed_words import LETTERS
from index.confidence import ALL_READ_UP_TO, READ, READ_UP_TO, WEIGHED, Judgement, judge, worth_reading
from index.encoder import Encoder, Pair
from index.errors import NothingToAsk
from index.evidence import weighed_anew
from index.filters import EVERYTHING, Filters
from index.fitted import fitted_for
from index.language import detect_language
from index.lookups import LOOK_UPS
from index.notes import Note, note_of
from index.passages import Passage
from index.questions.framing import is_topic, unframed
from index.questions.phrases import words_of
from index.questions.question import asks_what_it_says, besides, names_only, publications_named
from index.questions.turns import Tokens, Turn, as_read
from index.search import Query, Ranked, rank, reordered
from index.storage import Candidates, Letters

if TYPE_CHECKING:
    from index.lookups.letter_asked import Told

# A question as it was searched with, passages in their order, these by key, and how sure it is that they answer.
Weighed = tuple[Query, list[Ranked], dict[int, Passage], Judgement]
Meant = dict[str, float]  # letters, and how sure it is that they are meant


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked: the letters, and passages by their vectors, all of one moment, and the model that these are of;
    what it has ``read`` of questions then, ``noted`` of letters' footnotes, been ``told`` of which letter a topic is,
    and ``shown`` in answer to turns of a conversation: that shown ``before`` is "the letter" of a question behind
    others, and the letter is ``called`` so by questions that call it something else."""

    store: Letters[Any]
    candidates: Candidates[Any]
    encoder: Encoder
    read: dict[str, Tokens] = field(default_factory=dict)
    noted: dict[str, dict[str, tuple[Note, ...]]] = field(default_factory=dict)
    told: "dict[tuple[str, Filters], Told | None]" = field(default_factory=dict)
    shown: dict[tuple[Filters, tuple[str, ...]], Meant] = field(default_factory=dict)
    before: Callable[[], Meant] | None = None
    called: Callable[[str], str] = str

    def rank(
        self, question: str | Turn, k: int, filters: Filters = EVERYTHING, before: Mapping[int, int] | None = None
    ) -> tuple[Query, list[Ranked]]:
        """The ``k`` passages nearest to ``question``, or to one as it is read in its conversation, by key, and the
        question as it was searched with. Those that stand ``before`` all others, by key, come in the order of its
        numbers, of which none is as high as how many there are; of one number the nearest first. Raises NothingToAsk
        where no letter meets the filters."""
        turn = question if isinstance(question, Turn) else Turn(question, question)
        question = turn.read_as
        store, fitted = self.store, fitted_for(self.encoder.identity)
        within = store.within(filters)
        if within and within.is_empty:
            raise NothingToAsk(f"No letter in this library meets the filter: {filters}.")
        publications = publications_named(question)
        own, mentioning = self._naming(publications, within)
        looked_up = names_only(question) or (bool(own) and asks_what_it_says(question))
        here = [each for each in publications if self._naming([each], within)[0]] if own and not looked_up else []
        text, cut = besides(question, here)
        asked_of = self._naming(cut, within)[0]
        topic = turn.topic if turn.before and text == question else unframed(text)
        encoding, weights = as_read(turn, topic, self.tokens)
        used = functools.partial(_used, store)
        language = detect_language(text, used)
        if cut and language == "en":  # "China" of "Kamerstuk 28 676, nr. 372: China"
            language = detect_language(question, used)
        query = Query(
            topic,
            language,
            encoding,
            weights,
            looked_up,
            frozenset(asked_of),
            topic != text or is_topic(text),
            bool(turn.before),
        )
        first = asked_of or own
        named = dict.fromkeys(mentioning | own, len(first)) | dict.fromkeys(first, 0)
        if looked_up:
            # of letters that are only looked up the first paragraphs say most
            seen: Counter[str] = Counter()
            for key, passage in sorted(store.passages(sorted(own)).items()):
                named[key] = seen[passage.letter]
                seen[passage.letter] += 1
        if before:
            named |= {key: place - len(before) for key, place in before.items()}
        return query, rank(query, self.candidates, store, fitted, named, k, within)

    def tokens(self, text: str) -> Tokens:
        """Those of a question, or of a part of it, which is read once."""
        if text not in self.read:
            encoding = self.encoder.encode_question(text)
            weights = self.candidates.rarity(encoding.token_ids, fitted_for(self.encoder.identity))
            self.read[text] = encoding, weights
        return self.read[text]

    def _naming(self, publications: Collection[str], within: Any) -> tuple[set[int], set[int]]:
        """The keys of the passages ``within`` those of these publications, and of those that refer to them."""
        own, mentioning = self.store.naming(publications)
        return (within.among(own), within.among(mentioning)) if within else (own, mentioning)

    def naming(self, publications: Collection[str], filters: Filters) -> set[int]:
        """The keys of the passages, of letters that meet the filters, that refer to these publications."""
        return self._naming(publications, self.store.within(filters))[1]

    def weighed(self, question: str, k: int, filters: Filters) -> Weighed:
        """The passages that answer ``question`` best, ``k`` or more, by key, and how sure it is that they do."""
        return self.weighed_as([Turn(question, question)], k, filters)[1]

    def weighed_as(self, turns: Sequence[Turn], k: int, filters: Filters) -> tuple[Turn, Weighed]:
        """The same for a question that may be read as the first of ``turns``, or as another by which another passage
        is the nearest; and as which it was."""
        turn, *others = turns
        for asked in dict.fromkeys(
            (Turn(turn.typed, turn.typed), turn)
        ):  # "En de laatste alinea?" needs none before it
            # "het antwoord op vraag 4" is none of the letter's names, though it may be called "het antwoord"
            for read_as in dict.fromkeys((asked.read_as, self.called(asked.read_as))):
                for look_up in LOOK_UPS:
                    if found := look_up(self, read_as, k, filters):
                        return asked, found
        query, ranked = self.rank(turn, max(k, WEIGHED), filters)
        for other in others:
            behind, nearest = self.rank(other, max(k, WEIGHED), filters)
            if [hit.key for hit in nearest[:1]] != [hit.key for hit in ranked[:1]]:
                turn, query, ranked = other, behind, nearest
        return turn, self.judged(query, ranked, filters)

    def judged(self, query: Query, ranked: list[Ranked], filters: Filters = EVERYTHING) -> Weighed:
        """How sure it is that passages answer; the first of them are read together with the question, which puts them
        in another order too."""
        passages = self.store.passages([found.key for found in ranked])
        texts = {found.key: self._read_of(found, passages[found.key])[0] for found in ranked}
        fitted = fitted_for(self.encoder.identity)
        judgement = judge(query, ranked, texts, fitted, only_named=query.looked_up)
        together = worth_reading(query, ranked, judgement, fitted)
        reads, to_the_last = self._reads(query, filters) if together else (False, False)
        # letters that the question is asked of keep their place before others
        first = sum(found.key in query.own for found in ranked) or len(ranked)
        nearest = ranked[: min(READ, first)]
        pairs = self.read_together(query, nearest, passages, to_the_last=to_the_last) if reads else []
        if together and pairs:
            for place, (hit, pair) in enumerate(zip(ranked, pairs, strict=False)):
                if pair.matches.size:
                    evidence, levels = weighed_anew(hit.evidence, hit.levels, pair, together.evidence)
                    ranked[place] = replace(hit, evidence=evidence, levels=levels)
            log_odds = [pair.log_odds for pair in pairs]
            ranked = [*reordered(ranked[:first], log_odds, together.weight), *ranked[first:]]
            judgement = judge(query, ranked, texts, fitted)
        return query, ranked, passages, judgement

    def _reads(self, query: Query, filters: Filters) -> tuple[bool, bool]:
        """Whether passages are worth reading together with the question in a library of this size, and whether to the
        last of them: what is asked of one letter always is. Of several, "Which letter is on …?" no passage tells by
        itself."""
        size = len(self.candidates)
        if size <= ALL_READ_UP_TO or len(self.store.some_letters(filters, 2)) == 1:
            return True, True
        return size <= READ_UP_TO and not LETTERS & {word.lower for word in words_of(query.text)}, False

    def read_together(
        self, query: Query, ranked: Sequence[Ranked], passages: Mapping[int, Passage], *, to_the_last: bool = True
    ) -> list[Pair]:
        """The question with each of these passages, or not ``to_the_last`` but to the first that likelier answers than
        not; none where the model never learned that."""
        pairs: list[Pair] = []
        for hit in ranked:
            text = (passages[hit.key].heading, *self._read_of(hit, passages[hit.key]))
            pairs += self.encoder.read_together(query.text, [text], in_conversation=query.in_conversation) or []
            if not pairs or (pairs[-1].log_odds > 0 and not to_the_last):
                break
        return pairs

    def _read_of(self, hit: Ranked, passage: Passage) -> tuple[str, tuple[Span, ...]]:
        """The text of a passage, with its footnote below it where that answers most likely, and the characters of its
        sentences."""
        place = note_of(hit.evidence[0]) if hit.evidence else None
        if place is None:
            return passage.text, hit.evidence
        text = f"{passage.text}\n{self.notes_of(passage)[place].text}"
        return text, ((len(passage.text) + 1, len(text)), *hit.evidence[1:])

    def notes_of(self, passage: Passage) -> tuple[Note, ...]:
        """The footnotes of a passage."""
        if passage.letter not in self.noted:
            self.noted[passage.letter] = self.store.notes_of(passage.letter)
        return self.noted[passage.letter][passage.id]

    def beside(self, hits: Sequence[Hit], steps: Sequence[int]) -> Passage | None:
        """The paragraph that ``steps`` lead to from the first of ``hits``: each is how many paragraphs further, or
        back. Behind passages that were found together, in order, the first step on is from the last of them. The head
        comes before the first paragraph. None where the last step leads nowhere; an earlier one that does counts for
        nothing."""
        first, *others = hits
        own = [each for each in self.store.of_letters([first.letter]).get(first.letter, ()) if each.paragraph]
        places = {each.id: place for place, each in enumerate(own)}
        place = places.get(first.id, -1)
        if next((step for step in steps if step), 0) > 0:
            for hit in others:
                if not (hit.confidence and places.get(hit.id) == place + 1):
                    break
                place += 1
        there = True
        for step in steps:
            if there := 0 <= place + step < len(own):
                place += step
        return own[place] if there else None


def _used(store: Letters[Any], words: Collection[str], language: str) -> list[str]:
    """Those of ``words`` that letters in ``language`` use, and not in names alone."""
    return [word for word, each in store.vocabulary.frequencies(words, language).items() if each.ordinary]
