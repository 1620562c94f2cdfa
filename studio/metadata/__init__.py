"""What is written into asset files and read out of them."""
