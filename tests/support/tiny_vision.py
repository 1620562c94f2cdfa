"""Models that look at pictures, with random weights, as transformers saves them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import torch
import transformers as lib

WORDS = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "<s>", "</s>", "<pad>", "<unk>", "a", "red", "blue", "disc", "on",
    "white", "square", "the", "picture", "of", "in", "with", "and", "describe", "this", "one", "sentence", ".", ":",
]  # fmt: skip
CLASSES = {0: "tabby, tabby cat", 1: "sports_car", 2: "apple", 3: "disc"}


def _bert(folder: Path) -> None:
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    lib.BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)


def _gpt2(folder: Path) -> int:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    raw = Tokenizer(models.BPE(vocab={c: i for i, c in enumerate([*alphabet, "<|end|>", "<image>"])}, merges=[]))
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    end = {"eos_token": "<|end|>", "bos_token": "<|end|>", "pad_token": "<|end|>"}
    lib.PreTrainedTokenizerFast(tokenizer_object=raw, additional_special_tokens=["<image>"], **end).save_pretrained(
        folder
    )
    return len(alphabet) + 2


def blip(folder: Path) -> None:
    text = {
        "vocab_size": len(WORDS), "hidden_size": 16, "encoder_hidden_size": 16, "intermediate_size": 32, "projection_dim": 8,
        "num_hidden_layers": 1, "num_attention_heads": 2, "max_position_embeddings": 64, "bos_token_id": 2,
        "sep_token_id": 3, "eos_token_id": 3, "pad_token_id": 0,
    }  # fmt: skip
    look = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2,
            "image_size": 32, "patch_size": 16, "projection_dim": 8}  # fmt: skip
    lib.BlipForConditionalGeneration(lib.BlipConfig(text_config=text, vision_config=look)).save_pretrained(folder)
    _bert(folder)
    size = {"height": 32, "width": 32}
    lib.BlipProcessor(lib.BlipImageProcessorPil(size=size), lib.BertTokenizer.from_pretrained(folder)).save_pretrained(
        folder
    )


def encoder_decoder(folder: Path) -> None:
    words = _gpt2(folder)
    look = lib.ViTConfig(hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2, image_size=32,
                         patch_size=16)  # fmt: skip
    text = lib.GPT2Config(vocab_size=words, n_embd=16, n_layer=1, n_head=2, n_positions=256, add_cross_attention=True,
                          is_decoder=True, bos_token_id=words - 2, eos_token_id=words - 2)  # fmt: skip
    config = lib.VisionEncoderDecoderConfig.from_encoder_decoder_configs(look, text)
    config.decoder_start_token_id = config.pad_token_id = words - 2
    model = lib.VisionEncoderDecoderModel(config)
    model.generation_config.decoder_start_token_id = model.generation_config.pad_token_id = words - 2
    model.save_pretrained(folder)
    lib.ViTImageProcessorPil(size={"height": 32, "width": 32}).save_pretrained(folder)


def vit(folder: Path, *, many: bool = False) -> None:
    config = lib.ViTConfig(
        hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2, image_size=32, patch_size=16,
        id2label=CLASSES, label2id={v: k for k, v in CLASSES.items()},
        problem_type="multi_label_classification" if many else None,
    )  # fmt: skip
    lib.ViTForImageClassification(config).save_pretrained(folder)
    lib.ViTImageProcessorPil(size={"height": 32, "width": 32}).save_pretrained(folder)


def yolos(folder: Path) -> None:
    config = lib.YolosConfig(
        hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2, image_size=[64, 64],
        patch_size=16, num_detection_tokens=6, id2label=CLASSES, label2id={v: k for k, v in CLASSES.items()},
    )  # fmt: skip
    lib.YolosForObjectDetection(config).save_pretrained(folder)
    lib.YolosImageProcessorPil(size={"shortest_edge": 64, "longest_edge": 64}).save_pretrained(folder)


def convnext(folder: Path) -> None:
    config = lib.ConvNextConfig(
        hidden_sizes=[8, 16], depths=[1, 1], num_stages=2, image_size=32, id2label=CLASSES,
        label2id={v: k for k, v in CLASSES.items()},
    )  # fmt: skip
    lib.ConvNextForImageClassification(config).save_pretrained(folder)
    lib.ConvNextImageProcessorPil(size={"shortest_edge": 32}, crop_pct=1.0).save_pretrained(folder)


def rt_detr(folder: Path) -> None:
    backbone = lib.RTDetrResNetConfig(
        embedding_size=8, hidden_sizes=[8, 8, 16, 16], depths=[1, 1, 1, 1], out_features=["stage2", "stage3", "stage4"]
    )
    config = lib.RTDetrConfig(
        backbone_config=backbone, encoder_hidden_dim=16, encoder_in_channels=[8, 16, 16], feat_strides=[8, 16, 32],
        encoder_ffn_dim=32, encoder_attention_heads=2, d_model=16, num_queries=8, decoder_in_channels=[16, 16, 16],
        decoder_ffn_dim=32, decoder_attention_heads=2, decoder_layers=1, num_denoising=0, id2label=CLASSES,
        label2id={v: k for k, v in CLASSES.items()},
    )  # fmt: skip
    lib.RTDetrForObjectDetection(config).save_pretrained(folder)
    lib.RTDetrImageProcessorPil(size={"height": 64, "width": 64}).save_pretrained(folder)


def smolvlm(folder: Path) -> None:
    words = _gpt2(folder)
    tokenizer = lib.AutoTokenizer.from_pretrained(folder)
    extra = ["<fake_token_around_image>", "<global-img>", "<end_of_utterance>"]
    tokenizer.add_special_tokens({"additional_special_tokens": ["<image>", *extra]})
    tokenizer.save_pretrained(folder)
    look = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2,
            "image_size": 32, "patch_size": 8}  # fmt: skip
    text = {
        "model_type": "llama", "vocab_size": words + 3, "hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1,
        "num_attention_heads": 2, "num_key_value_heads": 1, "max_position_embeddings": 512, "pad_token_id": 0,
    }  # fmt: skip
    image = tokenizer.convert_tokens_to_ids("<image>")
    config = lib.Idefics3Config(
        vision_config=look, text_config=text, scale_factor=2, image_token_id=image, pad_token_id=0
    )
    lib.Idefics3ForConditionalGeneration(config).save_pretrained(folder)
    images = lib.Idefics3ImageProcessorPil(
        size={"longest_edge": 32}, max_image_size={"longest_edge": 32}, do_image_splitting=False
    )
    template = (
        "{% for m in messages %}{{ m['role'] }}: {% for c in m['content'] %}{% if c['type'] == 'image' %}<image>"
        "{% else %}{{ c['text'] }}{% endif %}{% endfor %}<end_of_utterance>{% endfor %}Assistant:"
    )
    lib.Idefics3Processor(images, tokenizer, image_seq_len=4, chat_template=template).save_pretrained(folder)


def florence(folder: Path) -> None:
    words = _gpt2(folder)
    places = [f"<loc_{n}>" for n in range(1000)]
    tokenizer = lib.AutoTokenizer.from_pretrained(folder, extra_special_tokens={"image_token": "<image>"})
    tokenizer.add_tokens(places)
    tokenizer.save_pretrained(folder)
    look = {
        "depths": (1, 1, 1, 1), "embed_dim": (8, 8, 16, 16), "num_heads": (1, 1, 2, 2), "num_groups": (1, 1, 2, 2),
        "window_size": 4, "projection_dim": 16,
    }  # fmt: skip
    text = {
        "model_type": "bart", "vocab_size": words + len(places), "d_model": 16, "encoder_layers": 1, "decoder_layers": 1,
        "encoder_ffn_dim": 32, "decoder_ffn_dim": 32, "encoder_attention_heads": 2, "decoder_attention_heads": 2,
        "max_position_embeddings": 1200, "pad_token_id": words - 2, "bos_token_id": words - 2, "eos_token_id": words - 2,
        "decoder_start_token_id": words - 2, "forced_eos_token_id": None,
    }  # fmt: skip
    image = tokenizer.convert_tokens_to_ids("<image>")
    config = lib.Florence2Config(text_config=text, vision_config=look, image_token_id=image)
    lib.Florence2ForConditionalGeneration(config).save_pretrained(folder)
    images = lib.CLIPImageProcessorPil(size={"height": 64, "width": 64}, do_center_crop=False)
    images.image_seq_length = 5
    tasks = {
        "pure_text": {},
        "description_with_bboxes": {"PATTERN": r"([a-zA-Z0-9 ]+)<loc_(\\d+)><loc_(\\d+)><loc_(\\d+)><loc_(\\d+)>"},
    }
    lib.Florence2Processor(images, tokenizer, post_processor_config=tasks).save_pretrained(folder)


def depth_anything(folder: Path) -> None:
    backbone = lib.Dinov2Config(
        hidden_size=16, num_hidden_layers=4, num_attention_heads=2, mlp_ratio=2, image_size=28, patch_size=14,
        out_features=["stage1", "stage2", "stage3", "stage4"], apply_layernorm=True, reshape_hidden_states=False,
    )  # fmt: skip
    config = lib.DepthAnythingConfig(
        backbone_config=backbone, patch_size=14, reassemble_hidden_size=16, neck_hidden_sizes=[8, 8, 16, 16],
        fusion_hidden_size=8, head_hidden_size=8,
    )  # fmt: skip
    lib.DepthAnythingForDepthEstimation(config).save_pretrained(folder)
    size = {"height": 56, "width": 56}
    lib.DPTImageProcessorPil(size=size, keep_aspect_ratio=True, ensure_multiple_of=14).save_pretrained(folder)


def dpt(folder: Path) -> None:
    config = lib.DPTConfig(
        hidden_size=16, intermediate_size=32, num_hidden_layers=4, num_attention_heads=2, image_size=32, patch_size=8,
        backbone_out_indices=[0, 1, 2, 3], neck_hidden_sizes=[8, 8, 16, 16], fusion_hidden_size=8, is_hybrid=False,
    )  # fmt: skip
    lib.DPTForDepthEstimation(config).save_pretrained(folder)
    lib.DPTImageProcessorPil(size={"height": 32, "width": 32}).save_pretrained(folder)


def glpn(folder: Path) -> None:
    config = lib.GLPNConfig(
        hidden_sizes=[8, 8, 16, 16], num_attention_heads=[1, 1, 2, 2], depths=[1, 1, 1, 1], decoder_hidden_size=8,
        mlp_ratios=[2, 2, 2, 2],
    )  # fmt: skip
    lib.GLPNForDepthEstimation(config).save_pretrained(folder)
    lib.GLPNImageProcessorPil().save_pretrained(folder)


def make(folder: Path, kind: Callable[[Path], None]) -> Path:
    """The folder with such a model in it; the same weights every time."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    torch.set_num_threads(1)
    kind(folder)
    return folder


def architecture(folder: Path) -> str:
    return str(json.loads((folder / "config.json").read_text())["architectures"][0])
