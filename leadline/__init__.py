"""The plugin author's door: what a plugin may import and rely on."""
