"""What every benchmark ends with: a table, a JSON file, and its part of RESULTS.md."""

import json
import platform
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from index.models.runtime import cores
from tests.conftest import ROOT

HERE = Path(__file__).parent
INTRODUCTION = """# Speed and size

Written by the commands in this folder, which CONTRIBUTING.md tells of; not by hand. Machines are shared and noisy:
times are medians, and what is compared was measured in turns in one run. Each part says where it was measured.
"""


def machine() -> dict[str, Any]:
    """What the figures depend on."""
    name = platform.processor() or platform.machine()
    for line in _read("/proc/cpuinfo").splitlines():
        if line.startswith("model name"):
            name = line.partition(":")[2].strip()
            break
    memory = [line.split()[1] for line in _read("/proc/meminfo").splitlines() if line.startswith("MemTotal")]
    packages = ("onnxruntime", "numpy", "faiss-cpu", "torch", "sentence-transformers")
    return {
        "processor": name,
        "cores": cores(),
        "memory_gb": round(int(memory[0]) / 1e6) if memory else None,
        "python": platform.python_version(),
        "packages": {package: version(package) for package in packages},
        "commit": _git("rev-parse", "--short=7", "HEAD")
        + ("+" if _git("status", "--porcelain", "--", "index") else ""),
        "date": datetime.now(UTC).date().isoformat(),
    }


def report(
    name: str,
    title: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    notes: str,
    *,
    here: Path = HERE,
    introduction: str = INTRODUCTION,
    **figures: Any,
) -> None:
    """Print the table, and write it with ``figures`` into results/NAME.json and into RESULTS.md, in the folder
    ``here``."""
    folder = here / "results"
    folder.mkdir(exist_ok=True)
    content = {"title": title, "head": list(head), "rows": [list(row) for row in rows], "notes": notes}
    path = folder / f"{name}.json"
    path.write_text(
        json.dumps({**content, "figures": figures, "machine": machine()}, indent=1, ensure_ascii=False) + "\n", "utf-8"
    )
    parts = [json.loads(each.read_text("utf-8")) for each in sorted(folder.glob("*.json"))]
    (here / "RESULTS.md").write_text("\n".join([introduction, *(_part(each) for each in parts)]), "utf-8")
    sys.stdout.write(_part(json.loads(path.read_text("utf-8"))) + "\n")


def _part(content: dict[str, Any]) -> str:
    about = content["machine"]
    lines = [content["head"], ["---"] * len(content["head"]), *content["rows"]]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    place = f"{about['processor']}, {about['cores']} cores, {about['memory_gb']} GB; Python {about['python']}"
    packages = ", ".join(f"{name} {number}" for name, number in about["packages"].items())
    where = f"{place}, {packages}; commit {about['commit']}, {about['date']}."
    return f"## {content['title']}\n\n{content['notes']}\n\n{table}\n\n{where}\n"


def memory_of(process: int | str = "self") -> tuple[int, int]:
    """Bytes of memory that a process holds, the files it has mapped included, and of them those that are its own. A
    system that keeps files in large pieces maps 0.7 MB for each passage that is looked at, if it has them in memory
    anyway; these it can take back at any time. Both are 0 where it isn't told: that is Linux alone."""
    told = dict(line.split(":", 1) for line in _read(f"/proc/{process}/status").splitlines())
    resident, own = (int(told.get(name, "0").split()[0]) * 1024 for name in ("VmRSS", "RssAnon"))
    return resident, own


def quantiles(seconds: Sequence[float]) -> dict[str, float]:
    """p50, p95 and p99 in milliseconds."""
    return {f"p{each}": round(1000 * float(np.percentile(seconds, each)), 1) for each in (50, 95, 99)}


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except OSError:
        return ""


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()
