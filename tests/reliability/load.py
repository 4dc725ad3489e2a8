"""Many users at once, and half as many for half an hour: the real server, the real model, real connections.

    python -m tests.reliability.load [--users 64] [--questions 10000] [--minutes 30]

Each user asks a question over ``/api/ask`` as soon as the last is answered. 503 is an answer, not an error, where it is
in the user's language and says when to come back. At half load as many users as before ask half as often as they could
in the first part, one in eight at the page's own address, where Gradio keeps something of each visit; the memory of the
server is read from ``/proc`` as they do.
"""

import argparse
import asyncio
import itertools
import json
import os
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from tests.conftest import LETTER, ROOT
from tests.reliability.reporting import report

WAITING = 64
FLAT = 0.05
EVERY = 10.0  # seconds between two looks at the memory
SETTLED = 0.2  # of the time: what caches and the allocator take at first is no growth
BUSY = {"nl": "Er wachten nu te veel vragen.", "en": "Too many questions are waiting now."}


@dataclass
class Tally:
    seconds: list[float] = field(default_factory=list)
    refused: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    began: float = 0.0
    ended: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / (self.ended - self.began)

    def ms(self, which: float) -> float:
        return 1000 * float(np.percentile(self.seconds, which))


def questions() -> list[str]:
    path = ROOT / "tests" / "evaluation" / "letter.jsonl"
    return [json.loads(line)["question"] for line in path.read_text(encoding="utf-8").splitlines()]


async def ask(client: httpx.AsyncClient, question: str, language: str, tally: Tally) -> bool:
    """One question; whether it was not refused, as too many wait."""
    began = time.perf_counter()
    try:
        answer = await client.get("/api/ask", params={"q": question}, headers={"Accept-Language": language})
    except httpx.HTTPError as error:
        tally.errors[type(error).__name__] += 1
        return True
    passed = time.perf_counter() - began
    if answer.status_code == 200 and answer.json()["passages"]:
        tally.seconds.append(passed)
    elif (
        answer.status_code == 503
        and answer.headers.get("retry-after", "").isdecimal()
        and answer.json()["error"].startswith(BUSY[language])
    ):
        tally.refused += 1
        return False
    else:
        tally.errors[f"{answer.status_code} {answer.text[:80]}"] += 1
    return True


async def call(client: httpx.AsyncClient, question: str, tally: Tally) -> None:
    """One question at the page's own address, as gradio_client asks it: to join a queue, and be told by events."""
    began = time.perf_counter()
    try:
        joined = await client.post("/gradio_api/call/ask", json={"data": [question, 3, None, None]})
        told = await client.get(f"/gradio_api/call/ask/{joined.json()['event_id']}")
    except (httpx.HTTPError, KeyError, ValueError) as error:
        tally.errors[f"call: {type(error).__name__}"] += 1
        return
    if "event: complete" in told.text:
        tally.seconds.append(time.perf_counter() - began)
    else:
        tally.errors[f"call: {told.text[:80]}"] += 1


async def at_once(address: str, users: int, asked: int) -> Tally:
    """``asked`` questions by ``users`` who each ask the next as soon as the last is answered."""
    tally, drawn = Tally(began=time.perf_counter()), itertools.cycle(questions())
    left = iter(range(asked))

    async def user(number: int) -> None:
        language = ("nl", "en")[number % 2]
        async with connection(address) as client:
            for _ in left:
                if not await ask(client, next(drawn), language, tally):
                    await asyncio.sleep(2)  # as it is told

    await asyncio.gather(*(user(number) for number in range(users)))
    tally.ended = time.perf_counter()
    return tally


_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # one for all: each would take as long as some questions


def connection(address: str) -> httpx.AsyncClient:
    """One user's. A client that all share would look through all connections at each request."""
    return httpx.AsyncClient(base_url=address, timeout=120, verify=_NO_TLS)


async def steadily(
    address: str, process: int, users: int, rate: float, seconds: float
) -> tuple[Tally, list[list[float]]]:
    """``rate`` questions a second for so long, by as many users, one in eight at the page's own address; and the memory
    of the server as [seconds, MB]."""
    tally, drawn = Tally(began=time.perf_counter()), itertools.cycle(questions())
    until, seen = tally.began + seconds, []

    async def user(number: int) -> None:
        await asyncio.sleep(number / rate)
        due = time.perf_counter()
        async with connection(address) as client:
            while time.perf_counter() < until:
                if number % 8:
                    await ask(client, next(drawn), ("nl", "en")[number % 2], tally)
                else:
                    await call(client, next(drawn), tally)
                due = max(due + users / rate, time.perf_counter())
                await asyncio.sleep(max(0.0, min(due, until) - time.perf_counter()))

    async def look() -> None:
        while (now := time.perf_counter()) < until:
            seen.append([now - tally.began, memory(process)])
            await asyncio.sleep(min(EVERY, seconds / 20))

    await asyncio.gather(look(), *(user(number) for number in range(users)))
    tally.ended = time.perf_counter()
    return tally, seen


