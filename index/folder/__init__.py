"""A library in a folder: letters and paragraphs in SQLite, which are the truth, and files that follow from them."""
