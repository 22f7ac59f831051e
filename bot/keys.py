"""The master key that seals stored credentials: from the environment, or a file only its owner can read."""

import os
from contextlib import suppress
from pathlib import Path

from bot.settings import Settings
from domain.errors import Misconfigured
from storage.vault import Vault, generate_key, key_from_text, key_text

OWNER_ONLY = 0o600
_OTHERS = 0o077
_URL_SAFE = str.maketrans("+/", "-_")
"""`openssl rand -base64 32` writes the other alphabet of base64."""
_HEADING = "# Leadline's key: it opens the stored credentials. Keep it secret, and keep a copy elsewhere.\n"


def vault(settings: Settings) -> Vault:
    """The vault of this installation; the first start makes the key file `.leadline/key`.

    Raises:
        Misconfigured: a key is none, or others than its owner can read the file.
    """
    if settings.secrets.key:
        return _vault(_keys_of_the_environment(settings))
    path = key_file(settings)
    if not path.exists():
        _create(path)
    return _vault(_read(path))


def key_file(settings: Settings) -> Path:
    """Where the key file stands."""
    return settings.home / "key"


def begin_rotation(settings: Settings) -> Vault:
    """A vault that seals with a new key and still opens with the old one.

    The file holds both keys from here until `end_rotation`, the current one first, so a rotation
    that was cut off is taken up with the key it began with. A key from the environment cannot be
    changed from here: the new one must be in LEADLINE_KEY, the old one in LEADLINE_PREVIOUS_KEY.
    """
    if settings.secrets.key:
        keys = _keys_of_the_environment(settings)
        if len(keys) == 1:
            raise Misconfigured(
                "The key comes from LEADLINE_KEY, which only you can change.",
                hint="Put the old key into LEADLINE_PREVIOUS_KEY and a new one "
                "(`openssl rand -base64 32`) into LEADLINE_KEY, then run this again.",
            )
        return _vault(keys)
    path = key_file(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = _read(path) if path.exists() else []
    if len(keys) < 2:  # noqa: PLR2004 - two keys: a rotation is under way
        keys = [generate_key(), *keys]
        _write(path, keys)
    return _vault(keys)


def end_rotation(settings: Settings) -> None:
    """Forget the old key, once nothing is sealed with it any more."""
    if not settings.secrets.key:
        path = key_file(settings)
        _write(path, _read(path)[:1])


def _keys_of_the_environment(settings: Settings) -> list[bytes]:
    secrets = (settings.secrets.key, settings.secrets.previous_key)
    texts = (secret.get_secret_value() for secret in secrets if secret)
    return [key_from_text(text.translate(_URL_SAFE)) for text in texts]


def _vault(keys: list[bytes]) -> Vault:
    return Vault(keys[0], keys[1:])


def _read(path: Path) -> list[bytes]:
    if path.stat().st_mode & _OTHERS:
        raise Misconfigured(
            f"The key file {path} can be read by others.",
            hint=f"Run `chmod 600 {path}`; if somebody may have read it, run `leadline keys rotate` too.",
        )
    lines = [line for line in path.read_text(encoding="ascii", errors="replace").splitlines() if line.strip()]
    keys = [key_from_text(line) for line in lines if not line.startswith("#")]
    if not keys:
        raise Misconfigured(
            f"The key file {path} holds no key.",
            hint="Restore it from your copy, or remove it and connect again.",
        )
    return keys


def _create(path: Path) -> None:
    """Make the file, unless another process that starts right now has just made it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = _written(path, [generate_key()])
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()


def _write(path: Path, keys: list[bytes]) -> None:
    """Replace the file in one step: a crash leaves the old one or the new one, never half of either."""
    _written(path, keys).replace(path)


def _written(path: Path, keys: list[bytes]) -> Path:
    """A new file beside `path`, on the disk for good before anything is sealed with what it holds."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    with suppress(FileNotFoundError):
        fresh.unlink()
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY), "w") as file:
        file.write(_HEADING + "".join(f"{key_text(key)}\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())
    return fresh
