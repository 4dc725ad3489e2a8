"""The bundled model's graph in eight bits where that holds: faster, up to twice, in a quarter of the memory.

Its linear layers multiply whole numbers. A column of weights counts in steps of a 127th of its largest, and values in
steps of a 127th of the largest that they come to on fixed texts, or, where texts are read alone, of a 255th of the
range that they have in the text. Behind GELU tokens differ too much for that, the first comes to ten times as much as
others: there each token has steps of its own, a 255th of the range from the least that GELU gives to its largest. In
any case a text's vectors don't depend on what is read beside it. Behind a layer normalisation a few channels are far
larger than the others; they are made smaller and their weights larger (Xiao et al., "SmoothQuant", 2023). On others of
the fixed texts the graph is compared with the one in full precision, which is used where they differ. There are
processors on which sums of two such products overflow sixteen bits, unless neither factor has a sign: there weights are
counted from 128 on, which is somewhat slower, but exact.
"""

import itertools
import json
import platform
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from filelock import FileLock

from index.encoder import Floats, Progress, unit
from index.models.adapter import Adapter
from index.models.cross_encoder import QUESTION_TOKENS
from index.models.graph import IDS, PLACES, RUNTIME, TOKENS, WHOLE, Builder, attended, before, normalised, write_graph
from index.models.runtime import session

# Part of the files' names, so that a change in how a graph is made never meets an old one.
LAYOUT = 8
Kind = Literal["many", "alone", "together"]
# As processor() has them, those on which sums of products may overflow. Letters, which are read many at once, hold
# there with signs too (.9981), and take .87 of the time.
OVERFLOWING = frozenset(["x86_64", "amd64"])
ALIKE = 0.998  # the lowest cosine of a text's vectors, and the mean one of its tokens', that is taken for the same
SMOOTHED = 0.65  # how much of a channel's size goes into the weights (Xiao et al.'s alpha)
LARGEST, RANGE = 127, 255
SMALLEST = 1e-5  # of what is divided by

QUESTIONS = (
    "query: Hoeveel geeft Nederland uit aan defensie?",
    "query: Welke landen hebben het verdrag nog niet bekrachtigd?",
    "query: When will parliament be told about the results?",
    "query: How is the subsidy paid?",
    "query: Waarom is het warmtenet duurder geworden?",
    "query: Who supervises the quality of drinking water?",
)
ANSWERS = (
    "passage: Financiën: Het defensiebudget komt dit jaar uit op 11,8 miljard euro, ruim 3 miljard meer dan in 2014.",
    "passage: Op 1 mei hadden Estland, Malta en Noorwegen het verdrag nog niet geratificeerd (Trb. 2019, nr. 12).",
    "passage: De minister zegt toe de Kamer vóór 1 juli 2026 te informeren over de uitkomsten van het onderzoek.",
    "passage: The subsidy is paid in four instalments; the last, 12.5 %, after the final report has been approved.",
    "passage: De kosten van het warmtenet zijn gestegen door hogere rente, krapte bij aannemers en langere tracés.",
    "passage: De Inspectie Leefomgeving en Transport houdt toezicht op de kwaliteit van drinkwater.",
)
OTHERS = (
    "query: Wat is de vindplaats van de motie-Van den Berg c.s.?",
    "query: What did the cabinet decide on flights at Schiphol?",
    "passage: 1.2 Uitvoering: a. gemeenten; b. provincies; c. waterschappen. | 2023 | € 1,3 mln. | 45% |",
    "passage: Hierbij zend ik u, mede namens de Staatssecretaris van Binnenlandse Zaken en Koninkrijksrelaties, het "
    "verslag van de Raad Algemene Zaken van 22 juni jl. De Kamer ontvangt de kabinetsreactie na het zomerreces.",
    "passage: De Vries (VVD): Voorzitter. Klopt het dat er in Zuidoost-Brabant geen huisartsen meer zijn?! Zo ja…",
    "passage: Artikel 5. Each Contracting Party shall take appropriate measures to reduce the transboundary movement.",
)
"""Between them what letters are made of: sentences, numbers, names, lists, both languages. What the channels come to is
looked at on OTHERS, whether the graph holds on QUESTIONS and ANSWERS."""


