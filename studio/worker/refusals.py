"""What a library of models refused, in the user's words."""

from __future__ import annotations

from studio.core.errors import ModelError, phrase


def load_failed(model: str, error: Exception) -> ModelError:
    """The error for a model that could not be loaded. Nobody translates what a library says: that is the detail."""
    reason = phrase("the program that runs it does not take it")
    return ModelError("model-load-failed", f"{type(error).__name__}: {error}"[:4000], model=model, reason=reason)
