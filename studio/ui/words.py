"""The studio's words in the user's language: tasks, phases, states, settings, languages, sizes and times."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from studio.core.ids import without_id


def _tr(text: str) -> str:
    return QCoreApplication.translate("words", text)


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Marks a string for the translators; it is translated when it is shown."""
    return text


_KINDS = {
    "text": QT_TRANSLATE_NOOP("words", "Text"),
    "image": QT_TRANSLATE_NOOP("words", "Image"),
    "audio": QT_TRANSLATE_NOOP("words", "Audio"),
}
_TASKS = {
    "write": QT_TRANSLATE_NOOP("words", "Write"),
    "rewrite": QT_TRANSLATE_NOOP("words", "Rewrite"),
    "summarise": QT_TRANSLATE_NOOP("words", "Summarise"),
    "translate": QT_TRANSLATE_NOOP("words", "Translate"),
    "chat": QT_TRANSLATE_NOOP("words", "Chat"),
    "text-to-image": QT_TRANSLATE_NOOP("words", "Text to image"),
    "image-to-image": QT_TRANSLATE_NOOP("words", "Image to image"),
    "inpaint": QT_TRANSLATE_NOOP("words", "Inpaint"),
    "outpaint": QT_TRANSLATE_NOOP("words", "Outpaint"),
    "upscale": QT_TRANSLATE_NOOP("words", "Upscale"),
    "restyle": QT_TRANSLATE_NOOP("words", "Restyle"),
    "cutout": QT_TRANSLATE_NOOP("words", "Cut out"),
    "edit": QT_TRANSLATE_NOOP("words", "Edit"),
    "tile": QT_TRANSLATE_NOOP("words", "Make seamless"),
    "trace": QT_TRANSLATE_NOOP("words", "Trace"),
    "control-map": QT_TRANSLATE_NOOP("words", "Control map"),
    "caption": QT_TRANSLATE_NOOP("words", "Caption"),
    "tag": QT_TRANSLATE_NOOP("words", "Tag"),
    "detect": QT_TRANSLATE_NOOP("words", "Detect"),
    "speak": QT_TRANSLATE_NOOP("words", "Speak"),
    "transcribe": QT_TRANSLATE_NOOP("words", "Transcribe"),
    "denoise": QT_TRANSLATE_NOOP("words", "Denoise"),
}
_TASK_HINTS = {
    "text-to-image": QT_TRANSLATE_NOOP("words", "Draw a picture from words alone"),
    "image-to-image": QT_TRANSLATE_NOOP("words", "Draw a picture anew, following another one"),
    "inpaint": QT_TRANSLATE_NOOP("words", "Draw only what you paint over; the rest stays"),
    "outpaint": QT_TRANSLATE_NOOP("words", "Draw what lies beyond the picture's edges"),
    "upscale": QT_TRANSLATE_NOOP("words", "The same picture with more pixels; no face is invented anew"),
    "restyle": QT_TRANSLATE_NOOP("words", "The same picture in another style"),
    "cutout": QT_TRANSLATE_NOOP("words", "Take the background away"),
    "edit": QT_TRANSLATE_NOOP("words", "Crop, turn, tone and resize"),
    "tile": QT_TRANSLATE_NOOP("words", "A texture whose edges meet"),
    "trace": QT_TRANSLATE_NOOP("words", "Turn the picture into vector shapes (SVG)"),
    "control-map": QT_TRANSLATE_NOOP("words", "Edges, depth, colours: a map for a ControlNet to follow"),
    "caption": QT_TRANSLATE_NOOP("words", "Describe the picture in a sentence"),
    "tag": QT_TRANSLATE_NOOP("words", "List what is in the picture"),
    "detect": QT_TRANSLATE_NOOP("words", "Find things and where they are"),
}
_MODELS_FOR = {
    "caption": QT_TRANSLATE_NOOP(
        "words", "A model that writes captions: the transformers folder of BLIP, Florence-2, SmolVLM or the like."
    ),
    "tag": QT_TRANSLATE_NOOP(
        "words", "A model that classifies pictures: the transformers folder of a ViT, Swin, ConvNeXt or the like."
    ),
    "detect": QT_TRANSLATE_NOOP(
        "words", "A model that finds objects: the transformers folder of YOLOS, RT-DETR, Florence-2 or the like."
    ),
}
_TASK_GROUPS = {
    "draw": QT_TRANSLATE_NOOP("words", "Draw"),
    "finish": QT_TRANSLATE_NOOP("words", "Finish"),
    "see": QT_TRANSLATE_NOOP("words", "See"),
}
_MODES = {
    "result": QT_TRANSLATE_NOOP("words", "Result"),
    "trace": QT_TRANSLATE_NOOP("words", "Preview"),
    "map": QT_TRANSLATE_NOOP("words", "Preview"),
    "adjust": QT_TRANSLATE_NOOP("words", "Adjust"),
    "tiled": QT_TRANSLATE_NOOP("words", "3 × 3"),
    "seamless": QT_TRANSLATE_NOOP("words", "3 × 3"),
    "mask": QT_TRANSLATE_NOOP("words", "Mask"),
    "frame": QT_TRANSLATE_NOOP("words", "Frame"),
    "beside": QT_TRANSLATE_NOOP("words", "With source"),
    "compare": QT_TRANSLATE_NOOP("words", "Compare"),
    "grid": QT_TRANSLATE_NOOP("words", "Grid"),
}
_PHASES = {
    "queued": QT_TRANSLATE_NOOP("words", "Waiting"),
    "loading": QT_TRANSLATE_NOOP("words", "Loading the model"),
    "encoding": QT_TRANSLATE_NOOP("words", "Reading the input"),
    "denoising": QT_TRANSLATE_NOOP("words", "Drawing"),
    "generating": QT_TRANSLATE_NOOP("words", "Generating"),
    "decoding": QT_TRANSLATE_NOOP("words", "Finishing"),
    "saving": QT_TRANSLATE_NOOP("words", "Saving"),
}
_STATES = {
    "waiting": QT_TRANSLATE_NOOP("words", "Waiting"),
    "running": QT_TRANSLATE_NOOP("words", "Running"),
    "saving": QT_TRANSLATE_NOOP("words", "Saving"),
    "done": QT_TRANSLATE_NOOP("words", "Done"),
    "failed": QT_TRANSLATE_NOOP("words", "Failed"),
    "cancelled": QT_TRANSLATE_NOOP("words", "Cancelled"),
    "interrupted": QT_TRANSLATE_NOOP("words", "Interrupted"),
    "stopped": QT_TRANSLATE_NOOP("words", "Stopped"),
}
_SETTINGS = {
    "task": QT_TRANSLATE_NOOP("words", "Task"),
    "prompt": QT_TRANSLATE_NOOP("words", "Prompt"),
    "negative": QT_TRANSLATE_NOOP("words", "Negative prompt"),
    "run_prompts": QT_TRANSLATE_NOOP("words", "Prompt as run"),
    "run_negative": QT_TRANSLATE_NOOP("words", "Negative prompt as run"),
    "system": QT_TRANSLATE_NOOP("words", "System prompt"),
    "history": QT_TRANSLATE_NOOP("words", "Conversation"),
    "model": QT_TRANSLATE_NOOP("words", "Model"),
    "seed": QT_TRANSLATE_NOOP("words", "Seed"),
    "takes": QT_TRANSLATE_NOOP("words", "Takes"),
    "inputs": QT_TRANSLATE_NOOP("words", "Input file"),
    "temperature": QT_TRANSLATE_NOOP("words", "Temperature"),
    "top_p": QT_TRANSLATE_NOOP("words", "Top-p"),
    "max_tokens": QT_TRANSLATE_NOOP("words", "Length"),
    "width": QT_TRANSLATE_NOOP("words", "Width"),
    "height": QT_TRANSLATE_NOOP("words", "Height"),
    "steps": QT_TRANSLATE_NOOP("words", "Steps"),
    "guidance": QT_TRANSLATE_NOOP("words", "Guidance"),
    "scheduler": QT_TRANSLATE_NOOP("words", "Scheduler"),
    "strength": QT_TRANSLATE_NOOP("words", "Strength"),
    "scale": QT_TRANSLATE_NOOP("words", "Scale"),
    "style": QT_TRANSLATE_NOOP("words", "Style"),
    "fast": QT_TRANSLATE_NOOP("words", "Speed and memory"),
    "transparent": QT_TRANSLATE_NOOP("words", "Transparent background"),
    "mask_invert": QT_TRANSLATE_NOOP("words", "Draw outside"),
    "mask_grow": QT_TRANSLATE_NOOP("words", "Grow"),
    "mask_feather": QT_TRANSLATE_NOOP("words", "Feather"),
    "extend": QT_TRANSLATE_NOOP("words", "Extend"),
    "trace": QT_TRANSLATE_NOOP("words", "Tracing"),
    "trace.mode": QT_TRANSLATE_NOOP("words", "Colours"),
    "trace.shape": QT_TRANSLATE_NOOP("words", "Shapes"),
    "trace.stacked": QT_TRANSLATE_NOOP("words", "Stacked"),
    "trace.colours": QT_TRANSLATE_NOOP("words", "Fineness"),
    "trace.layer": QT_TRANSLATE_NOOP("words", "Layer step"),
    "trace.speckle": QT_TRANSLATE_NOOP("words", "Speckle"),
    "trace.corner": QT_TRANSLATE_NOOP("words", "Corner"),
    "trace.length": QT_TRANSLATE_NOOP("words", "Smoothness"),
    "see": QT_TRANSLATE_NOOP("words", "Looking"),
    "see.detail": QT_TRANSLATE_NOOP("words", "Caption"),
    "see.confidence": QT_TRANSLATE_NOOP("words", "Confidence"),
    "see.most": QT_TRANSLATE_NOOP("words", "At most"),
    "cutout.method": QT_TRANSLATE_NOOP("words", "Find by"),
    "cutout.tolerance": QT_TRANSLATE_NOOP("words", "Tolerance"),
    "cutout.enclosed": QT_TRANSLATE_NOOP("words", "Inner areas"),
    "cutout.grow": QT_TRANSLATE_NOOP("words", "Move edge"),
    "cutout.feather": QT_TRANSLATE_NOOP("words", "Feather"),
    "cutout.decontaminate": QT_TRANSLATE_NOOP("words", "Clean edge"),
    "cutout.background": QT_TRANSLATE_NOOP("words", "Background"),
    "edit.turn": QT_TRANSLATE_NOOP("words", "Turn"),
    "edit.straighten": QT_TRANSLATE_NOOP("words", "Straighten"),
    "edit.crop": QT_TRANSLATE_NOOP("words", "Crop"),
    "edit.flip": QT_TRANSLATE_NOOP("words", "Flip"),
    "edit.black": QT_TRANSLATE_NOOP("words", "Black point"),
    "edit.white": QT_TRANSLATE_NOOP("words", "White point"),
    "edit.gamma": QT_TRANSLATE_NOOP("words", "Midtones"),
    "edit.exposure": QT_TRANSLATE_NOOP("words", "Exposure"),
    "edit.contrast": QT_TRANSLATE_NOOP("words", "Contrast"),
    "edit.saturation": QT_TRANSLATE_NOOP("words", "Saturation"),
    "edit.warmth": QT_TRANSLATE_NOOP("words", "Warmth"),
    "edit.shadows": QT_TRANSLATE_NOOP("words", "Shadows"),
    "edit.highlights": QT_TRANSLATE_NOOP("words", "Highlights"),
    "edit.canvas": QT_TRANSLATE_NOOP("words", "Canvas"),
    "edit.fill": QT_TRANSLATE_NOOP("words", "Ground"),
    "tile.axes": QT_TRANSLATE_NOOP("words", "Repeats"),
    "tile.blend": QT_TRANSLATE_NOOP("words", "Blend"),
    "tile.even": QT_TRANSLATE_NOOP("words", "Even light"),
    "input": QT_TRANSLATE_NOOP("words", "Input file"),
    "start": QT_TRANSLATE_NOOP("words", "Start"),
    "end": QT_TRANSLATE_NOOP("words", "End"),
    "low": QT_TRANSLATE_NOOP("words", "Lower limit"),
    "high": QT_TRANSLATE_NOOP("words", "Upper limit"),
    "detail": QT_TRANSLATE_NOOP("words", "Detail"),
    "upscaler": QT_TRANSLATE_NOOP("words", "Upscaler"),
    "left": QT_TRANSLATE_NOOP("words", "Left"),
    "right": QT_TRANSLATE_NOOP("words", "Right"),
    "top": QT_TRANSLATE_NOOP("words", "Top"),
    "bottom": QT_TRANSLATE_NOOP("words", "Bottom"),
    "size": QT_TRANSLATE_NOOP("words", "Size"),
    "weight": QT_TRANSLATE_NOOP("words", "Weight"),
    "preprocessor": QT_TRANSLATE_NOOP("words", "Preprocessor"),
    "loras": QT_TRANSLATE_NOOP("words", "LoRA"),
    "control": QT_TRANSLATE_NOOP("words", "Control"),
    "references": QT_TRANSLATE_NOOP("words", "Reference"),
    "embeddings": QT_TRANSLATE_NOOP("words", "Embedding"),
    "vae": QT_TRANSLATE_NOOP("words", "VAE"),
    "hires": QT_TRANSLATE_NOOP("words", "Second pass"),
    "clip_skip": QT_TRANSLATE_NOOP("words", "Clip skip"),
    "seamless": QT_TRANSLATE_NOOP("words", "Seamless"),
    "variation": QT_TRANSLATE_NOOP("words", "Variation"),
    "variation_seed": QT_TRANSLATE_NOOP("words", "Seed of the variation"),
    "styles": QT_TRANSLATE_NOOP("words", "Styles"),
    "grid": QT_TRANSLATE_NOOP("words", "Grid"),
    "cutout": QT_TRANSLATE_NOOP("words", "Cut out"),
    "edit": QT_TRANSLATE_NOOP("words", "Edit"),
    "tile": QT_TRANSLATE_NOOP("words", "Seamless tile"),
    "voice": QT_TRANSLATE_NOOP("words", "Voice"),
    "language": QT_TRANSLATE_NOOP("words", "Language"),
    "speed": QT_TRANSLATE_NOOP("words", "Speed"),
    "loudness": QT_TRANSLATE_NOOP("words", "Loudness"),
}
_MODEL_KINDS = {
    "model": QT_TRANSLATE_NOOP("words", "Model"),
    "lora": QT_TRANSLATE_NOOP("words", "LoRA"),
    "controlnet": QT_TRANSLATE_NOOP("words", "ControlNet"),
    "t2i-adapter": QT_TRANSLATE_NOOP("words", "T2I-Adapter"),
    "ip-adapter": QT_TRANSLATE_NOOP("words", "IP-Adapter"),
    "embedding": QT_TRANSLATE_NOOP("words", "Embedding"),
    "vae": QT_TRANSLATE_NOOP("words", "VAE"),
    "upscaler": QT_TRANSLATE_NOOP("words", "Upscaler"),
}
_ROLES = {
    "source": QT_TRANSLATE_NOOP("words", "source"),
    "mask": QT_TRANSLATE_NOOP("words", "mask"),
    "style": QT_TRANSLATE_NOOP("words", "style"),
    "background": QT_TRANSLATE_NOOP("words", "background"),
    "control": QT_TRANSLATE_NOOP("words", "control {number}"),
    "reference": QT_TRANSLATE_NOOP("words", "reference {number}"),
}
_LANGUAGES = {
    "en": QT_TRANSLATE_NOOP("words", "English"),
    "zh": QT_TRANSLATE_NOOP("words", "Chinese"),
    "fr": QT_TRANSLATE_NOOP("words", "French"),
    "es": QT_TRANSLATE_NOOP("words", "Spanish"),
    "ja": QT_TRANSLATE_NOOP("words", "Japanese"),
    "de": QT_TRANSLATE_NOOP("words", "German"),
    "it": QT_TRANSLATE_NOOP("words", "Italian"),
    "pt": QT_TRANSLATE_NOOP("words", "Portuguese"),
    "ko": QT_TRANSLATE_NOOP("words", "Korean"),
    "ru": QT_TRANSLATE_NOOP("words", "Russian"),
    "hi": QT_TRANSLATE_NOOP("words", "Hindi"),
    "vi": QT_TRANSLATE_NOOP("words", "Vietnamese"),
    "th": QT_TRANSLATE_NOOP("words", "Thai"),
    "ar": QT_TRANSLATE_NOOP("words", "Arabic"),
}


