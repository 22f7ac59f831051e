"""One suite that every provider passes: what may go wrong between it and us, and what must come of it."""
