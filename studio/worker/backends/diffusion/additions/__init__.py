"""What works beside a picture model for the time of one job: LoRA, embeddings, VAE, control, reference pictures."""
