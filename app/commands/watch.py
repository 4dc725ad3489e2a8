"""``add --watch``: files and folders followed, so that the library has what lies in them.

They are looked at every two seconds. To be told of changes by the system would take a package of its own, and doesn't
work on network drives, where such letters often lie.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.terminal import passed_over_lines
from corpus import CorpusError, UnreadableFile, find_files

if TYPE_CHECKING:
    from index import AddReport, Library

PAUSE = 2.0  # seconds between two looks
Stamp = tuple[int, int]  # time of change in ns, that of permissions included; size in bytes


@dataclass(frozen=True, slots=True)
class Look:
    """The files that can be seen at one moment. hidden: folders that can't be looked into, and why; refused: files of
    which the system tells nothing. What lies in these may be there all the same."""

    files: Mapping[Path, Stamp]
    hidden: Mapping[Path, CorpusError] = field(default_factory=dict)
    refused: frozenset[Path] = frozenset()

    def lacks(self, path: Path) -> bool:
        """Whether it is certain that the file isn't there."""
        hides = path in self.files or path in self.refused or not self.hidden.keys().isdisjoint(path.parents)
        return not hides


def look(paths: Sequence[Path]) -> Look:
    """The files that ``add`` would read, as they are now."""
    found, failures = find_files(paths)
    hidden = {failure.path: failure for failure in failures if isinstance(failure, UnreadableFile)}
    # a file that was named: its drive may be away
    refused = {path for path in hidden if not path.parent.is_dir()}
    files: dict[Path, Stamp] = {}
    for path in found:
        try:
            about = path.stat()
        except FileNotFoundError:
            continue
        except OSError:
            refused.add(path)
        else:
            files[path] = max(about.st_mtime_ns, about.st_ctime_ns), about.st_size
    return Look(files, hidden, frozenset(refused))


@dataclass(frozen=True, slots=True)
class Changes:
    """came: files that are new or changed, the same in two looks. gone: files that were away in both. alike: files that
    did not change, as large as one that did or is gone: they may hold what it held."""

    came: tuple[Path, ...]
    gone: tuple[Path, ...]
    alike: tuple[Path, ...]

    @classmethod
    def between(cls, known: Mapping[Path, Stamp], last: Look, now: Look) -> "Changes":
        """What is to be done, where the library has what the files held at the times of ``known``."""
        came = tuple(
            path for path, stamp in now.files.items() if known.get(path) != stamp and last.files.get(path) == stamp
        )
        gone = tuple(path for path in known if now.lacks(path) and last.lacks(path))
        sizes = {known[path][1] for path in (*came, *gone) if path in known}
        alike = (path for path, stamp in now.files.items() if known.get(path) == stamp and stamp[1] in sizes)
        return cls(came, gone, tuple(alike))

    def __bool__(self) -> bool:
        return bool(self.came or self.gone)


@dataclass(slots=True)
class Watch:
    """A library and the files it follows. known: the files as they were when the library last had what they hold;
    passed_over: files that have a letter too, by its id; told: why nothing could be written; removed: the letters
    that went in the last step."""

    library: "Library"
    known: dict[Path, Stamp]
    last: Look
    passed_over: dict[str, set[Path]]
    told: str = ""
    removed: tuple[str, ...] = ()

    def step(self, now: Look) -> Iterator[str]:
        """Bring the library up to what the files are ``now``; a line for each change, and for what went wrong. Files in
        motion, and a library that cannot be written to, wait for a later step."""
        from index.errors import LibraryBusy, LibraryUnreadable

        changes = Changes.between(self.known, self.last, now)
        for path, failure in now.hidden.items():
            if path not in self.last.hidden and any(path in each.parents for each in self.known):
                yield f"{failure}; the letters in it stay"
        self.last = now
        also = {path for each in self.removed for path in self.passed_over.get(each, ())}
        still = [path for path in sorted(also) if path in self.known and self.known[path] == now.files.get(path)]
        if not changes and not still:
            self.removed = ()
            return
        try:
            report = self.library.sync((*still, *changes.alike, *changes.came), changes.gone)
        except (LibraryBusy, LibraryUnreadable) as error:  # another is at work, or a disk is full: it may pass
            if self.told != str(error):
                yield str(error)
            self.told = str(error)
            return
        self.told, self.removed = "", report.removed
        note_passed_over(report, self.passed_over)
        self.known = {path: stamp for path, stamp in self.known.items() if path not in changes.gone}
        self.known |= {path: now.files[path] for path in changes.came}
        yield from change_lines(report)
        # of the others it was told before; a file may be gone again
        yield from (str(each) for each in report.failures if each.path in changes.came and each.path.exists())


def change_lines(report: "AddReport") -> Iterator[str]:
    """A line for each letter that is not what or where it was, and each file that another was taken for."""
    for ids, verb in ((report.added, "added"), (report.replaced, "replaced")):
        yield from (f"{verb} {identifier}" for identifier in ids)
    yield from (f"moved {identifier} to {place}" for identifier, place in report.moved.items())
    yield from (f"removed {identifier}" for identifier in report.removed)
    yield from passed_over_lines(report)


def note_passed_over(report: "AddReport", known: dict[str, set[Path]]) -> dict[str, set[Path]]:
    """``known``, with the files that this report tells were passed over, by the letters they have too."""
    for file, letter, _ in report.passed_over:
        known.setdefault(letter, set()).add(file)
    return known


def follow(
    library: "Library", paths: Sequence[Path], add: "Callable[[], AddReport]", tell: Callable[[str], None]
) -> None:
    """``add`` the files, then follow them until Ctrl-C; ``tell`` gets each line."""
    from index.errors import LibraryBusy

    try:
        before, told = look(paths), False
        while True:
            try:
                report = add()
                break
            except LibraryBusy as error:
                if not told:
                    tell(str(error))
                told = True
                time.sleep(PAUSE)
        watch = Watch(library, dict(before.files), before, note_passed_over(report, {}))
        tell(f"Following {len(before.files)} files; Ctrl-C ends it.")
        while True:
            time.sleep(PAUSE)
            for line in watch.step(look(paths)):
                tell(line)
    except KeyboardInterrupt:
        return
