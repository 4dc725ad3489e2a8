"""What is known of weaknesses in the versions that constraints.txt pins, asked of PyPI by pip-audit.

    python -m tests.audit

Exit status 0 where none is known, 1 where one is, 77 where it could not be asked: that is said, and is no pass.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
SKIPPED = 77  # as test runners know it
_COMMAND = "-r constraints.txt --no-deps --disable-pip --format json --progress-spinner off --output"


def main() -> int:
    with tempfile.TemporaryDirectory() as place:
        told = Path(place) / "told.json"
        try:
            done = subprocess.run(
                [sys.executable, "-m", "pip_audit", *_COMMAND.split(), str(told)],
                capture_output=True,
                text=True,
                check=False,
                cwd=ROOT,
                timeout=600,
            )
        except subprocess.TimeoutExpired:
            return _skipped("no answer within 10 minutes")
        if not told.exists():
            return _skipped((done.stderr.strip() or "no answer").splitlines()[-1])
        packages = json.loads(told.read_text("utf-8"))["dependencies"]
    unknown = [f"{each['name']} ({each['skip_reason']})" for each in packages if "skip_reason" in each]
    found = [(each["name"], each["version"], weak) for each in packages for weak in each.get("vulns", ())]
    for name, version, weak in found:
        mended = ", ".join(weak["fix_versions"]) or "no version yet"
        sys.stdout.write(f"{name} {version}: {weak['id']}, mended in {mended}\n")
    sys.stdout.write(f"{len(found)} weaknesses are known of {len(packages) - len(unknown)} packages.\n")
    if found:
        return 1
    return _skipped(f"{len(unknown)} were not looked up, such as {unknown[0]}") if unknown else 0


def _skipped(why: str) -> int:
    sys.stdout.write(f"SKIPPED, and no pass: {why}\n")
    return SKIPPED


if __name__ == "__main__":
    sys.exit(main())
