"""A store with a source, two repositories and three accounts."""

import pytest

from storage.store import Store
from tests import builders as build

PAYMENTS, SEARCH = build.repository("acme/payments"), build.repository("acme/search")
ALICE, BOB, CAROL = (build.account(login) for login in ("alice", "bob", "carol"))


@pytest.fixture
def seeded(store: Store) -> Store:
    with store.write() as shelves:
        shelves.sources.save(build.GITHUB)
        shelves.repositories.save([PAYMENTS, SEARCH])
        shelves.people.save_accounts([ALICE, BOB, CAROL])
    return store
