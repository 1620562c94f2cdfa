"""Parts of the image tab's brief for what works beside the picture model: LoRA, control, references, embeddings, VAE."""
