"""Pictures of results, drawn by matplotlib in a process of their own."""
