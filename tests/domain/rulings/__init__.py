"""The tests of the rulings, by the tables of the definitions."""
