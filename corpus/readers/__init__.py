"""One module a format, each: text of a file → blocks."""
