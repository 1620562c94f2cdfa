"""From text to what a voice needs: sentences, words written out, phonemes. No model runtime at import."""
