"""A strict Linear: runs real queries over its schema, with its complexity, limits and refusals.

world = World()
pay = world.add_team("PAY", "Payments")
issue = world.add_issue(pay, "Round amounts", at)
world.move(issue, "In Progress", at)
Connection(..., transport=FakeLinear(world))
"""

from tests.fakes.linear.fake import TOKEN, FakeLinear
from tests.fakes.linear.world import World

__all__ = ["TOKEN", "FakeLinear", "World"]
