"""What is written in a prompt beside its words: wildcards and alternatives, weights, and Chinese for English models."""
