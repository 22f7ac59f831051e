"""What the app can do, whoever asks: one use-case a module."""
