"""Files that are written whole or not at all."""

from pathlib import Path

import pytest

from index.files import replacing


def cut_short(path: Path) -> None:
    with replacing(path) as file:
        file.write(b"half")
        raise InterruptedError


def test_what_was_there_stays_until_all_is_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("before")
    (tmp_path / "link").symlink_to("a")
    with pytest.raises(InterruptedError):
        cut_short(tmp_path / "link")
    assert (tmp_path / "a").read_text() == "before"
    with replacing(tmp_path / "link") as file:
        file.write(b"after")
        assert (tmp_path / "a").read_text() == "before"
    assert (tmp_path / "a").read_text() == "after"
    assert (tmp_path / "link").is_symlink()
    assert len(list(tmp_path.iterdir())) == 2


def test_only_a_file_is_replaced(tmp_path: Path) -> None:
    for path in (tmp_path, Path("/dev/null")):
        with pytest.raises(OSError, match="it is not a file"), replacing(path):
            pass
    with pytest.raises(FileNotFoundError), replacing(tmp_path / "none" / "a"):
        pass
    assert list(tmp_path.iterdir()) == []
