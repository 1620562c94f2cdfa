"""Text to phonemes for languages other than English, in the alphabet of the Kokoro family."""
