"""What Leadline talks about: records, windows, questions, results and errors, free of any I/O."""
