"""Outpaint: a frame around the picture whose sides are dragged outwards."""
