"""The providers: each reads one vendor and maps what it says into the common schema."""
