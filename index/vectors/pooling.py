"""Fewer token vectors: those that are nearest to each other become their mean.

Ward's clustering of a passage's vectors (Clavié, Chaffin & Adams, "Reducing the footprint of multi-vector retrieval
with minimal performance impact via token pooling", 2024).
"""

import numpy as np

from index.encoder import Floats, unit


def pooled(vectors: Floats, factor: int) -> Floats:
    """One for every ``factor`` of ``vectors`` (n, e), rounded up; all are of unit length, float32."""
    if len(vectors) < 2 or factor < 2:
        return vectors
    # its import takes time, and only adding needs it
    from scipy.cluster.hierarchy import fcluster, ward

    distances = np.sqrt(np.maximum(0, 2 - 2 * (vectors @ vectors.T).astype(np.float64)))
    clusters = fcluster(ward(distances[np.triu_indices(len(vectors), 1)]), -(-len(vectors) // factor), "maxclust")
    return unit((np.unique(clusters)[:, None] == clusters).astype(np.float32) @ vectors)
