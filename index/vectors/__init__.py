"""Vectors of passages and tokens: rounded, kept in files, and searched."""
