"""What language models are asked, independent of what runs them."""
