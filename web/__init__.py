"""HTTP's door: health, pictures, and Slack's requests when it calls us."""
