"""A strict GitHub: runs real queries over the real schema, with its costs, limits, refusals and moods.

world = World()
ants = world.add_repository("panjf2000/ants")
world.add_pull_request(ants, author="ada", title="Dig")
github = FakeGitHub(world)
Connection(..., transport=github)          # in process
with serve(github) as url: ...             # over HTTP on loopback, as an Enterprise Server
"""

from tests.fakes.github.fake import TOKEN, FakeGitHub
from tests.fakes.github.server import serve
from tests.fakes.github.world import World

__all__ = ["TOKEN", "FakeGitHub", "World", "serve"]
