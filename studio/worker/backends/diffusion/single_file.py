"""Single-file checkpoints: what is inside is read from the header, what is never inside comes from ``resources``.

Such a file holds weights only. The configuration of each network and the tokenizers are the family's and lie in
``resources/pipelines``, so that nothing has to be fetched.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.core import paths
from studio.core.errors import ModelError, listed, phrase
from studio.core.models import InstalledModel

_HEADER_LIMIT = 100 << 20
_HINT = phrase("Single files can be Stable Diffusion 1.5, SDXL, SD 3 / 3.5 or Flux checkpoints.")
_NET = "model.diffusion_model."


@dataclass(frozen=True)
class Header:
    """Names and shapes of a safetensors file's tensors."""

    shapes: Mapping[str, tuple[int, ...]]

    def has(self, *starts: str) -> bool:
        return any(name.startswith(starts) for name in self.shapes)


def read_header(path: Path) -> Header:
    """Raises ModelError ``model-damaged`` for anything that is not a whole safetensors file."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if not 2 <= length <= min(_HEADER_LIMIT, size - 8):
                raise ModelError("model-damaged", file=path.name, reason=phrase("it is not a safetensors file"))
            entries = json.loads(file.read(length))
        entries.pop("__metadata__", None)
        end = max((int(e["data_offsets"][1]) for e in entries.values()), default=0)
        if 8 + length + end > size:
            raise ModelError("model-damaged", file=path.name, reason=phrase("it is cut off"))
        return Header({name: tuple(map(int, e["shape"])) for name, e in entries.items()})
    except OSError as error:
        raise ModelError("model-damaged", file=path.name, reason=phrase("it is missing")) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ModelError("model-damaged", str(error), file=path.name, reason=phrase("it cannot be read")) from error


def family_of(header: Header) -> str:
    """The name of the family's file in ``resources/pipelines``, or "" for none of them."""
    names = header.shapes
    for prefix in (_NET, ""):
        if f"{prefix}double_blocks.0.img_attn.norm.key_norm.scale" in names:
            return "flux-dev" if header.has(f"{prefix}guidance_in.") else "flux-schnell"
        if f"{prefix}joint_blocks.0.context_block.adaLN_modulation.1.bias" in names:
            if f"{prefix}joint_blocks.37.x_block.mlp.fc1.weight" in names:
                return "sd35-large"
            return "sd35-medium" if header.has(f"{prefix}joint_blocks.0.x_block.attn2.") else "sd3"
    if f"{_NET}input_blocks.0.0.weight" in names:
        if header.has("conditioner.embedders.1.model.") and header.has("conditioner.embedders.0.transformer."):
            return "sdxl"
        if header.has("cond_stage_model.transformer.text_model."):
            return "sd15"
    return ""


_SD3 = {
    "text_encoder": ("text_encoders.clip_l.",),
    "text_encoder_2": ("text_encoders.clip_g.",),
    "text_encoder_3": ("text_encoders.t5xxl.",),
}
_FLUX = {"text_encoder": ("text_encoders.clip_l.",), "text_encoder_2": ("text_encoders.t5xxl.",)}
_ENCODERS = {
    "sd15": {"text_encoder": ("cond_stage_model.transformer.",)},
    "sdxl": {"text_encoder": ("conditioner.embedders.0.",), "text_encoder_2": ("conditioner.embedders.1.",)},
    "sd3": _SD3,
    "sd35-medium": _SD3,
    "sd35-large": _SD3,
    "flux-dev": _FLUX,
    "flux-schnell": _FLUX,
}
"""Where each family's checkpoints keep their text encoders."""

_OPTIONAL = {"text_encoder_3"}
_PARTS = {
    "vae": phrase("autoencoder (VAE)"),
    "text_encoder": phrase("CLIP text encoder"),
    "text_encoder_2": phrase("second text encoder"),
}


def absent_parts(header: Header, family: str) -> list[str]:
    """Parts of the family that the file does not hold."""
    encoders = _ENCODERS.get(family, {})
    absent = [name for name, starts in encoders.items() if not header.has(*starts)]
    return absent if header.has("first_stage_model.", "vae.") else ["vae", *absent]


