"""The views, put together from what a store holds."""
