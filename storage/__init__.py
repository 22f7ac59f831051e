"""The metrics store: tables, shelves and the columnar segments that answers are read from."""
