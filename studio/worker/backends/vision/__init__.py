"""Looking at pictures with transformers: captions, tags, objects."""
