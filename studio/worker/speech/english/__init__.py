"""English text to phonemes, from open dictionaries and a small tagger."""
