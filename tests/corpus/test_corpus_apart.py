"""Files that would take hours or gigabytes are refused by name, and the files after them are read."""

import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus import apart, read_file
from corpus.errors import Unreadable
from corpus.formats import Format
from corpus.letter import Metadata, Sender
from corpus.readers.pdf import read_pdf
from tests.conftest import ROOT
from tests.corpus.test_corpus_pdf import CATALOG, GOOD, assembled

PAGES = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    b" /Resources << /Font << /F0 5 0 R >> /XObject << /X 6 0 R >> >> >>"
)
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
WORDS = b"BT /F0 9 Tf 80 700 Td (Tekst.) Tj ET "


def stream(about: bytes, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (about, len(data), data)


def unpacking_to(more: bytes, megabytes: int) -> bytes:
    """A page whose content is ``more`` again and again."""
    packer = zlib.compressobj(9)
    part = more * ((1 << 20) // len(more))
    packed = [packer.compress(WORDS), *(packer.compress(part) for _ in range(megabytes)), packer.flush()]
    return assembled([CATALOG, PAGES, PAGE, stream(b"/Filter /FlateDecode", b"".join(packed)), FONT])


def nested(deep: int, times: int) -> bytes:
    """Drawings in drawings: each draws the next so many times."""
    about = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F0 5 0 R >> %s >>"
    inner = [b"/XObject << /X %d 0 R >>" % (number + 7) for number in range(deep)]
    drawings = [stream(about % each, b"/X Do " * times) for each in inner]
    return assembled([CATALOG, PAGES, PAGE, stream(b"", WORDS + b"/X Do"), FONT, *drawings, stream(about % b"", WORDS)])


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Iterator[apart._Reader]:
    reader = apart._Reader()
    monkeypatch.setattr(apart, "_READER", reader)
    yield reader
    reader.end()


def test_all_of_a_document_comes_over() -> None:
    whole = read_pdf(GOOD)
    assert apart.read_apart(Format.PDF, GOOD) == whole
    metadata = Metadata(date=date(2021, 6, 25), senders=(Sender("Minister", "A. Naam"),), chamber="II")
    document = replace(whole, metadata=metadata)
    said = apart.json.loads(apart.json.dumps(document, default=apart._plain))
    assert apart._document(said) == document


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(unpacking_to(b" ", 600), id="unpacks to 600 MiB"),
        pytest.param(unpacking_to(b"q ", 40), id="saves its state 20 million times"),
        pytest.param(nested(9, 10), id="draws a billion drawings"),
    ],
)
def test_what_would_take_all_memory_is_refused_and_the_next_file_is_read(tmp_path: Path, data: bytes) -> None:
    path, good = tmp_path / "bom.pdf", tmp_path / "goed.pdf"
    path.write_bytes(data)
    good.write_bytes(GOOD)
    (failure,) = read_file(path).failures
    assert str(failure).startswith(f"{path}: ")
    assert failure.reason in (apart._BROKEN, apart._TOO_LONG)
    assert read_file(good).failures == ()


@pytest.mark.usefixtures("own")
def test_what_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = (
        "import sys; sys.path.insert(0, sys.argv[1]); from corpus import apart\nfrom corpus.readers import pdf\n"
        "def read(data, begin):\n    begin(1)\n    while True: pass\n"
        "pdf.read_pdf, apart.SECONDS = read, 0.05\napart.serve()"
    )
    with monkeypatch.context() as patched:
        patched.setattr(apart, "_PROGRAM", endless)
        with pytest.raises(Unreadable, match="takes far longer to read"):
            apart.read_apart(Format.PDF, GOOD)
    assert apart.read_apart(Format.PDF, GOOD) == read_pdf(GOOD)


def test_the_time_ends_only_the_file_that_took_it() -> None:
    program = (
        "from corpus import apart\n"
        "for _ in range(3):\n    apart._allow(0.05)\n    sum(range(1000))\n"
        "apart._allow(0.05)\nwhile True: pass"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert done.returncode == -apart.signal.SIGPROF


def test_a_process_that_was_killed_is_started_again(own: apart._Reader) -> None:
    apart.read_apart(Format.PDF, GOOD)
    assert own._process
    own._process.kill()
    own._process.wait()
    assert apart.read_apart(Format.PDF, GOOD) == read_pdf(GOOD)


@pytest.mark.usefixtures("own")
def test_one_process_reads_for_all_threads() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda data: apart.read_apart(Format.PDF, data), [GOOD] * 12)) == {read_pdf(GOOD)}


@pytest.mark.usefixtures("own")
def test_an_answer_that_was_not_waited_for_is_not_taken_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    apart.read_apart(Format.PDF, GOOD)
    with monkeypatch.context() as patched:

        def interrupted(_: object) -> None:
            raise KeyboardInterrupt

        patched.setattr("json.loads", interrupted)
        with pytest.raises(KeyboardInterrupt):
            apart.read_apart(Format.PDF, unpacking_to(b" ", 1))
    assert apart.read_apart(Format.PDF, GOOD) == read_pdf(GOOD)


@pytest.mark.usefixtures("own")
def test_a_mistake_of_ours_is_told_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = (
        "import sys; sys.path.insert(0, sys.argv[1]); from corpus import apart\nfrom corpus.readers import pdf\n"
        "def read(data, begin): raise KeyError('x')\npdf.read_pdf = read\napart.serve()"
    )
    monkeypatch.setattr(apart, "_PROGRAM", wrong)
    path = tmp_path / "a.pdf"
    path.write_bytes(GOOD)
    (failure,) = read_file(path).failures
    assert failure.reason == "cannot be understood (RuntimeError: KeyError: 'x'); please report this file"
    # the next file is not blamed for it
    monkeypatch.undo()
    assert apart.read_apart(Format.PDF, GOOD) == read_pdf(GOOD)


def test_the_process_ends_with_the_one_that_asked() -> None:
    program = (
        "import os, sys\nfrom corpus import apart\nfrom tests.corpus.test_corpus_pdf import GOOD\n"
        "apart.read_apart(apart.Format.PDF, GOOD)\nprint(apart._READER._process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    child = int(done.stdout)
    for _ in range(100):
        try:
            if Path(f"/proc/{child}/stat").read_text().split()[2] == "Z":
                return
            os.kill(child, 0)
        except (ProcessLookupError, FileNotFoundError):
            return
        apart.threading.Event().wait(0.1)
    pytest.fail("it is still there")
