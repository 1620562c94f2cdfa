"""The user's settings: each declared once with its type, default and description."""
