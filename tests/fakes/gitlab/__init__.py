"""A strict GitLab: runs real queries over the real schema, and REST, with its limits, refusals and ages.

world = World()
pay = world.add_project("acme/pay")
world.add_pull_request(pay, author="ada", title="Dig")
gitlab = FakeGitLab(world)
Connection(..., transport=gitlab)
"""

from tests.fakes.gitlab.fake import TOKEN, FakeGitLab
from tests.fakes.gitlab.world import World

__all__ = ["TOKEN", "FakeGitLab", "World"]
