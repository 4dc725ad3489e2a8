"""What a user sees of work that takes long: a line, and on a terminal a bar with rate and time left."""

import os
import pty
import re
import subprocess
import sys
import termios

from tests.conftest import ROOT

PROGRAM = """
import time
from app.commands.terminal import Noticed
noticed = Noticed()
noticed("unpacking the model, once")
for done in range(0, 401, 10):
    noticed("unpacking the model, once", done, 400, "MB")
    time.sleep(0.08)
print("done")
"""


def test_on_a_terminal_a_bar_tells_the_rate_and_the_time_left() -> None:
    here, there = pty.openpty()
    termios.tcsetwinsize(there, (24, 100))
    with subprocess.Popen([sys.executable, "-c", PROGRAM], cwd=ROOT, stdout=there, stderr=there) as process:
        os.close(there)
        said = b""
        while True:
            try:
                said += os.read(here, 65536)
            except OSError:  # the other end is closed
                break
    os.close(here)
    assert process.returncode == 0
    text = said.decode()
    assert text.startswith("Unpacking the model, once …\r\n")
    assert re.search(r"\d+%\|.*\| \d+/400 \[\d\d:\d\d<\d\d:\d\d, +[\d.]+ MB/s\]", text)
    assert re.search(r"\r +\r(done)\r\n$", text)  # the bar is gone


def test_elsewhere_it_is_a_line() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == "Unpacking the model, once …\n"
    assert done.stdout == "done\n"
