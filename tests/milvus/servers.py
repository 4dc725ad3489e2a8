"""Servers that tests start, on this machine alone: the core of milvus-lite, and the real server of the package milvus.

The first is small and quick, has sparse vectors, and shows whatever was written at once. The second is Milvus 2.3.5
itself, with its write-ahead log, its consistency levels and its recovery, and without sparse vectors.
"""

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import ROOT

HOW = "pip install -c constraints.txt -e '.[milvus-test]'"
LITE, REAL = "milvus-lite 2.5.1", "Milvus 2.3.5"
PATIENCE = 180.0  # seconds, for one that recovers


def found(package: str) -> Path | None:
    """The folder of an installed package; it is not imported, since milvus_lite wants an old setuptools for that."""
    spec = importlib.util.find_spec(package)
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) if places else None


def lacking(name: str) -> str | None:
    """What is to be installed before a server can be started; None where it can."""
    packages = ("pymilvus", "milvus_lite" if name == LITE else "milvus")
    missing = [package for package in packages if not found(package)]
    return f"{', '.join(missing)} not installed: {HOW}" if missing else None


class Server:
    """One of the two, in a folder of its own."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[str] | None = None
        self._inner = 0

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        if self.name == LITE:
            library = found("milvus_lite")
            assert library
            command = [str(library / "lib" / "milvus"), str(self.folder / "lite.db"), self.address, "ERROR"]
            environment = {**os.environ, "LD_LIBRARY_PATH": str(library / "lib")}
        else:
            command = [sys.executable, "-m", "tests.milvus.apart", str(self.port), str(self.folder)]
            environment = dict(os.environ)
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._inner = self._process.pid
        if self.name == REAL:
            assert self._process.stdout
            told = self._process.stdout.readline()
            assert told.strip().isdigit(), "the server did not start; may a process have a network of its own here?"
            self._inner = int(told)
        self._wait()

    def _wait(self) -> None:
        from pymilvus import MilvusClient
        from pymilvus.exceptions import MilvusException

        end = time.monotonic() + PATIENCE
        while True:
            try:
                client = MilvusClient(f"http://{self.address}", timeout=5, dedicated=True)
                client.list_collections(timeout=5)
                client.close()
                return
            except MilvusException:
                assert time.monotonic() < end, f"{self.name} does not answer"
                assert self._process
                assert self._process.poll() is None, f"{self.name} ended"
                time.sleep(0.5)

    def takes(self) -> tuple[int, int]:
        """Bytes of memory, and of its folder."""
        pages = int(Path(f"/proc/{self._inner}/statm").read_text("ascii").split()[1])
        files = [path.stat().st_size for path in self.folder.rglob("*") if path.is_file()]
        return pages * os.sysconf("SC_PAGE_SIZE"), sum(files)

    def kill(self) -> None:
        """End it as a power cut would."""
        os.kill(self._inner, signal.SIGKILL)
        self._ended()

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(3)
            except subprocess.TimeoutExpired:
                self.kill()
        self._ended()

    def _ended(self) -> None:
        if self._process:
            self._process.wait(30)
            if self._process.stdout:
                self._process.stdout.close()
            self._process = None


class Given:
    """A server of somebody else's. It is neither killed nor stopped."""

    def __init__(self, address: str) -> None:
        self.name = self.address = address


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
