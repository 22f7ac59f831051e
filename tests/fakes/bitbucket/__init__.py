"""A Bitbucket Cloud of our own: its REST API with its paging, partial answers and refusals."""

from tests.fakes.bitbucket.fake import API_TOKEN, EMAIL, NOW, TOKEN, FakeBitbucket
from tests.fakes.bitbucket.world import EPOCH, Place, World

__all__ = ["API_TOKEN", "EMAIL", "EPOCH", "NOW", "TOKEN", "FakeBitbucket", "Place", "World"]
