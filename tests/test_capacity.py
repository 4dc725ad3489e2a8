"""docs/capacity.md says what the results say that stand beside it."""

import pytest

from tests.benchmarks import capacity


def test_the_plan_is_that_of_the_results() -> None:
    assert capacity.TARGET.read_text("utf-8") == capacity.plan()


def test_a_straight_line_goes_through_both_measured_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    def given(name: str) -> dict[str, object]:
        sizes = {
            "100000": {"p50": 30.0, "own_mb": 800, "bytes_a_paragraph": 8000},
            "1000000": {
                "p50": 57.0,
                "resident_mb": 2000,
                "own_mb": 1100,
                "bytes_a_paragraph": 8000,
                "of_them": {"token vectors": 6000, "vectors": 2000},
            },
        }
        machine = {"cores": 2, "memory_gb": 25, "processor": "any"}
        measured = {"a folder": {"p50": 30.0}, capacity.SERVER: {"p50": 100.0, "memory": 20_000, "disk": 40_000}}
        figures = {
            "query": {"sizes": sizes},
            "build": {"steps": {"add": {"seconds": 100.0}}},
            "parity": {"passages": 1000, "measured": measured},
        }
        return {"figures": figures[name], "machine": machine}

    monkeypatch.setattr(capacity, "results", given)
    rows = {
        line.split(" | ")[0].strip("| "): line.strip("| ").split(" | ")[1:] for line in capacity.plan().splitlines()
    }
    # 57 ms and 30 ms more for each million beyond the first; 1.1 GB and a third of one
    assert rows["in a folder: a question, p50, on 2 cores"] == ["57 ms", "327 ms", "3.0 s"]
    own = "in a folder: a process's own memory, beside the files that it has mapped"
    assert rows[own] == ["1.1 GB", "4.1 GB", "34.1 GB"]
    assert rows["in a folder: disk"] == ["8.0 GB", "80.0 GB", "800 GB"]
    assert rows["of that, packed token vectors"] == [
        "6.0 GB",
        "60.0 GB",
        "600 GB",
    ]
    # 110 tokens a passage: 2 x 21.3 million x 110 operations each, 50 million million a second
    assert rows["embedding: hours of a graphics card, by arithmetic only"] == ["0.03", "0.26", "2.60"]
    # 5,000 paragraphs in 100 s on two cores are 25 a second on one
    assert rows["embedding: hours of one core"] == ["11", "111", "1,111"]
