"""Sound as float32 arrays: reading any file, resampling, loudness, voice activity."""
