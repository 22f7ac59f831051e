"""The master key is made once, kept from others, and replaced without a moment of loss."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.keys import begin_rotation, end_rotation, key_file, vault
from bot.settings import Secrets, Settings
from domain.errors import Misconfigured
from storage.vault import Vault, generate_key, key_text

AAD = "secrets:github.token:sealed"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / ".leadline")


def in_environment(settings: Settings, key: str, previous: str | None = None) -> Settings:
    secrets = Secrets(key=SecretStr(key), previous_key=SecretStr(previous) if previous else None)
    return settings.model_copy(update={"secrets": secrets})


def test_the_first_start_makes_a_key_that_only_its_owner_can_read(settings: Settings) -> None:
    vault(settings)
    assert key_file(settings).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in settings.home.iterdir()] == ["key"]


def test_the_next_start_opens_what_the_first_one_sealed(settings: Settings) -> None:
    sealed = vault(settings).seal("token", AAD)
    assert vault(settings).open(sealed, AAD) == "token"


def test_a_key_from_the_environment_makes_no_file(settings: Settings) -> None:
    with_key = in_environment(settings, key_text(generate_key()))
    sealed = vault(with_key).seal("token", AAD)
    assert vault(with_key).open(sealed, AAD) == "token"
    assert not settings.home.exists()


def test_a_key_in_either_base64_alphabet_is_taken(settings: Settings) -> None:
    key = b"\xfb\xff" * 16
    sealed = Vault(key).seal("token", AAD)
    assert vault(in_environment(settings, base64.b64encode(key).decode())).open(sealed, AAD) == "token"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660], ids=oct)
def test_a_file_that_others_can_read_is_refused(settings: Settings, mode: int) -> None:
    vault(settings)
    key_file(settings).chmod(mode)
    with pytest.raises(Misconfigured, match=r"can be read by others\. Run `chmod 600"):
        vault(settings)


BROKEN = {
    "an empty file": "",
    "a heading alone": "# a key was here\n",
    "no base64": "hunter2-hunter2!\n",
    "a key too short": base64.b64encode(b"short-secret").decode(),
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_without_showing_it(settings: Settings, text: str) -> None:
    vault(settings)
    key_file(settings).write_text(text)
    with pytest.raises(Misconfigured) as refused:
        vault(settings)
    assert not text or text.strip() not in str(refused.value)


def test_a_rotation_seals_with_a_new_key_and_still_opens_with_the_old(settings: Settings) -> None:
    before = vault(settings)
    sealed = before.seal("token", AAD)
    during = begin_rotation(settings)
    assert during.open(sealed, AAD) == "token"
    renewed = during.seal("token", AAD)
    end_rotation(settings)
    assert vault(settings).open(renewed, AAD) == "token"
    with pytest.raises(Misconfigured):
        vault(settings).open(sealed, AAD)


def test_a_rotation_that_was_cut_off_is_taken_up_with_the_key_it_began_with(settings: Settings) -> None:
    old = vault(settings).seal("token", AAD)
    new = begin_rotation(settings).seal("token", AAD)
    again = begin_rotation(settings)
    assert again.open(old, AAD) == again.open(new, AAD) == "token"
    assert again.is_current(new)
    end_rotation(settings)
    assert vault(settings).open(new, AAD) == "token"


def test_between_a_rotations_steps_everything_opens(settings: Settings) -> None:
    old = vault(settings).seal("token", AAD)
    new = begin_rotation(settings).seal("token", AAD)
    between = vault(settings)
    assert between.open(old, AAD) == between.open(new, AAD) == "token"


def test_the_file_stays_private_through_a_rotation(settings: Settings) -> None:
    vault(settings)
    steps: list[Callable[[Settings], object]] = [begin_rotation, end_rotation]
    for step in steps:
        step(settings)
        assert key_file(settings).stat().st_mode & 0o777 == 0o600
        assert [path.name for path in settings.home.iterdir()] == ["key"]


def test_a_rotation_before_the_first_start_just_makes_the_key(settings: Settings) -> None:

    sealed = begin_rotation(settings).seal("token", AAD)
    end_rotation(settings)
    assert vault(settings).open(sealed, AAD) == "token"


def test_the_environments_key_is_rotated_by_whoever_sets_it(settings: Settings) -> None:
    old, new = key_text(generate_key()), key_text(generate_key())
    sealed = vault(in_environment(settings, old)).seal("token", AAD)
    with pytest.raises(Misconfigured, match="LEADLINE_PREVIOUS_KEY"):
        begin_rotation(in_environment(settings, old))
    both = in_environment(settings, new, previous=old)
    assert begin_rotation(both).open(sealed, AAD) == "token"
    end_rotation(both)
    assert not settings.home.exists()
