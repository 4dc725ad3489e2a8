"""The encoder of a model: the bundled one, any other exported to ONNX Runtime, and those that stay on torch."""

import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index import Library
from index.encoder import Encoder, Encoding, ModelIdentity, TwoEncoders
from index.errors import ModelError, ModelMismatch
from index.models import export, runtime
from index.models import loading as models
from index.models.adapter import Adapter, bundled_adapter, conversation_adapter, cross_adapter, question_adapter
from index.models.bundled import HUB_NAME, bundled_model
from index.models.eightbit import ALIKE, OVERFLOWING, adapted_graph, processor
from index.models.graph import Builder, write_graph
from index.models.loading import load_encoder
from index.models.runtime import cores
from index.models.windows import BATCH_TOKENS, Network
from tests.conftest import LETTER, ROOT, WordEncoder
from tests.full_precision import in_full_precision
from tests.index.models.test_adapter import absent

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def bundled() -> Encoder:
    return load_encoder()


def covered(encoding: Encoding, text: str) -> str:
    """The characters that tokens stand for, white space left out."""
    seen = sorted({place for start, end in encoding.spans.tolist() if start >= 0 for place in range(start, end)})
    return "".join(text[place] for place in seen if not text[place].isspace())


def test_shapes_and_lengths(bundled: Encoder) -> None:
    assert (bundled.identity.name, bundled.identity.dimensions) == ("intfloat/multilingual-e5-small", 384)
    text = "De NAR zal DIANA nader uitwerken."
    (encoding,) = bundled.encode_passages([("NAVO2030", text)])
    assert encoding.vectors.shape == (1, 384)
    assert encoding.tokens.shape == (len(encoding.token_ids), 384)
    for rows in (encoding.vectors, encoding.tokens):
        assert rows.dtype == np.float32
        assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)
    heading = (encoding.spans == -1).all(axis=1)
    assert 0 < heading.sum() < 8
    assert covered(encoding, text) == "DeNARzalDIANAnaderuitwerken"


def test_the_question_keeps_its_words_only(bundled: Encoder) -> None:
    question = "Wat is DIANA?"
    encoding = bundled.encode_question(question)
    assert covered(encoding, question) == "WatisDIANA"
    assert encoding.vectors.shape == (1, 384)


def test_a_batch_gives_what_one_at_a_time_gives(bundled: Encoder) -> None:
    passages = [("Kop", "Kort."), ("", "Een langere zin over de begroting van Defensie. " * 8), ("A › B", "Midden in.")]
    together = bundled.encode_passages(passages)
    for passage, encoding in zip(passages, together, strict=True):
        (alone,) = bundled.encode_passages([passage])
        assert (encoding.token_ids == alone.token_ids).all()
        assert encoding.vectors == pytest.approx(alone.vectors, abs=1e-4)
        assert encoding.tokens == pytest.approx(alone.tokens, abs=1e-3)


