"""Ask a running page a question over its API and check where the first passage stands.

python tests/ask_page.py http://127.0.0.1:7860 "Wat is DIANA?" "§ Behoud van technologische voorsprong, al. 1"
"""

import sys

from gradio_client import Client


def main(address: str, question: str, locator: str) -> str | None:
    """Nothing where the locator is the expected one, else what is wrong."""
    answer = Client(address, verbose=False).predict(question, 3, api_name="/ask")
    found = answer["passages"][0]["locator"]
    sys.stdout.write(f"{question} → {found}\n")
    return None if found == locator else f"expected {locator}"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
