"""Which model runs a Request: the default for its task, its language and voice, and whether a named one can."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from studio.core.errors import InputError, ModelError, phrase
from studio.core.models import InstalledModel, none_for
from studio.core.requests import AudioRequest, ImageRequest, Request
from studio.library import builtin, languages, layout

_QUALITY = {"draft": 0, "": 1, "standard": 1, "high": 2}


def by_preference(models: Sequence[InstalledModel], order: Sequence[str]) -> list[InstalledModel]:
    """Best first: quality (an imported model counts as standard), then the catalogue's order, then the name."""
    place = {model_id: n for n, model_id in enumerate(order)}

    def key(model: InstalledModel) -> tuple[int, int, str]:
        return -_QUALITY.get(model.spec.quality, 1), place.get(model.spec.id, len(place)), model.spec.name

    return sorted(models, key=key)


def choose(models: Sequence[InstalledModel], task: str, language: str = "") -> InstalledModel:
    """The first of ``models`` (best first) for the task, and for the language where it has any.

    Raises :class:`ModelError` ``model-none-for-task`` and :class:`InputError` ``language-unsupported``.
    """
    able = [m for m in models if task in m.spec.tasks]
    if not able:
        raise none_for(task)
    if not language:
        return able[0]
    speaking = [m for m in able if not m.spec.languages or language in m.spec.languages]
    if not speaking:
        known = sorted({tag for m in able for tag in m.spec.languages})
        names = ", ".join(m.spec.name for m in able)
        raise InputError("language-unsupported", model=names, language=language, languages=", ".join(known))
    return speaking[0]


def check_task(model: InstalledModel, task: str, models: Sequence[InstalledModel]) -> None:
    """Raises :class:`ModelError` ``model-wrong-kind``, naming those that can."""
    if task in model.spec.tasks:
        return
    able = [m.spec.name for m in models if task in m.spec.tasks]
    none = phrase("none that is installed can; install one in the model library.")
    hint = phrase("{names}.", names=", ".join(able)) if able else none
    raise ModelError("model-wrong-kind", model=model.spec.name, task=task, hint=hint)


def speech(
    request: AudioRequest, models: Sequence[InstalledModel], named: InstalledModel | None
) -> tuple[AudioRequest, InstalledModel]:
    """Model, language and voice of a Request to speak; ``named`` is the model the request asks for, if any."""
    language = request.language or languages.detect(request.prompt)
    if named is None and request.voice:
        having = [m for m in models if "speak" in m.spec.tasks and request.voice in m.spec.voices]
        # A voice names its model; one that nobody has is reported by the model that would speak.
        named = having[0] if having else None
    if named is None:
        model = choose(models, "speak", language)
    else:
        model = named
        if model.spec.languages and language not in model.spec.languages:
            # Detection by words is a guess and gives way to the user's choice of model; a script is certain.
            if request.language or language in ("zh", "ja", "ko", "ru"):
                known = ", ".join(model.spec.languages)
                raise InputError("language-unsupported", model=model.spec.name, language=language, languages=known)
            language = model.spec.languages[0]
    voices = model.spec.voices
    if request.voice and voices and request.voice not in voices:
        raise InputError("voice-unknown", model=model.spec.name, voice=request.voice, voices=", ".join(voices))
    voice = request.voice or str(model.spec.options.get("voice", voices[0] if voices else ""))
    return msgspec.structs.replace(request, model=model.spec.id, language=language, voice=voice), model


def enlarging(scale: int, models: Sequence[InstalledModel]) -> InstalledModel:
    """The default for upscale: the best model that has the scale asked for, else the best of all."""
    able = [m for m in models if "upscale" in m.spec.tasks]
    fitting = [m for m in able if scale in m.spec.options.get("scales", [scale])]
    return choose(fitting or able, "upscale")


def helpers(model: InstalledModel, models: Sequence[InstalledModel]) -> list[InstalledModel]:
    """The installed and whole models that a model asks for beside itself (its option ``helpers``), in its order."""
    wanted = model.spec.options.get("helpers", [])
    by_id = {m.spec.id: m for m in models}
    found = []
    for model_id in wanted if isinstance(wanted, list) else []:
        helper = by_id.get(model_id)
        if helper is not None and layout.is_whole(helper):
            found.append(helper)
    return found


def resolve(
    request: Request, models: Sequence[InstalledModel], named: InstalledModel | None
) -> tuple[Request, InstalledModel]:
    """The request with its model (and for speech its language and voice) filled in, and that model."""
    if named is not None:
        check_task(named, request.task, models)
    if isinstance(request, AudioRequest) and request.task == "speak":
        return speech(request, models, named)
    if isinstance(request, ImageRequest) and request.task == "cutout" and builtin.chooses(request, named):
        model = builtin.cutting(request, models)
    elif named is not None:
        model = named
    elif isinstance(request, ImageRequest) and request.task == "upscale":
        model = enlarging(request.scale, models)
    else:
        model = choose(models, request.task)
    return msgspec.structs.replace(request, model=model.spec.id), model
