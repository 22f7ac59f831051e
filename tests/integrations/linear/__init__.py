"""Linear, read from its JSON to records, and through its queries."""
