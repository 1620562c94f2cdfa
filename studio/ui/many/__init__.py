"""Many pictures at once: grids, batches, contact sheets."""