def kind(name: str) -> str:
    return _tr(_KINDS.get(name, name))


def task(name: str) -> str:
    return _tr(_TASKS.get(name, name))


def task_hint(name: str) -> str:
    """What a task does, in a few words; "" for one that needs none."""
    return _tr(_TASK_HINTS[name]) if name in _TASK_HINTS else ""


def models_for(task: str) -> str:
    """Which models can do a task that only the user's own can do; "" for the others."""
    return _tr(_MODELS_FOR[task]) if task in _MODELS_FOR else ""


def task_group(name: str) -> str:
    return _tr(_TASK_GROUPS.get(name, name))


def mode(name: str) -> str:
    """The name of a mode of the image tab's stage."""
    return _tr(_MODES.get(name, name))


def phase(name: str, model: str = "") -> str:
    if name == "loading" and model:
        return QCoreApplication.translate("words", "Loading {model}").format(model=model)
    return _tr(_PHASES.get(name, name))


def state(name: str) -> str:
    return _tr(_STATES.get(name, name))


def setting(name: str) -> str:
    """A setting, or a part of one: ``hires.strength`` is “Second pass: Strength”, ``loras.0.weight`` “LoRA 1: Weight”."""
    if name in _SETTINGS or "." not in name:
        return _tr(_SETTINGS.get(name, name))
    first, *parts = name.split(".")
    whole = setting(first)
    for part in parts:
        whole = (
            f"{whole} {int(part) + 1}"
            if part.isdecimal()
            else _tr("{setting}: {part}").format(setting=whole, part=setting(part))
        )
    return whole


