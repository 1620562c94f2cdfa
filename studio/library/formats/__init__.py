"""What a model file is, read from its beginning only: no weights are loaded and nothing in it is run."""
