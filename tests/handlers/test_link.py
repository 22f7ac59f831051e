"""Saying who one is: asked, confirmed, refused, undone; nobody is linked without their own yes."""

from pathlib import Path

from tests.bot.slack.house import House, house
from tests.bot.slack.space import workspace


def test_a_login_is_asked_about_before_it_is_linked(tmp_path: Path) -> None:
    with house(tmp_path, space=workspace(without=frozenset({"users:read.email"})), known=False) as bot:
        (seen,) = bot.types("link alice")
        assert "alice" in seen.text
        assert not bot.services.identity.asker("UANA").account_ids
        bot.clicks(seen, "link.confirm")
        assert "is linked to you" in seen.text
        assert bot.services.identity.asker("UANA").account_ids
        bot.clicks(seen, "note.undo")
        assert "not linked to you any more" in seen.text
        assert not bot.services.identity.asker("UANA").account_ids


def test_no_means_that_nothing_changes(tmp_path: Path) -> None:
    with house(tmp_path, space=workspace(without=frozenset({"users:read.email"})), known=False) as bot:
        (seen,) = bot.types("link alice")
        bot.clicks(seen, "link.refuse")
        assert "othing was changed" in seen.text
        assert not bot.services.identity.asker("UANA").account_ids


def test_a_login_that_nobody_has_is_told(bot: House) -> None:
    (seen,) = bot.types("link nobody-at-all")
    assert "nobody-at-all" in seen.text
