"""Finishing a picture without drawing it anew: the parts of the brief and the modes of the stage for it."""
