"""A strict Jira, Cloud or Data Center: its projects, boards, sprints and issues, with its caps and refusals.

world = World()
pay = world.add_project("PAY")
world.add_issue(pay, summary="Pay twice")
jira = FakeJira(world)                         # the Cloud
jira = FakeJira(world, is_cloud=False)         # one's own server
Connection(..., transport=jira)
"""

from tests.fakes.jira.fake import EMAIL, TOKEN, FakeJira
from tests.fakes.jira.world import World

__all__ = ["EMAIL", "TOKEN", "FakeJira", "World"]
