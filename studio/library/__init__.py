"""The model library: catalogue, installation, verification and import of models."""
