"""Encoders: the bundled model and what was learned for it, any sentence-transformers model, and what they run on."""
