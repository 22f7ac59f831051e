"""A strict PagerDuty: its lists with their caps, filters and totals, its sign-in, limits and refusals.

world = World()
incident = world.add_incident("Checkout is down", at)
world.acknowledge(incident, at, "ada")
Connection(..., transport=FakePagerDuty(world))
"""

from tests.fakes.pagerduty.fake import TOKEN, FakePagerDuty
from tests.fakes.pagerduty.world import World

__all__ = ["TOKEN", "FakePagerDuty", "World"]