_Text = str | tuple[str, str]  # a text, or a question and a passage, with their prompts


def adapted_graph(
    folder: Path,
    adapter: Adapter,
    start: Callable[[], Progress | None] = lambda: None,
    kind: Kind = "many",
) -> Path:
    """The graph of the BERT model in ``folder`` with the adapter's changes, made where it isn't there yet, a matter of
    seconds; what was found is in the manifest beside it. ``start`` is called where it is made, and what it gives counts
    the texts that are read for it. ``kind``: it reads many texts at once, each alone, as questions are, or a question
    together with a passage.

    Raises OSError where the folder cannot be written, KeyError where the weights are not those of a BERT encoder.
    """
    name = f"{kind}-{adapter.fingerprint}-{LAYOUT}"
    manifest = folder / f"{name}-{processor()}.json"
    if found := _found(manifest):
        return found
    with FileLock(folder.with_suffix(".lock")):  # a second process waits here, then finds it
        if not (found := _found(manifest)):
            found = _made(folder, adapter, name, manifest, start(), kind)
    return found


def _found(manifest: Path) -> Path | None:
    try:
        path = manifest.with_name(json.loads(manifest.read_text("utf-8"))["graph"])
    except (OSError, ValueError, KeyError, TypeError):  # not there yet, or not whole
        return None
    return path if path.is_file() else None


def _made(
    folder: Path,
    adapter: Adapter,
    name: str,
    manifest: Path,
    progress: Progress | None,
    kind: Kind,
) -> Path:
    together = kind == "together"
    trial = folder / f"{name}-trial.onnx"
    inputs = [*normalised(folder), *attended(folder)]
    compared_on, looked_on = _texts(together)
    try:
        write_graph(folder, adapter, trial, Builder(), inputs, together=together)
        read = _reader(folder, progress, 2 * len(compared_on) + len(looked_on))
        expected = [read(trial, [WHOLE, TOKENS], text) for text in compared_on]
        looked_at = [read(trial, inputs, text) for text in looked_on]
        largest = {
            value: np.max([np.abs(text[place]).max(axis=1)[0] for text in looked_at], axis=0)
            for place, value in enumerate(inputs)
        }
        evened = {value: largest[value] for value in normalised(folder)}
        # rounded by one step for all, a question's text had a cosine of .9979, too little; by its own range .9986
        stepped, ranged = (largest, ()) if kind == "many" else ({}, inputs)
        signed = kind == "many" or processor() not in OVERFLOWING
        write_graph(folder, adapter, trial, EightBits(evened, stepped, ranged, signed=signed), together=together)
        found = compared(expected, [read(trial, [WHOLE, TOKENS], text) for text in compared_on])
        if not found.holds:
            write_graph(folder, adapter, trial, Builder(), together=together)
        numbers = "float32" if not found.holds else "int8" if signed else "uint8"
        path = trial.rename(folder / f"{name}-{numbers}.onnx")
    finally:
        trial.unlink(missing_ok=True)
    part = manifest.with_suffix(".part")
    part.write_text(json.dumps({"graph": path.name, "eight bits": asdict(found)}, indent=1) + "\n", "utf-8")
    part.rename(manifest)
    return path


def _texts(together: bool) -> tuple[list[_Text], list[_Text]]:
    """What the graphs are compared on, and what the channels are looked at on: texts, or each question with its answer
    and with another one."""
    if not together:
        # in a long text values get larger: without one a token of 512 had a cosine of .987, with it .997
        long = "passage: " + " ".join(text.partition(": ")[2] for text in OTHERS)
        return [*QUESTIONS, *ANSWERS], [*OTHERS, long]
    asked, others = OTHERS[:2], OTHERS[2:]
    return [*zip(QUESTIONS, ANSWERS, strict=True), *zip(QUESTIONS, (*ANSWERS[1:], ANSWERS[0]), strict=True)], [
        (question, passage) for question in asked for passage in others
    ]