def test_a_long_paragraph_is_covered_whole_and_nothing_twice(bundled: Encoder) -> None:
    text = " ".join(f"Zin {number} gaat over artikel {number * 7}." for number in range(200))
    (encoding,) = bundled.encode_passages([("Lang", text)])
    assert len(encoding.vectors) > 2
    assert covered(encoding, text).replace(".", "") == text.replace(" ", "").replace(".", "")
    in_text = encoding.spans[encoding.spans[:, 0] >= 0]
    assert (in_text[1:, 0] >= in_text[:-1, 1]).all()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The bundled model without its graphs."""
    made = tmp_path / "model"
    made.mkdir()
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        source = Path(bundled_model()) / name
        try:
            os.link(source, made / name)
        except OSError:  # another disk; a symbolic link out of its folder is refused by the runtime
            shutil.copy(source, made / name)
    return made


TEXTS = [
    "Het Nederlands defensiebudget komt uit op 11,8 miljard euro.",
    "Ja.",
    "Een langere zin over de begroting van Defensie, en over wat daarvan ieder jaar weer overblijft. " * 12,
    "Crème brûlée — ½ € 3,5 mln. ①",
]


def test_it_gives_what_sentence_transformers_gives(folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    encoder = in_full_precision(folder)
    model, for_questions = (SentenceTransformer(bundled_model(), device="cpu") for _ in range(2))
    bundled_adapter().apply(model)
    question_adapter().apply(for_questions)
    for text, encoding in zip(TEXTS, encoder.encode_passages([("", text) for text in TEXTS]), strict=True):
        assert encoding.vectors == pytest.approx(model.encode_document([text]), abs=1e-5)
        tokens = model.encode_document([text], output_value="token_embeddings", convert_to_numpy=False)[0].numpy()
        ids = model.tokenizer(f"passage: {text}")["input_ids"]
        cosines = encoding.tokens @ (tokens / np.linalg.norm(tokens, axis=1, keepdims=True)).T
        # each token of ours is one of the original's: the same piece of text with the same vector
        assert cosines.max(axis=1) == pytest.approx(1, abs=1e-5)
        nearest = [[ids[place] for place in np.flatnonzero(row > 1 - 1e-5)] for row in cosines]
        assert all(own in among for own, among in zip(encoding.token_ids.tolist(), nearest, strict=True))
    question = "Hoeveel geeft Nederland uit aan defensie?"
    assert encoder.encode_question(question).vectors == pytest.approx(for_questions.encode_query([question]), abs=1e-5)


def test_in_eight_bits_it_gives_nearly_the_same(bundled: Encoder, folder: Path) -> None:
    passages = [("Financiën", text) for text in TEXTS]
    exact = in_full_precision(folder)
    pairs = [*zip(exact.encode_passages(passages), bundled.encode_passages(passages), strict=True)]
    questions = "Hoeveel geeft Nederland uit aan defensie?", "Who supervises the quality of drinking water?"
    pairs += [(exact.encode_question(question), bundled.encode_question(question)) for question in questions]
    # where sums overflow "Ja.", which no graph is compared on, has .99797
    least = 0.9975 if processor() in OVERFLOWING else ALIKE
    for full, eight in pairs:
        assert (full.token_ids == eight.token_ids).all()
        assert (full.spans == eight.spans).all()
        assert (full.vectors * eight.vectors).sum(axis=1).min() > least
        assert (full.tokens * eight.tokens).sum(axis=1).mean() > least


def test_a_question_longer_than_the_model_reads(bundled: Encoder) -> None:
    encoding = bundled.encode_question("waarom " * 600)
    assert 500 < len(encoding.tokens) <= 512
    assert np.isfinite(encoding.tokens).all()


def test_batches_are_filled_and_not_overfilled(bundled: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(bundled, TwoEncoders)
    shapes = []
    read = bundled.passages._network

    def watched(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        shapes.append(ids.shape)
        return read(ids)

    monkeypatch.setattr(bundled.passages, "_network", watched)
    bundled.encode_passages([("", "Een zin over defensie. " * (1 + place % 30)) for place in range(60)])
    assert sum(texts for texts, _ in shapes) == 60
    assert max(texts * tokens for texts, tokens in shapes) <= BATCH_TOKENS
    assert max(texts for texts, _ in shapes) == 2  # those that are alike


def test_what_reads_passages_is_opened_where_there_are_some(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def noted(path: Path, threads: int | None = None) -> Network:
        opened.append(path)
        return network(path, threads)

    network = runtime.network
    monkeypatch.setattr(runtime, "network", noted)
    encoder = load_encoder()
    encoder.encode_question("Wat is DIANA?")
    assert len(opened) == 1
    for _ in range(2):
        encoder.encode_passages([("", "De NAR zal DIANA nader uitwerken.")])
    assert len(opened) == len(set(opened)) == 2


def test_from_the_hub_questions_are_read_with_their_own_changes_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "packed_file", lambda: None)
    monkeypatch.setattr(models, "bundled_model", lambda _: HUB_NAME)
    monkeypatch.setattr(export, "exported", lambda name, _, adapter: WordEncoder(f"{name} {adapter.fingerprint}"))
    encoder = load_encoder()
    assert isinstance(encoder, TwoEncoders)
    assert encoder.questions.identity.name == f"{HUB_NAME} {question_adapter().fingerprint}"
    assert encoder.identity == ModelIdentity(f"{HUB_NAME} {bundled_adapter().fingerprint}", "by hand", 64)


def test_progress_goes_up_to_all(bundled: Encoder) -> None:
    seen: list[tuple[int, int]] = []
    bundled.encode_passages([("", "Kort."), ("", "Zin. " * 400), ("", "Nog een.")], lambda *each: seen.append(each))
    assert seen == sorted(seen)
    assert seen[-1] == (3, 3)


def test_neither_asking_nor_adding_imports_torch(tmp_path: Path) -> None:
    program = (
        "import sys; from app.cli import cli\n"
        "for arguments in (['add', 'corpus/letters'], ['ask', 'Wat is DIANA?']):\n"
        "    cli.main(['--library', sys.argv[1], *arguments], standalone_mode=False)\n"
        "heavy = {'torch', 'sentence_transformers', 'transformers', 'onnx', 'sklearn', 'pandas'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or None)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "library")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "§ Behoud van technologische voorsprong, al. 1" in done.stdout


def test_the_graph_is_made_once_and_goes_by_the_adapter(folder: Path) -> None:
    made = adapted_graph(folder, bundled_adapter())
    before = made.stat().st_mtime_ns
    assert adapted_graph(folder, bundled_adapter()) == made
    assert made.stat().st_mtime_ns == before
    other = adapted_graph(folder, Adapter(lambda: ({}, {}), "none"))
    alone = adapted_graph(folder, bundled_adapter(), kind="alone")
    both = adapted_graph(folder, bundled_adapter(), kind="together")
    names = [each.name for each in (made, other, alone, both)]
    assert sorted(path.name for path in folder.glob("*.onnx*")) == sorted(names)
    made.unlink()
    assert adapted_graph(folder, bundled_adapter()) == made
    assert made.is_file()


def test_all_that_is_bundled_holds_in_eight_bits(folder: Path) -> None:
    """Where it doesn't the product is as good, and reads a question in twice the time: nothing else would tell."""
    made = [
        adapted_graph(folder, bundled_adapter()),
        adapted_graph(folder, question_adapter(), kind="alone"),
        adapted_graph(folder, cross_adapter(), kind="together"),
        adapted_graph(folder, conversation_adapter(), kind="together"),
    ]
    questions = "uint8" if processor() in OVERFLOWING else "int8"
    assert [path.stem.rpartition("-")[2] for path in made] == ["int8", *[questions] * 3]