def load_checkpoint(model: InstalledModel, dtype: Any) -> Any:
    """The pipeline of a checkpoint. The option ``config`` of a model names a description in its own folder instead of
    the family's. Raises ModelError with what is missing."""
    import diffusers

    path = checkpoint_file(model)
    header = read_header(path)
    own = str(model.spec.options.get("config") or "")
    family = family_of(header) or (model.spec.family if own else "")
    if not family:
        raise ModelError("model-unsupported", file=path.name, reason=phrase("its family is not known"), hint=_HINT)
    absent = absent_parts(header, family)
    if lost := [name for name in absent if name not in _OPTIONAL]:
        raise ModelError(
            "missing-part",
            part=phrase("{file}: the {parts}", file=path.name, parts=listed(_PARTS[name] for name in lost)),
            hint=phrase("Import a checkpoint that holds everything, or the model's whole diffusers folder."),
        )
    file = Path(model.folder) / Path(own).name if own else paths.resources_dir() / "pipelines" / f"{family}.json"
    description = json.loads(file.read_text(encoding="utf-8"))
    parts: dict[str, Any] = description["components"]
    given: dict[str, Any] = {}
    for name in absent:
        given |= {name: None, name.replace("text_encoder", "tokenizer"): None}
    for name, part in parts.items():
        if "tokenizer" in part and name not in given:
            given[name] = tokenizer(part["tokenizer"], file.parent)
    if f"{_NET}input_blocks.0.0.weight" in header.shapes:
        _adapt(description, header)
    cls = getattr(diffusers, description["_class_name"])
    with tempfile.TemporaryDirectory(prefix="aigc-pipeline-") as folder:
        write_configs(description, Path(folder), skip=given)
        try:
            pipe = cls.from_single_file(str(path), config=folder, torch_dtype=dtype, local_files_only=True, **given)
        except KeyError as error:
            raise ModelError(
                "model-damaged", file=path.name, reason=phrase("{name} is missing", name=error.args[0])
            ) from error
        except NotImplementedError as error:
            # torch's refusal to move weights that nothing was read into.
            reason = phrase("some weights of its networks are missing")
            raise ModelError("model-damaged", detail=str(error), file=path.name, reason=reason) from error
    _complete(pipe, path)
    return pipe


def _complete(pipe: Any, path: Path) -> None:
    """diffusers fills in what a file names, and no more: T5's token embedding, which the network knows by two names
    and files by one, stays without weights by the other. Raises ModelError ``model-damaged`` for what is in no file."""
    import torch

    networks: dict[str, Any] = {n: part for n, part in pipe.components.items() if isinstance(part, torch.nn.Module)}
    for name, network in networks.items():
        if _empty(network) and hasattr(network, "tie_weights"):
            network.tie_weights()
        if left := _empty(network):
            raise ModelError(
                "model-damaged",
                file=path.name,
                reason=phrase("{name} of its {part} is missing", name=left[0], part=name),
            )


def _empty(network: Any) -> list[str]:
    """Weights that nothing was read into."""
    return [name for name, weight in network.named_parameters() if weight.is_meta]


def checkpoint_file(model: InstalledModel) -> Path:
    """The file of the model with the weights."""
    names: Iterable[str] = (f.path for f in model.spec.files)
    name = next((n for n in names if n.endswith(".safetensors")), "")
    found = [Path(model.folder) / name] if name else sorted(Path(model.folder).glob("*.safetensors"))
    if not found:
        raise ModelError("model-damaged", file=model.spec.name, reason=phrase("there is no .safetensors file"))
    return found[0]


def tokenizer(kind: str, own: Path) -> Any:
    """A tokenizer by its kind: ``clip``, ``clip-bigg`` (padded with “!”) or ``t5``; or a folder beside ``own``."""
    from transformers import CLIPTokenizer, PreTrainedTokenizerFast

    folder = paths.resources_dir() / "pipelines" / "tokenizers"
    if (own / kind.removesuffix("-bigg")).is_dir() and own != paths.resources_dir() / "pipelines":
        folder = own
    if kind == "t5":
        return PreTrainedTokenizerFast(
            tokenizer_file=str(folder / "t5" / "tokenizer.json"),
            eos_token="</s>",
            unk_token="<unk>",
            pad_token="<pad>",
            model_max_length=512,
        )
    vocab = json.loads((folder / "clip" / "vocab.json").read_text(encoding="utf-8"))
    lines = (folder / "clip" / "merges.txt").read_text(encoding="utf-8").splitlines()
    merges = [tuple(line.split()) for line in lines if line and not line.startswith("#version")]
    pad = "!" if kind == "clip-bigg" else "<|endoftext|>"
    return CLIPTokenizer(vocab=vocab, merges=merges, pad_token=pad, model_max_length=77)


def write_configs(description: Mapping[str, Any], folder: Path, skip: Iterable[str] = ()) -> None:
    """The description as a diffusers folder without weights."""
    index = {key: value for key, value in description.items() if key != "components"}
    for name, part in description["components"].items():
        index[name] = [part["library"], part["class"]]
        if "config" in part and name not in skip:
            (folder / name).mkdir()
            file = "scheduler_config.json" if name == "scheduler" else "config.json"
            (folder / name / file).write_text(json.dumps(part["config"]), encoding="utf-8")
    (folder / "model_index.json").write_text(json.dumps(index), encoding="utf-8")


def _adapt(description: dict[str, Any], header: Header) -> None:
    """What differs among checkpoints of one family: inpainting ones read nine channels; some SDXL ones were trained
    to predict velocity and say so with an empty tensor."""
    parts = description["components"]
    channels = header.shapes[f"{_NET}input_blocks.0.0.weight"][1]
    if channels != parts["unet"]["config"]["in_channels"]:
        parts["unet"]["config"]["in_channels"] = channels
        description["_class_name"] = description["_class_name"].replace("Pipeline", "InpaintPipeline")
    if "v_pred" in header.shapes:
        parts["scheduler"]["config"] |= {
            "prediction_type": "v_prediction",
            "rescale_betas_zero_snr": "ztsnr" in header.shapes,
            "timestep_spacing": "trailing",
        }
