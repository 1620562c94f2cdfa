"""The comparison of settings, over a picture of another program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PIL.PngImagePlugin import PngInfo
from PySide6.QtWidgets import QWidget

from studio.core.models import InstalledModel, ModelSpec
from studio.core.pictures import LoraUse
from studio.ui.image.takeover_dialog import TakeoverDialog
from tests.ui.gallery_world import draw_picture

if TYPE_CHECKING:
    from tests.screenshots import Stage

PARAMETERS = (
    "a lighthouse on a cliff at dusk, oil painting, (warm light:1.2) <lora:ink_wash_v2:0.8> <lora:film_grain:0.4>\n"
    "Negative prompt: people, text, watermark\n"
    "Steps: 28, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 1234567890, Size: 768x512, "
    "Model hash: 6ce0161689, Model: dreamshaper_8, VAE: vae-ft-mse-840000, Clip skip: 2, "
    'ControlNet 0: "Module: canny, Model: control_v11p_sd15_canny [d14c016b], Weight: 0.9, Guidance Start: 0.0, '
    'Guidance End: 0.8", Denoising strength: 0.45, Hires upscale: 2, Hires steps: 12, Hires upscaler: 4x-UltraSharp, '
    "Version: v1.10.1"
)


def models() -> list[InstalledModel]:
    """A small shelf: one drawing model, LoRAs of two families, a ControlNet."""

    def model(name: str, task: str, family: str, **options: Any) -> InstalledModel:
        spec = ModelSpec(
            id=name, name=name, backend="diffusers", format="checkpoint", tasks=(task,), family=family, options=options
        )
        return InstalledModel(spec=spec, folder="/models")

    return [
        model("dreamshaper_8", "text-to-image", "sd15"),
        model("film_grain", "lora", "sd15", trigger_words=["film grain"]),
        model("soft_pastel", "lora", "sd15", trigger_words=["soft pastel", "chalk"]),
        model("pixel_art_xl", "lora", "sdxl"),
        model("control_v11p_sd15_canny", "controlnet", "sd15", control="canny"),
    ]


def takeover(stage: Stage) -> QWidget:
    stage.world.services.library.installed = models  # type: ignore[method-assign]
    stage.studio.models.refresh()
    stage.world.wait(lambda: stage.studio.models.spec("film_grain"))
    stage.window.show_tab("image")
    image = stage.studio.image
    image.set_value("prompt", "a small blue house with a green roof")
    image.set_value("loras", (LoraUse(model="soft_pastel", weight=0.6),))
    info = PngInfo()
    info.add_itxt("parameters", PARAMETERS)
    path = stage.world.folder / "lighthouse 00012.png"
    draw_picture(5).save(path, pnginfo=info)
    stage.studio.take_settings(str(path))
    stage.world.wait(lambda: stage.window.findChild(TakeoverDialog))
    stage.world.settle(0.3)
    return stage.window.findChild(TakeoverDialog)  # type: ignore[return-value]
