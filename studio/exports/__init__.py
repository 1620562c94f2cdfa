"""Delivery: formats, sizes, names and the manifest."""
