"""Embedding in bulk: letters are embedded in shards, by many workers, and loaded into a library afterwards.

A folder of shards holds ``codes.npz``, what all of them pack token vectors by, and a folder for each: parts, which are
letters with what is derived of them, and a manifest. The same files, model and codes give the same bytes.
"""
