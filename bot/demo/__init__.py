"""The demo: a simulated organisation, a local Slack in the browser and the real bot between them."""