def test_a_graph_is_whole_or_not_there(folder: Path) -> None:
    before = sorted(folder.iterdir())
    with pytest.raises(KeyError):
        adapted_graph(folder, absent("encoder.layer.99"))
    assert sorted(folder.iterdir()) == before


def test_where_eight_bits_do_not_hold_the_graph_is_in_full_precision(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.models.eightbit.ALIKE", 1.0)
    made = adapted_graph(folder, bundled_adapter())
    assert [path.name for path in folder.glob("*.onnx*")] == [made.name]
    assert made.name.endswith("-float32.onnx")
    (manifest,) = folder.glob("many-*.json")
    said = json.loads(manifest.read_text("utf-8"))
    assert said["graph"] == made.name
    assert 0.99 < said["eight bits"]["texts"] < 1
    write_graph(folder, bundled_adapter(), folder / "graph.onnx", Builder())
    assert made.read_bytes() == (folder / "graph.onnx").read_bytes()


def test_cores_are_those_this_process_may_use() -> None:
    assert 1 <= cores() <= 4096


@pytest.fixture(scope="module")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model of another kind: a static embedding, which has no token vectors of its own."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.WordLevel(unk_token="[UNK]"))  # noqa: S106
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.WordLevelTrainer(special_tokens=["[UNK]"])
    tokenizer.train_from_iterator([LETTER.read_text("utf-8").lower()], trainer)
    weights = np.random.default_rng(5).normal(size=(tokenizer.get_vocab_size(), 32)).astype(np.float32)
    folder = tmp_path_factory.mktemp("model") / "static"
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu").save(str(folder))
    return folder


def test_a_model_without_tokens_works_by_sentence(other_model: Path, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", model=str(other_model))
    assert library.add([LETTER]).passages == 26
    sentence = (
        "Dialoog is daarnaast van belang in het kader van wapenbeheersing, militaire transparantie en "
        "vertrouwenwekkende maatregelen."
    )
    hit = library.ask(sentence, k=1).passages[0]
    assert hit.locator == "§ Rusland, al. 1"
    assert [hit.text[start:end] for start, end in hit.evidence] == [sentence]
    # opened again without --model it loads the model it was made with; the bundled one is refused
    assert Library.open(library.path).ask(sentence, k=1).passages[0].id == hit.id
    with pytest.raises(ModelMismatch, match="rebuild --model intfloat/multilingual-e5-small"):
        Library.open(library.path, model="intfloat/multilingual-e5-small").ask("wapenbeheersing")


def test_other_weights_under_the_same_name_are_refused(other_model: Path, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", model=str(other_model))
    library.add([LETTER])
    weights = next(other_model.rglob("*.safetensors"))
    data = weights.read_bytes()
    weights.write_bytes(data[:-4] + b"\0\0\0\0")
    try:
        with pytest.raises(ModelMismatch, match="with other weights"):
            Library.open(library.path).ask("wapenbeheersing")
    finally:
        weights.write_bytes(data)


def test_no_such_model(tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    with pytest.raises(ModelError, match=r"cannot be loaded.*Give --model the name of a sentence-transformers model"):
        load_encoder(str(tmp_path / "leeg"))


@pytest.fixture(scope="module")
def small_bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two layers with weights drawn at random, as a sentence-transformers folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))  # noqa: S106
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=600, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]"])
    tokenizer.train_from_iterator([LETTER.read_text("utf-8")], trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    names = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names)
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=48, num_hidden_layers=2, num_attention_heads=4,
        intermediate_size=96, max_position_embeddings=128, initializer_range=0.2,
    )  # fmt: skip
    plain = tmp_path_factory.mktemp("bert")
    import torch

    torch.manual_seed(7)
    BertModel(config).save_pretrained(plain)
    fast.save_pretrained(plain)
    transformer = Transformer(str(plain), max_seq_length=64)
    folder = tmp_path_factory.mktemp("model") / "klein"
    SentenceTransformer(modules=[transformer, Pooling(48, "cls")], prompts={"query": "vraag: "}, device="cpu").save(
        str(folder)
    )
    return folder


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VINDPLAATS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "exported"


