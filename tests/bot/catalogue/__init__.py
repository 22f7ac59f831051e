"""Everything that the catalogue promises, asked through the doors that people use."""
