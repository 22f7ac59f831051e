"""The composition root, the settings and the command line; imported by none."""