def part(name: str) -> str:
    """A part of a setting by itself: ``hires.strength`` is “Strength”."""
    return setting(name) if name in _SETTINGS else setting(name.rpartition(".")[2])


_OWN_MODELS = (
    QT_TRANSLATE_NOOP("catalogue", "Built-in icon model"),
    QT_TRANSLATE_NOOP("catalogue", "Studio tools"),
    QT_TRANSLATE_NOOP("catalogue", "Hibari, English voice"),
    QT_TRANSLATE_NOOP("catalogue", "Style transfer lite"),
    QT_TRANSLATE_NOOP("catalogue", "MediaPipe selfie segmentation"),
)
"""Names in the catalogue that are words."""


def model_name(name: str) -> str:
    """A model's name; those of the catalogue that are words are translated."""
    return from_catalogue(name)


def from_catalogue(text: str) -> str:
    """What the catalogue says of a model, in the user's language where it is translated."""
    return QCoreApplication.translate("catalogue", text)


def kind_of_model(name: str) -> str:
    """LoRA, ControlNet …: what a setting needs a model to be."""
    return _tr(_MODEL_KINDS.get(name, name))


def role(name: str) -> str:
    """What an input file is for."""
    kind, _, number = name.partition("-")
    return _tr(_ROLES.get(kind, kind)).format(number=number)


