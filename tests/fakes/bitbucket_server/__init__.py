"""A Bitbucket Data Center of our own: its REST API with its paging, its caps and its refusals."""

from tests.fakes.bitbucket_server.fake import BASE, NOW, TOKEN, FakeServer
from tests.fakes.bitbucket_server.world import EPOCH, Place, World

__all__ = ["BASE", "EPOCH", "NOW", "TOKEN", "FakeServer", "Place", "World"]
