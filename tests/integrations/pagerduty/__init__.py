"""PagerDuty, read from its JSON to records, and through its lists."""
