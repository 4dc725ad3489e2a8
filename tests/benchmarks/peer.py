"""One peer of peers.py, in the Python that has it.

    python peer.py NAME TASK.json RESULT.json

Imports nothing of this project but for vindplaats itself. A second process opens what the first one built and answers
one question: the start-up.
"""

import json
import resource
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

K = 10
Search = Callable[[str], list[str]]


def vindplaats(task: dict[str, Any], folder: Path, *, built: bool) -> Search:
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from index import Library

    library = Library.open(folder / "library")
    if not built:
        file = folder / "passages.jsonl"
        lines = (json.dumps({"id": each, "text": text}) for each, text in task["passages"].items())
        file.write_text("\n".join(lines), "utf-8")
        library.add([file])
    return lambda question: [hit.letter for hit in library.ask(question, k=K).passages]


def plain(task: dict[str, Any], folder: Path, *, built: bool) -> Search:
    import faiss
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(task["model"], device="cpu")
    ids = list(task["passages"])
    if not built:
        vectors = model.encode_document(list(task["passages"].values()), show_progress_bar=False)
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        faiss.write_index(index, str(folder / "index.faiss"))
    index = faiss.read_index(str(folder / "index.faiss"))

    def search(question: str) -> list[str]:
        _, places = index.search(model.encode_query([question], show_progress_bar=False), K)
        return [ids[place] for place in places[0].tolist()]

    return search


def txtai(task: dict[str, Any], folder: Path, *, built: bool) -> Search:
    from txtai import Embeddings

    prompts = {"query": "query: ", "data": "passage: "}
    embeddings = Embeddings(path=task["model"], hybrid=True, instructions=prompts, gpu=False)
    if not built:
        embeddings.index((each, text, None) for each, text in task["passages"].items())
        embeddings.save(str(folder / "txtai"))
    embeddings.load(str(folder / "txtai"))
    return lambda question: [identifier for identifier, _ in embeddings.search(question, K)]


def haystack(task: dict[str, Any], folder: Path, *, built: bool) -> Search:
    from haystack import Document
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack.utils import ComponentDevice
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersDocumentEmbedder,
        SentenceTransformersTextEmbedder,
    )

    cpu = ComponentDevice.from_str("cpu")
    kept = folder / "haystack.json"
    if not built:
        embedder = SentenceTransformersDocumentEmbedder(
            model=task["model"], prefix="passage: ", device=cpu, progress_bar=False
        )
        embedder.warm_up()
        store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        documents = [Document(id=each, content=text) for each, text in task["passages"].items()]
        store.write_documents(embedder.run(documents)["documents"])
        store.save_to_disk(str(kept))
    store = InMemoryDocumentStore.load_from_disk(str(kept))
    asking = SentenceTransformersTextEmbedder(model=task["model"], prefix="query: ", device=cpu, progress_bar=False)
    asking.warm_up()
    by_words, by_vector = InMemoryBM25Retriever(store, top_k=K), InMemoryEmbeddingRetriever(store, top_k=K)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=K)

    def search(question: str) -> list[str]:
        vector = asking.run(question)["embedding"]
        found = [by_words.run(question)["documents"], by_vector.run(vector)["documents"]]
        return [document.id for document in joiner.run(found)["documents"]]

    return search


PEERS: dict[str, tuple[str, Callable[..., Search]]] = {
    "vindplaats": ("vindplaats", vindplaats),
    "plain": ("sentence-transformers", plain),
    "txtai": ("txtai", txtai),
    "haystack": ("haystack-ai", haystack),
}


def main(name: str, task_file: str, result_file: str, built: str = "") -> None:
    package, peer = PEERS[name]
    task = json.loads(Path(task_file).read_text("utf-8"))
    folder = Path(result_file).parent / name
    folder.mkdir(exist_ok=True)
    began = time.perf_counter()
    search = peer(task, folder, built=bool(built))
    if built:
        search(task["questions"][0])
        return
    build = time.perf_counter() - began
    found, seconds = [], []
    for question in task["questions"]:
        asked = time.perf_counter()
        found.append(search(question))
        seconds.append(time.perf_counter() - asked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = time.perf_counter()
    subprocess.run([sys.executable, __file__, name, task_file, result_file, "built"], check=True, capture_output=True)
    start = time.perf_counter() - began
    packages = Path(sysconfig.get_path("purelib"))
    size = sum(path.stat().st_size for path in packages.rglob("*") if path.is_file() and not path.is_symlink())
    result = {
        "version": version(package), "found": found, "seconds": seconds, "build": build, "start": start,
        "peak_mb": round(peak), "installed_mb": round(size / 1e6),
    }  # fmt: skip
    Path(result_file).write_text(json.dumps(result), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