def test_another_model_is_exported_once_and_checked(small_bert: Path, own_cache: Path) -> None:
    from sentence_transformers import SentenceTransformer

    said: list[tuple[object, ...]] = []

    def notice(*told: object) -> None:
        said.append(told)

    encoder = load_encoder(str(small_bert), notice)
    preparing = "preparing the model, once"
    assert said == [(preparing,), *((preparing, done, export.STEPS, "steps") for done in range(1, export.STEPS + 1))]
    (folder,) = (path for path in own_cache.iterdir() if path.is_dir())
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["refused"] is None
    assert manifest["cosine"] > 0.9999
    assert manifest["reading"] == {"question": "vraag: ", "passage": "", "limit": 64}
    model = SentenceTransformer(str(small_bert), device="cpu")
    question, text = "Wat is DIANA?", "De NAR zal DIANA nader uitwerken. " * 20
    alone = model.encode_query([question])[0]
    assert encoder.encode_question(question).vectors[0] == pytest.approx(alone / np.linalg.norm(alone), abs=1e-5)
    (encoding,) = encoder.encode_passages([("", text)])
    assert len(encoding.vectors) > 2
    assert covered(encoding, text).replace(".", "") == "".join(filter(str.isalnum, text))

    before = (folder / "model.onnx").stat().st_mtime_ns
    said.clear()
    assert load_encoder(str(small_bert), notice).identity == encoder.identity
    assert (folder / "model.onnx").stat().st_mtime_ns == before
    assert not said


@pytest.mark.usefixtures("own_cache")
def test_an_exported_model_needs_no_torch(small_bert: Path) -> None:
    load_encoder(str(small_bert))
    program = (
        "import sys; from index.models.loading import load_encoder\n"
        "load_encoder(sys.argv[1]).encode_question('Wat is DIANA?')\n"
        "sys.exit(', '.join({'torch', 'sentence_transformers', 'transformers', 'onnx'} & set(sys.modules)) or None)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(small_bert)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def _fails(*_: object) -> None:
    raise RuntimeError("no such operator\nat length")


def _lies(*_: object) -> Callable[..., tuple[np.ndarray, np.ndarray]]:
    drawn = np.random.default_rng(1)
    return lambda ids: (drawn.normal(size=(len(ids), 48)), drawn.normal(size=(*ids.shape, 48)))


@pytest.mark.parametrize(
    ("part", "stand_in", "reason"),
    [
        ("_write_graph", _fails, "RuntimeError: no such operator"),
        ("network", _lies, "its vectors are not the original's"),
    ],
)
def test_what_cannot_be_exported_runs_on_torch_and_says_so(
    small_bert: Path,
    own_cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    part: str,
    stand_in: Callable[..., object],
    reason: str,
) -> None:
    exact = load_encoder(str(small_bert))
    shutil.rmtree(own_cache)
    with monkeypatch.context() as patched, caplog.at_level(logging.WARNING):
        patched.setattr(export, part, stand_in)
        encoder = load_encoder(str(small_bert))
    assert [record.message for record in caplog.records if reason in record.message]
    assert encoder.identity == exact.identity
    question = "Hoeveel kost het?"
    expected = exact.encode_question(question)
    assert encoder.encode_question(question).tokens == pytest.approx(expected.tokens, abs=1e-4)
    (folder,) = (path for path in own_cache.iterdir() if path.is_dir())
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", "tokenizer.json"]
    # it is remembered: nothing is tried again
    before = (folder / "manifest.json").stat().st_mtime_ns
    load_encoder(str(small_bert))
    assert (folder / "manifest.json").stat().st_mtime_ns == before


def test_a_cache_that_cannot_be_written(small_bert: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("VINDPLAATS_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(ModelError, match="set VINDPLAATS_CACHE"):
        load_encoder(str(small_bert))
