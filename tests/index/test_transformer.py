"""The sentence-transformers encoder: the bundled model, and any other."""

from pathlib import Path

import numpy as np
import pytest

from index import Library
from index.encoder import Encoding
from index.errors import ModelError, ModelMismatch
from index.transformer import TransformerEncoder, load_encoder
from tests.conftest import LETTER

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def bundled() -> TransformerEncoder:
    return load_encoder()


def covered(encoding: Encoding, text: str) -> str:
    """The characters that tokens stand for, white space left out."""
    seen = sorted({place for start, end in encoding.spans.tolist() if start >= 0 for place in range(start, end)})
    return "".join(text[place] for place in seen if not text[place].isspace())


def test_shapes_and_lengths(bundled: TransformerEncoder) -> None:
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


def test_the_question_keeps_its_words_only(bundled: TransformerEncoder) -> None:
    question = "Wat is DIANA?"
    encoding = bundled.encode_question(question)
    assert covered(encoding, question) == "WatisDIANA"
    assert encoding.vectors.shape == (1, 384)


def test_a_batch_gives_what_one_at_a_time_gives(bundled: TransformerEncoder) -> None:
    passages = [("Kop", "Kort."), ("", "Een langere zin over de begroting van Defensie. " * 8), ("A › B", "Midden in.")]
    together = bundled.encode_passages(passages)
    for passage, encoding in zip(passages, together, strict=True):
        (alone,) = bundled.encode_passages([passage])
        assert (encoding.token_ids == alone.token_ids).all()
        assert encoding.vectors == pytest.approx(alone.vectors, abs=1e-4)
        assert encoding.tokens == pytest.approx(alone.tokens, abs=1e-3)


def test_a_long_paragraph_is_covered_whole_and_nothing_twice(bundled: TransformerEncoder) -> None:
    text = " ".join(f"Zin {number} gaat over artikel {number * 7}." for number in range(200))
    (encoding,) = bundled.encode_passages([("Lang", text)])
    assert len(encoding.vectors) > 2
    assert covered(encoding, text).replace(".", "") == text.replace(" ", "").replace(".", "")
    in_text = encoding.spans[encoding.spans[:, 0] >= 0]
    assert (in_text[1:, 0] >= in_text[:-1, 1]).all()


def test_dense_ranking_agrees_with_the_library_that_loads_it(bundled: TransformerEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    from index.adapter import bundled_adapter
    from index.bundled import bundled_model

    model = SentenceTransformer(bundled_model(), device="cpu")
    bundled_adapter().apply(model[0].auto_model)
    text = "Het Nederlands defensiebudget komt uit op 11,8 miljard euro."
    (encoding,) = bundled.encode_passages([("", text)])
    assert encoding.vectors == pytest.approx(model.encode_document([text]), abs=1e-4)
    question = "Hoeveel geeft Nederland uit aan defensie?"
    assert bundled.encode_question(question).vectors == pytest.approx(model.encode_query([question]), abs=1e-4)


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