def memory(process: int) -> float:
    """MB of memory that a process holds (RSS). Not its share of what others map too (PSS), which changes as those come
    and go: by 7 % when another library was asked on the same machine."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("Rss:"))


def spread(seen: list[list[float]]) -> float:
    """By which share the memory strayed from its median, after the first fifth of the time."""
    later = [held for _, held in seen[int(len(seen) * SETTLED) :]]
    middle = statistics.median(later)
    return max(max(later) - middle, middle - min(later)) / middle


async def whole(address: str, process: int, users: int, asked: int, minutes: float) -> dict[str, Any]:
    await at_once(address, 4, 100)  # what is loaded at first use
    first = await at_once(address, users, asked)
    crowd = await at_once(address, 3 * users, max(asked // 10, 6 * users))
    rate = max(first.rate / 2, 0.1)
    steady, seen = await steadily(address, process, users, rate, 60 * minutes)
    return {
        "users": users,
        **{
            name: {
                "answers": len(tally.seconds),
                "refused": tally.refused,
                "errors": dict(tally.errors),
                "rate": round(tally.rate, 1),
                "p50_ms": round(tally.ms(50)),
                "p99_ms": round(tally.ms(99)),
            }
            for name, tally in (("at_once", first), ("crowd", crowd), ("steady", steady))
        },
        "minutes": minutes,
        "memory": [[round(each) for each in row] for row in seen],
        "spread": round(spread(seen), 4),
    }


def run(users: int, asked: int, minutes: float) -> dict[str, Any]:
    """Serve the supplied letter in a process of its own, and let it be asked."""
    with tempfile.TemporaryDirectory() as place:
        library = str(Path(place) / "library")
        program = [sys.executable, "-m", "app", "--library", library]
        subprocess.run([*program, "add", str(LETTER)], cwd=ROOT, check=True, capture_output=True)
        with (Path(place) / "errors").open("w+") as errors:
            serve = [*program, "serve", "--port", "0", "--waiting", str(WAITING)]
            with subprocess.Popen(serve, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True) as server:
                try:
                    assert server.stdout is not None
                    address = server.stdout.readline().rpartition(" ")[2].strip()
                    figures = asyncio.run(whole(address, server.pid, users, asked, minutes))
                finally:
                    server.terminate()
            errors.seek(0)
            figures["logged"] = len([line for line in errors.read().splitlines() if " ERROR " in line])
    return figures


def verdict(figures: dict[str, Any]) -> list[str]:
    """What was not as it should be; nothing where all was."""
    wrong = [
        f"{name}: {sum(figures[name]['errors'].values())} errors ({figures[name]['errors']})"
        for name in ("at_once", "crowd", "steady")
        if figures[name]["errors"]
    ]
    # nobody waits for more than all who may wait before, and those that are on their way in and out
    bounds = {name: 2000 * (WAITING + 1) / figures[name]["rate"] for name in ("at_once", "crowd")}
    wrong += [
        f"{name}: p99 {figures[name]['p99_ms']} ms is above {bound:.0f}"
        for name, bound in bounds.items()
        if figures[name]["p99_ms"] > bound
    ]
    if not figures["crowd"]["refused"]:
        wrong.append("crowd: nobody was refused, so the limit was not reached")
    if figures["spread"] > FLAT:
        wrong.append(f"memory strayed {figures['spread']:.1%} from its median")
    if figures["logged"]:
        wrong.append(f"{figures['logged']} errors were logged")
    return wrong


def told(figures: dict[str, Any]) -> tuple[list[str], list[list[str]], str]:
    """Head, rows and notes of the table."""
    wrong = verdict(figures)
    users = figures["users"]
    rows = [
        [
            what,
            f"{figures[name]['answers']:,}",
            f"{figures[name]['rate']:.0f}",
            f"{figures[name]['p50_ms']} / {figures[name]['p99_ms']}",
            f"{figures[name]['refused']:,}",
            str(sum(figures[name]["errors"].values())),
        ]
        for name, what in (
            ("at_once", f"{users} users at once"),
            ("crowd", f"{3 * users} users at once"),
            ("steady", f"{users} users, half of that rate, {figures['minutes']:g} min"),
        )
    ]
    held = [row[1] for row in figures["memory"]]
    notes = (
        f"On {os.cpu_count()} cores, which the users' own process shares; {WAITING} questions may wait, who comes then "
        "is told to come back, in Dutch or English, by a 503 with Retry-After. "
        f"Memory of the server at half load, MB: {held[0]} at first, {min(held)} to {max(held)}, {held[-1]} at last; "
        f"after the first fifth of the time it strayed {figures['spread']:.1%} from its median. "
        f"Errors logged: {figures['logged']}. "
        + (
            "As it should be: no errors, p99 within the limit, memory within 5 %."
            if not wrong
            else f"NOT: {'; '.join(wrong)}."
        )
    )
    return ["what", "answers", "a second", "ms p50 / p99", "503", "errors"], rows, notes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=64)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--dry", action="store_true", help="print, and leave RESULTS.md as it is")
    given = parser.parse_args()
    figures = run(given.users, given.questions, given.minutes)
    head, rows, notes = told(figures)
    if given.dry:
        sys.stdout.write("\n".join([" | ".join(head), *(" | ".join(row) for row in rows), notes]) + "\n")
    else:
        report("load", "Many users at once", head, rows, notes, **figures)
    return 1 if verdict(figures) else 0


if __name__ == "__main__":
    sys.exit(main())
