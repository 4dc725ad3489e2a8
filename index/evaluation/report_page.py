"""An evaluation as a page that stands alone: no script, nothing from elsewhere, the same bytes each time."""

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path

from index.evaluation.evaluate import Evaluation
from index.evaluation.figures import KINDS, Kind
from index.evaluation.outcome import Miss, Outcome
from index.evaluation.report import measure_rows
from index.evaluation.report_misses import miss_article
from index.library import Library

LANGUAGES = {"nl": "Dutch", "en": "English", "de": "German", "es": "Spanish", "fr": "French", "ro": "Romanian"}
MEANINGS = {
    "questions": "how many were asked",
    "hit@1": "a right passage comes first",
    "hit@3": "one is among the first three",
    "hit@10": "one is among the first ten",
    "mrr@10": "mean of 1 / the place of the first right one",
    "ndcg@10": "how near the order is to the ideal one",
    "evidence": "where it comes first, what is marked of it has the words that answer",
    "auroc": "chance that an answerable question gets the higher confidence of the two kinds",
    "refused unanswerable": "rightly: high is good",
    "refused answerable": "wrongly: low is good",
    "balanced accuracy": "mean of the two kinds told right",
    "calibration error": "how sure of the first passage against how often it is right: low is good",
    "p50 ms": "half of the answers came within this",
    "p95 ms": "95 of 100 did",
    "p99 ms": "99 of 100 did",
}
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<header>
<p class="brand">Vindplaats</p>
<h1>Evaluation</h1>
{about}
</header>
<main>
<ul class="key">
{key}
</ul>
<nav aria-label="On this page">
<a href="#measures">Measures</a> <a href="#charts">Charts</a> <a href="#misses">What went wrong</a>
</nav>
<section aria-labelledby="measures">
<h2 id="measures">Measures</h2>
<p class="soft" id="interval">Between brackets, the 95% interval:
what another sample of as many questions might give.</p>
<div class="scroll" role="region" tabindex="0" aria-label="Table of measures">
<table class="measures" aria-labelledby="measures" aria-describedby="interval">
{table}
</table>
</div>
</section>
<h2 id="charts">Charts</h2>
{charts}
<section aria-labelledby="misses">
<h2 id="misses">What went wrong: {count} of {questions} questions</h2>
{misses}
</section>
</main>
</body>
</html>
"""


def report_html(evaluation: Evaluation, about: Sequence[str] = ()) -> str:
    """The measures, the charts of each language, and every question that went wrong. ``about`` is what the page says
    of the question set and the library, a paragraph each."""
    misses = evaluation.misses()
    return _PAGE.format(
        title=escape(" – ".join(["Vindplaats evaluation", *about[:1]])),
        style=files("index.evaluation").joinpath("report.css").read_text("utf-8"),
        about="\n".join(f"<p>{escape(line)}</p>" for line in about),
        key="\n".join(_key_figures(language, outcomes) for language, outcomes in evaluation.by_language().items()),
        table="\n".join(_table(evaluation)),
        charts="\n".join(_charts(kind, evaluation) for kind in KINDS),
        count=sum(map(len, misses.values())),
        questions=len(evaluation.outcomes),
        misses="\n".join(_misses(misses)) or "<p>Nothing did.</p>",
    )


def about(library: Library, questions: Path) -> list[str]:
    """What an evaluation was made with: the question file, the library, the model."""
    letters = library.letters()
    passages = sum(letter.paragraphs for letter in letters)
    return [
        f"Questions: {questions.name}.",
        f"Library: {len(letters):,} letter{'s' if len(letters) != 1 else ''}, {passages:,} paragraphs.",
        f"Model: {library.encoder().identity.name}.",
    ]


def _named(language: str) -> str:
    return LANGUAGES.get(language, language)


def _key_figures(language: str, outcomes: Sequence[Outcome]) -> str:
    """The outcome for one language in a sentence or two."""
    answerable = [outcome for outcome in outcomes if outcome.answerable]
    unanswerable = [outcome for outcome in outcomes if not outcome.answerable]
    sentences = []
    if answerable:
        first = sum(outcome.right_first for outcome in answerable)
        third = sum(any(outcome.judged[:3]) for outcome in answerable)
        refused = sum(not outcome.answer.answered for outcome in answerable)
        sentences.append(
            f"Of {len(answerable)} questions that have an answer, the right passage came first for <b>{first}</b> and "
            f"among the first three for <b>{third}</b>; <b>{refused}</b> were refused."
        )
    if unanswerable:
        refused = sum(outcome.miss is None for outcome in unanswerable)
        sentences.append(f"Of {len(unanswerable)} that have none, <b>{refused}</b> were refused.")
    return f"<li><h2>{escape(_named(language))}</h2><p>{' '.join(sentences)}</p></li>"


def _table(evaluation: Evaluation) -> Iterator[str]:
    (_, *groups), *rows = measure_rows(evaluation)
    heads = "".join(f'<th scope="col">{escape(_named(group))}</th>' for group in groups)
    yield f'<thead><tr><th scope="col">measure</th>{heads}</tr></thead>'
    yield "<tbody>"
    for name, *cells in rows:
        shown = "".join(f"<td>{_cell(cell)}</td>" for cell in cells)
        yield f'<tr><th scope="row">{escape(name)} <small>{escape(MEANINGS[name])}</small></th>{shown}</tr>'
    yield "</tbody>"


def _cell(cell: str) -> str:
    """A figure with what stands behind it in small."""
    figure, space, behind = escape(cell).partition(" ")
    return f"{figure}{space}<small>{behind}</small>" if behind else figure


def _charts(kind: Kind, evaluation: Evaluation) -> str:
    shown = []
    for number, (language, outcomes) in enumerate(evaluation.by_language().items(), start=1):
        name = _named(language)
        title = f"{kind.title}, {name}"
        identifier = f"{kind.key}-{number}"
        figure = kind.make(identifier, title, outcomes)
        if figure is None:
            shown.append(f"<figure><figcaption><h4>{escape(name)}</h4></figcaption><p>Nothing to draw.</p></figure>")
            continue
        heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in figure.head)
        rows = (
            f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
            for first, *cells in figure.rows
        )
        shown.append(
            f"<figure><figcaption><h4>{escape(name)}</h4></figcaption>{figure.svg}"
            f"<p>{escape(figure.note)}</p>"
            f"<details><summary>The numbers<span class='unseen'> of {escape(title)}</span></summary>"
            f'<div class="scroll" role="region" tabindex="0" aria-label="Numbers of {escape(title)}"><table>'
            f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div></details></figure>"
        )
    return (
        f'<section class="charts" aria-labelledby="{kind.key}"><div><h3 id="{kind.key}">{escape(kind.title)}</h3>'
        f'<p>{escape(kind.how)}</p></div><div class="figures">{"".join(shown)}</div></section>'
    )


def _misses(misses: dict[Miss, list[Outcome]]) -> Iterator[str]:
    if misses:
        yield "<ul class='kinds'>"
        for miss, outcomes in misses.items():
            yield f'<li><a href="#{miss}">{len(outcomes)} {escape(miss.told)}</a></li>'
        yield "</ul>"
        yield (
            "<p class='soft'>Marked in what came first is the sentence that the product took for the answer; in the "
            "right passage, the words that the question set gives.</p>"
        )
    for miss, outcomes in misses.items():
        yield f'<h3 id="{miss}">{len(outcomes)} {escape(miss.told)}</h3>'
        yield from map(miss_article, outcomes)
