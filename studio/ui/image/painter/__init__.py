"""Painting a mask over a picture. NumPy is loaded here, so the window imports these modules when a mask is wanted."""
