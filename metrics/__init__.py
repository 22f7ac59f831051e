"""The catalogue: each metric declared once, computed by pure functions over columns."""
