"""A library on a Milvus server, or a cluster of them: the other side of ``index/storage.py``.

Milvus has no transactions, so nothing here is ever changed: rows are added under numbers that only grow, and one row,
written last, says up to which number they count (``state.py``). What goes is named in that row too, and its rows are
deleted when nobody can be reading them any more. So a reader sees a change whole or not at all, and a writer that is
killed leaves rows that nobody sees.
"""
