"""Python packages: their views, and how the model becomes them."""
