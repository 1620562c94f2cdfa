"""A grid of pictures on the stage."""
