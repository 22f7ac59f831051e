"""The clock, told what time it is."""
