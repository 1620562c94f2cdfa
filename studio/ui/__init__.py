"""The window: layout and binding only. What it shows and does is decided by the presenters."""
