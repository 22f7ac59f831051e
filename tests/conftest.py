"""What holds for every test: no property is timed, for machines are shared, and `make bench` measures."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "leadline", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("leadline")