def language(tag: str) -> str:
    """A language's name; one that the studio does not translate has Qt's own name for it, or its tag."""
    if not tag:
        return QCoreApplication.translate("words", "Detect language")
    if tag in _LANGUAGES:
        return _tr(_LANGUAGES[tag])
    known = QLocale(tag)
    return QLocale.languageToString(known.language()) if known.language() != QLocale.Language.C else tag


def known_language(tag: str) -> str:
    """A language's name where ``tag`` is one that the studio translates; else what was given."""
    return _tr(_LANGUAGES[tag]) if tag in _LANGUAGES else tag


def file_name(path: str) -> str:
    """What a file is called; that of an asset without the id in it."""
    name = path.replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    return (without_id(stem) or stem) + dot + suffix if dot else name


def size_text(size: float) -> str:
    """Bytes in decimal units with at most one decimal, as file managers show them."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= factor:
            value = size / factor
            return f"{value:.1f} {unit}" if value < 10 else f"{value:.0f} {unit}"
    return f"{size:.0f} B"


def speed_text(tokens_per_s: float) -> str:
    """How fast a text was written."""
    rate = f"{tokens_per_s:.1f}" if tokens_per_s < 10 else f"{tokens_per_s:.0f}"
    return QCoreApplication.translate("words", "{rate} tokens/s").format(rate=rate)


def duration_text(seconds: float) -> str:
    """A length in time: ``4.2 s``, ``1:05``, ``1:02:03``."""
    if seconds < 10:
        return QCoreApplication.translate("words", "{seconds} s").format(seconds=f"{seconds:.1f}")
    return clock_text(seconds)


def clock_text(seconds: float) -> str:
    """A position in time: ``0:07``, ``1:02:03``."""
    # Rounded as the tenths of a length are: 2.96 s is 3.0 s everywhere.
    whole = int(f"{seconds:.0f}")
    if whole >= 3600:
        return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
    return f"{whole // 60}:{whole % 60:02}"


def eta_text(seconds: float) -> str:
    """How long something still takes, rounded as its certainty allows."""
    if seconds < 1.5:
        return QCoreApplication.translate("words", "a moment left")
    if seconds < 90:
        return QCoreApplication.translate("words", "about {seconds} s left").format(
            seconds=round(seconds) if seconds < 10 else 5 * round(seconds / 5)
        )
    return QCoreApplication.translate("words", "about {minutes} min left").format(minutes=round(seconds / 60))