def _reader(
    folder: Path, progress: Progress | None, total: int
) -> Callable[[Path, Sequence[str], _Text], list[Floats]]:
    """Runs a graph in ``folder`` on a text, or on a question and a passage; gives the values asked for. ``progress``
    counts them, ``total`` in all."""
    from tokenizers import Tokenizer

    tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    sessions: dict[tuple[Path, int], Any] = {}
    done = itertools.count(1)

    def read(path: Path, wanted: Sequence[str], text: _Text) -> list[Floats]:
        which = path, path.stat().st_mtime_ns
        if which not in sessions:
            sessions[which] = session(path)
        if isinstance(text, str):
            ids = np.array([tokenizer.encode(text).ids], np.int64)
            given: list[Floats] = sessions[which].run(list(wanted), {IDS: ids})
        else:
            given = _behind(sessions[which], before(folder), wanted, [tokenizer.encode(each).ids for each in text])
        if progress:
            progress(next(done), total)
        return given

    return read


def _behind(opened: Any, kept: Mapping[str, str], wanted: Sequence[str], pair: Sequence[Sequence[int]]) -> list[Floats]:
    """The values of a passage's tokens, then those of a question's that see them. ``pair``: the question, the passage;
    ``kept``: the graph's inputs with the outputs that they come from."""
    question, passage = pair
    width = opened.get_inputs()[-1].shape[-1]
    seen = {name: np.zeros((1, 0, width), np.float32) for name in kept}
    found = []
    for text, first in ((passage, QUESTION_TOKENS), (question, 0)):
        given = {IDS: np.array([text], np.int64), PLACES: first + np.arange(len(text))[None], **seen}
        values = opened.run([*wanted, *kept.values()], given)
        seen = dict(zip(kept, values[len(wanted) :], strict=True))
        found.append(values[: len(wanted)])
    return [np.concatenate(both, axis=1) for both in zip(*found, strict=True)]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How near the vectors of one graph are to those of another: the lowest cosine of two texts, the mean one of two
    tokens, and whether each question lies nearest to the same answer."""

    texts: float
    tokens: float
    same_answers: bool

    @property
    def holds(self) -> bool:
        return min(self.texts, self.tokens) >= ALIKE and self.same_answers


def compared(expected: Sequence[Sequence[Floats]], given: Sequence[Sequence[Floats]]) -> Comparison:
    """Compare the vectors (1, d) and (1, t, d) of as many questions, or pairs, as answers, as two graphs give them."""
    wholes, others = (np.concatenate([text[0] for text in texts]) for texts in (expected, given))
    tokens = [_cosines(one[1][0], other[1][0]) for one, other in zip(expected, given, strict=True)]
    count = len(QUESTIONS)
    nearest = [(unit(each[:count]) @ unit(each[count:]).T).argmax(axis=1) for each in (wholes, others)]
    return Comparison(
        round(float(_cosines(wholes, others).min()), 5),
        round(float(np.concatenate(tokens).mean()), 5),
        bool((nearest[0] == nearest[1]).all()),
    )


def _cosines(one: Floats, other: Floats) -> Floats:
    every: Floats = (unit(one) * unit(other)).sum(axis=-1)
    return every


def processor() -> str:
    """What the graph is made for: sums of products of bytes are exact on some processors, and on others not."""
    try:
        flags = set(Path("/proc/cpuinfo").read_text("utf-8").partition("\nflags")[2].partition("\n")[0].split())
    except OSError:
        flags = set()
    return "vnni" if flags & {"avx_vnni", "avx512_vnni"} else platform.machine().lower() or "any"


class EightBits(Builder):
    """Builds linear layers in eight bits. evened: (in,) what each channel comes to, of the inputs whose channels are
    made even; stepped: the same of the inputs that are rounded by one step for all texts; ranged: inputs that are by
    the range of what is read at once, a text alone. Others have a least value, and are by the range of each token.
    signed: whether weights are int8, or else uint8 from 128 on."""

    def __init__(
        self,
        evened: Mapping[str, Floats],
        stepped: Mapping[str, Floats],
        ranged: Collection[str] = (),
        *,
        signed: bool = True,
    ) -> None:
        super().__init__()
        self._evened = evened
        self._stepped = stepped
        self._ranged = ranged
        if stepped:
            self.constant("middle", np.uint8(128))
        self._nought = "" if signed else self.constant("nought", np.uint8(128))
        self.constant("lowest", np.uint8(0))
        self.constant("step", np.float32(1 / RANGE))

    def linear(self, given: str, name: str, weight: Floats, bias: Floats, least: float = -np.inf) -> str:
        """As that of Builder: bias + r (q W), where q are values as whole numbers, and r what they count, for all texts
        the same, by the text's range or by a token's, from ``least`` on."""
        if given in self._ranged or given in self._stepped:
            return self._by_texts(given, name, weight.T, bias)
        # x W = (x - least) W + least W
        whole, steps = _whole(weight.T)
        lifted = self.node("Sub", [given, self.constant(f"{name}.least", np.float32(least))], f"{name}.lifted")
        most = self.node("ReduceMax", [lifted], f"{name}.most", axes=[-1], keepdims=1)
        shares = self.node("Div", [lifted, most], f"{name}.shares")
        product = self._product(shares, "step", "lowest", self._weights(name, whole, steps), f"{name}.whole")
        product = self.node("Mul", [product, most], f"{name}.product")
        raised = bias + np.float32(least) * (whole * steps).sum(axis=0)
        return self.node("Add", [product, self.constant(f"{name}.bias", raised)], name)

    def _by_texts(self, given: str, name: str, weight: Floats, bias: Floats) -> str:
        source, added = given, self.constant(f"{name}.bias", bias)
        even: Floats = np.ones(len(weight), np.float32)
        if source in self._evened:
            even = _even(self._evened[source], np.abs(weight).max(axis=1))
            given = self.node("Mul", [given, self.constant(f"{name}.even", 1 / even)], f"{name}.given")
        weights = self._weights(name, *_whole(weight * even[:, None]))
        if source in self._ranged:
            return self.node("DynamicQuantizeMatMul", [given, *weights, self._nought, added], name, RUNTIME)
        step = self.constant(f"{name}.step", np.float32((self._stepped[source] / even).max() / LARGEST))
        return self._product(given, step, "middle", weights, name, added)

    def _weights(self, name: str, whole: Any, steps: Floats) -> list[str]:
        counted = (whole.astype(np.int16) + 128).astype(np.uint8) if self._nought else whole
        return [self.constant(f"{name}.weight", counted), self.constant(f"{name}.steps", steps)]

    def _product(self, given: str, step: str, nought: str, weights: list[str], name: str, added: str = "") -> str:
        """``given`` as whole numbers of ``step``, where 0 is ``nought``, times the weights, plus ``added``."""
        whole, steps = weights
        rounded = self.node("QuantizeLinear", [given, step, nought], f"{name}.rounded")
        inputs = [rounded, whole, step, steps, nought, self._nought, added]
        return self.node("MatMulIntegerToFloat", inputs, name, RUNTIME)


def _whole(weight: Floats) -> tuple[Any, Floats]:
    """``weight`` (in, out) as int8 in steps of its columns, and these (out,)."""
    steps: Floats = np.abs(weight).max(axis=0) / LARGEST
    return np.rint(weight / np.maximum(steps, SMALLEST / LARGEST)).astype(np.int8), steps


def _even(largest: Floats, weights: Floats) -> Floats:
    """(in,) what to divide each channel by and multiply its weights by, of which the largest is ``weights`` (in,)."""
    even = np.maximum(largest, SMALLEST) ** SMOOTHED / np.maximum(weights, SMALLEST) ** (1 - SMOOTHED)
    scaled: Floats = (even / np.exp(np.log(even).mean())).astype(np.float32)
    return scaled
