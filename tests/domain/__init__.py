"""The domain's tests."""
