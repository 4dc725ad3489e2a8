"""What a question asks, by its words alone: plain rules, which know no library."""
