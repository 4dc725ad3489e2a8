"""What there is to embed, and which shard each file belongs to.

That goes by a hash of the file's path under the folder that was given: every machine comes to the same, wherever the
folder lies there, a worker reads no file of another's, and a file that comes moves no other one.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from corpus import CorpusError, find_files


@dataclass(frozen=True, slots=True)
class Input:
    """A file, or a path in which none can be read, and then why. name: its path under what was given; place: its number
    among all inputs, which is the order of the letters in a library."""

    place: int
    name: str
    file: Path
    failure: CorpusError | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """All inputs, in the order in which ``add`` takes them; digest: a hash of their names, in that order."""

    inputs: tuple[Input, ...]
    digest: str

    @classmethod
    def of(cls, paths: Iterable[Path]) -> "Listing":
        names: dict[Path, str] = {}
        failed: list[CorpusError] = []
        for path in paths:
            found, failures = find_files([path])
            failed += failures
            for file in found:
                names.setdefault(file, _name(file, path))
        troubles = [Input(place, str(each.path), each.path, each) for place, each in enumerate(failed)]
        files = [Input(place, name, file) for place, (file, name) in enumerate(names.items(), start=len(failed))]
        inputs = (*troubles, *files)
        return cls(inputs, sha256(b"\0".join(os.fsencode(each.name) for each in inputs)).hexdigest())

    def of_shard(self, shard: int, shards: int) -> list[Input]:
        """Those of one shard, from 1 to ``shards``, in order."""
        return [each for each in self.inputs if _drawn("shard", each) % shards == shard - 1]

    def shuffled(self) -> list[Input]:
        """All of them in an order that has nothing to do with theirs, and is always the same."""
        return sorted(self.inputs, key=lambda each: (_drawn("sample", each), each.place))


def _name(file: Path, given: Path) -> str:
    return file.name if file == given else file.relative_to(given).as_posix()


def _drawn(purpose: str, each: Input) -> int:
    return int.from_bytes(sha256(purpose.encode() + b" " + os.fsencode(each.name)).digest()[:8])
