"""Printed pages of what crosses them."""

import pytest

from corpus.blocks import Block, Kind, gathered
from corpus.pages import page_range, pages_in


@pytest.mark.parametrize(
    ("first", "last", "whole", "each"),
    [
        ("3", "3", "3", ("3",)),
        ("3", "4", "3-4", ("3", "4")),
        ("3-4", "4-6", "3-6", ("3", "4", "5", "6")),
        ("9", "10", "9-10", ("9", "10")),
        ("iv", "v", "iv-v", ("iv", "v")),
        ("1", "4", "1, 4", ("1", "4")),  # the question, and the answer behind others
        ("1, 4", "4-5", "1, 4-5", ("1", "4", "5")),
        ("3", None, "3", ("3",)),
        (None, "4", "4", ("4",)),
        (None, None, None, ()),
    ],
)
def test_pages_from_first_to_last(
    first: str | None, last: str | None, whole: str | None, each: tuple[str, ...]
) -> None:
    assert page_range(first, last) == whole
    assert pages_in(whole) == each


def test_rows_of_two_pages_are_one_paragraph_of_both() -> None:
    rows = [Block(Kind.ROW, f"rij {page}", 0, page=page) for page in ("7", "7", "8")]
    assert gathered(rows).page == "7-8"
