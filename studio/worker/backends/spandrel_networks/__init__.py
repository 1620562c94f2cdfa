"""Upscaling networks of PyTorch, through the package spandrel: loading, and running them tile by tile."""
