"""The prompts as the model gets them."""

from __future__ import annotations

from dataclasses import dataclass

from studio.core.errors import InputError, Phrase, phrase
from studio.core.messages import Phase
from studio.core.prompting.glossary import Glossary
from studio.core.requests import ImageRequest
from studio.worker.backends.diffusion.loaded import LoadedPipeline
from studio.worker.context import JobContext


@dataclass(frozen=True)
class Wording:
    """Prompt and negative prompt of one take; ``notes`` say how they differ from what was typed."""

    prompt: str
    negative: str
    notes: tuple[Phrase, ...] = ()


def wording(loaded: LoadedPipeline, request: ImageRequest, ctx: JobContext, take: int) -> Wording:
    """What the model is to read for a take. Raises InputError when it knows none of the words."""
    negative = request.negative if request.run_negative is None else request.run_negative
    return _in_english(loaded, Wording(request.run_prompt(take), negative), ctx)


def _in_english(loaded: LoadedPipeline, words: Wording, ctx: JobContext) -> Wording:
    glossary = loaded.glossary()
    if glossary is None or not Glossary.needed(words.prompt + words.negative):
        return words
    prompt, negative = glossary.translate(words.prompt), glossary.translate(words.negative)
    unknown = (*prompt.unknown, *negative.unknown)
    if not prompt.text:
        hint = phrase("This model knows none of these words; write other ones, or English.")
        raise InputError("setting-invalid", name="prompt", value=words.prompt[:80], hint=hint)
    notes = [*words.notes, phrase("prompt run as: {text}", text=prompt.text)]
    if words.negative:
        notes.append(phrase("negative prompt run as: {text}", text=negative.text))
    if unknown:
        notes.append(phrase("words the model does not know: {names}", names=", ".join(unknown)))
        ctx.phase(Phase.ENCODING, 0.0, note=notes[-1])
    return Wording(prompt.text, negative.text, tuple(notes))
