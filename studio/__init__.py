"""AIGC Studio: drafts of text, pictures and sound from models on the user's own machine."""
