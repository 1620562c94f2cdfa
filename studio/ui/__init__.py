"""Widgets: layout and binding only."""
