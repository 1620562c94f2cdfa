"""Pictures from diffusers pipelines of any family. Only here are torch and diffusers imported for that."""
