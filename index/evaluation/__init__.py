"""How well a library answers questions whose answers are known: question files, measures and their reports."""
