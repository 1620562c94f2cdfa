"""Two pictures compared on the stage."""
