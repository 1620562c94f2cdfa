"""Contact sheets: labelled pictures side by side on one. Used by the worker (grids) and by the gallery."""
