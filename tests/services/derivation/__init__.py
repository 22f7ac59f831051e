"""What is derived from records, on a store."""
