"""Typed settings with a version: what each is, how they are read, written and brought up to date."""
