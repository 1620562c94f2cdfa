"""A project on disk: its database, its asset files, its jobs and its trash."""
