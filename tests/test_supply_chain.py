"""What comes from others: nothing that could run code is loaded, and all of it is pinned, licensed and looked up."""

import ast
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

OURS = sorted(path for package in ("app", "index", "corpus") for path in (ROOT / package).rglob("*.py"))
# what unpacks objects, and with them whatever code these name
RUN_CODE = {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
# what makes a program of a text, or hands it to a shell
RUN_TEXT = {"eval", "exec", "compile", "os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"}
RUN_TEXT_IN_A_PAGE = re.compile(r"""\beval\(|\bFunction\(|\bset(?:Timeout|Interval)\(\s*["'`]""")
BROKEN_HASHES = {f"{module}{name}" for module in ("", "hashlib.") for name in ("md5", "sha1")}
LOADERS = {("torch", "load"), ("pandas", "read_pickle")}
# not in need of anything but naming, with no duty to publish what is built on them
FREE = re.compile(
    r"mit\b|apache|bsd|isc\b|psf|python software foundation|0bsd|unlicense|mpl|mozilla|zlib|hpnd|cnri|public domain|"
    r"zpl|zope",
    re.IGNORECASE,
)


def unsafe(path: Path) -> Iterator[str]:
    """What in a module could load a pickle: its place, and what it is."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
            yield from (f"{path}:{node.lineno}: {name}" for name in names if name.split(".")[0] in RUN_CODE)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            holder = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
            called = holder, node.func.attr
            said = {each.arg: getattr(each.value, "value", None) for each in node.keywords}
            if called in LOADERS:
                yield f"{path}:{node.lineno}: {'.'.join(called)}"
            elif said.get("allow_pickle", False) is not False:  # NumPy's own is False
                yield f"{path}:{node.lineno}: {node.func.attr} of anything"


def test_no_pickle_can_be_loaded() -> None:
    assert [place for path in OURS for place in unsafe(path)] == []


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "def f():\n    from joblib import load",
        "np.load(path, allow_pickle=True)",
        "np.load(path, allow_pickle=chosen)",
        "numpy.lib.format.read_array(file, allow_pickle=True)",
        "torch.load(path)",
        "torch.load(path, weights_only=False)",
    ],
)
def test_the_test_for_pickles_finds_them(tmp_path: Path, source: str) -> None:
    path = tmp_path / "module.py"
    path.write_text(source, "utf-8")
    assert list(unsafe(path))


def calls(path: Path, names: set[str]) -> Iterator[str]:
    """Where a module calls one of these, or something with a shell: the place, and what it is."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called, shell = ast.unparse(node.func), any(each.arg == "shell" for each in node.keywords)
            if called in names or shell:
                yield f"{path}:{node.lineno}: {called}"


def test_no_text_is_run_as_a_program() -> None:
    assert [place for path in OURS for place in calls(path, RUN_TEXT)] == []
    scripts = sorted((ROOT / "app" / "assets").glob("*.js"))
    assert len(scripts) > 5
    assert [path for path in scripts if RUN_TEXT_IN_A_PAGE.search(path.read_text("utf-8"))] == []


def test_no_broken_hash_is_used() -> None:
    assert [place for path in OURS for place in calls(path, BROKEN_HASHES)] == []


@pytest.mark.parametrize(
    "source", ["eval(text)", "os.system(text)", "run(text, shell=True)", "def f():\n    exec(text)"]
)
def test_the_test_for_texts_that_run_finds_them(tmp_path: Path, source: str) -> None:
    path = tmp_path / "module.py"
    path.write_text(source, "utf-8")
    assert list(calls(path, RUN_TEXT))


def pinned() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line.strip() and not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pairs}


def needed() -> dict[str, Distribution]:
    """All that an installation for tests brings, by what each package says that it needs; what is for another system
    or not installed here is left out."""
    found: dict[str, Distribution] = {}
    waiting = [("vindplaats", frozenset(("test", "mcp", "milvus")))]
    seen = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue
        found[canonicalize_name(name)] = package
        for requirement in map(Requirement, package.requires or ()):
            marker, environment = requirement.marker, {**default_environment()}
            if marker and not any(marker.evaluate({**environment, "extra": extra}) for extra in extras or ("",)):
                continue
            each = requirement.name, frozenset(requirement.extras)
            if each not in seen:
                seen.add(each)
                waiting.append(each)
    return found


def test_every_dependency_is_pinned_to_what_is_installed() -> None:
    versions = {name: package.version.partition("+")[0] for name, package in needed().items() if name != "vindplaats"}
    assert len(versions) > 50
    pins = pinned()
    assert {name: version for name, version in versions.items() if pins.get(name) != version} == {}


def licence(package: Distribution) -> str:
    """What a package says of it, or, where that is nothing, how the text of its licence begins."""
    about = package.metadata
    said = [about.get("License-Expression") or "", *(about.get_all("Classifier") or ())]
    said = [each for each in said if each and (each.startswith("License ::") or "::" not in each)]
    texts = (file.read_text("utf-8") for file in package.files or () if file.name.upper().startswith("LICEN"))
    return " ".join(said) or (about.get("License") or next(texts, ""))[:300]


def test_every_dependency_is_free_to_use() -> None:
    licences = {name: licence(package) for name, package in needed().items() if name != "vindplaats"}
    assert {name: said for name, said in licences.items() if not FREE.search(said)} == {}
