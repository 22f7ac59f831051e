"""Reads the settings: `config.json` and the environment, which is read here and nowhere else."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.settings.fields import Database, WebAddress
from bot.settings.model import Configuration
from bot.settings.refusals import misconfigured, not_json, refusal
from domain import errors

CONFIG = Path("config.json")


class Secrets(BaseModel):
    """What only the environment may hold."""

    model_config = ConfigDict(frozen=True)

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    key: SecretStr | None = None
    previous_key: SecretStr | None = None

    def values(self) -> tuple[str, ...]:
        """Every secret that is set, for the log to hide."""
        found = (getattr(self, name) for name in type(self).model_fields)
        return tuple(secret.get_secret_value() for secret in found if secret)


class Environment(BaseSettings):
    """The variables that Leadline reads, from the environment or a file `.env`."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True, hide_input_in_errors=True
    )

    slack_bot_token: SecretStr | None = Field(
        default=None, alias="SLACK_BOT_TOKEN", description="The bot's token, `xoxb-…`."
    )
    slack_app_token: SecretStr | None = Field(
        default=None, alias="SLACK_APP_TOKEN", description="The app-level token for Socket Mode, `xapp-…`."
    )
    slack_signing_secret: SecretStr | None = Field(
        default=None,
        alias="SLACK_SIGNING_SECRET",
        description="What Slack signs its requests with, in HTTP mode.",
    )
    leadline_key: SecretStr | None = Field(
        default=None,
        alias="LEADLINE_KEY",
        description="Seals stored credentials: 32 bytes in base64. Without it a key file is made.",
    )
    leadline_previous_key: SecretStr | None = Field(
        default=None,
        alias="LEADLINE_PREVIOUS_KEY",
        description="The key before, while `leadline keys rotate` runs.",
    )
    leadline_config: Path | None = Field(
        default=None,
        alias="LEADLINE_CONFIG",
        description="Where `config.json` stands; in this folder when not said.",
    )
    leadline_database: Database | None = Field(
        default=None,
        alias="LEADLINE_DATABASE",
        repr=False,
        description="Instead of `database`; may hold a password.",
    )
    leadline_public_url: WebAddress | None = Field(
        default=None, alias="LEADLINE_PUBLIC_URL", description="Instead of `publicUrl`."
    )


class Settings(Configuration):
    """All settings of one process. `home` is the folder of the key file, the charts and the database."""

    database: Database = Field(default=".leadline/leadline.db", repr=False)
    secrets: Secrets = Field(default_factory=Secrets, exclude=True)
    home: Path = Path(".leadline")

    @property
    def database_url(self) -> str:
        """The database as an address; a path is an SQLite file's, from the folder that holds `home`."""
        if "://" in self.database:
            return self.database
        return f"sqlite:///{self.home.parent / self.database}"


def load(path: Path | None = None) -> Settings:
    """The settings of `path`, else of LEADLINE_CONFIG, else of `config.json` here, which may be missing.

    Raises `Misconfigured`, naming every mistake at once.
    """
    environment = _environment()
    file = path or environment.leadline_config
    configuration = _file(file or CONFIG, required=file is not None)
    kept = {name: getattr(configuration, name) for name in Configuration.model_fields}
    return Settings(
        **{**kept, **_overrides(environment)},
        secrets=Secrets(
            slack_bot_token=environment.slack_bot_token,
            slack_app_token=environment.slack_app_token,
            slack_signing_secret=environment.slack_signing_secret,
            key=environment.leadline_key,
            previous_key=environment.leadline_previous_key,
        ),
        home=(file or CONFIG).parent / ".leadline",
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of `config.json`, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Configuration.model_json_schema(),
        "title": "Leadline's config.json",
    }


def _environment() -> Environment:
    try:
        return Environment()
    except ValidationError as error:
        raise refusal(error, Environment, "The environment") from None


def _overrides(environment: Environment) -> dict[str, str]:
    found = {"database": environment.leadline_database, "public_url": environment.leadline_public_url}
    return {name: value for name, value in found.items() if value is not None}


def _file(path: Path, *, required: bool) -> Configuration:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        if not required:
            return Configuration()
        raise errors.Misconfigured(
            f"There is no file {path}.", hint="Correct the path, or unset LEADLINE_CONFIG."
        ) from None
    except OSError as error:
        raise errors.Misconfigured(
            f"{path} cannot be read: {error.strerror}.", hint="Make it a file that Leadline's user can read."
        ) from None
    except UnicodeDecodeError as error:
        raise errors.Misconfigured(
            f"{path} is not UTF-8 text: see byte {error.start + 1}.", hint="Save it as UTF-8."
        ) from None
    return _configuration(text, str(path))


def _configuration(text: str, where: str) -> Configuration:
    try:
        raw = json.loads(text, object_pairs_hook=lambda pairs: _object(pairs, where))
    except json.JSONDecodeError as error:
        raise not_json(text, error, where) from None
    try:
        return Configuration.model_validate(raw, by_alias=True, by_name=False)
    except ValidationError as error:
        raise refusal(error, Configuration, where) from None


def _object(pairs: list[tuple[str, Any]], where: str) -> dict[str, Any]:
    """An object whose keys stand once; JSON would silently keep the last of two."""
    keys = [key for key, _ in pairs]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise misconfigured(
            where, [errors.Field(key, "the same key twice", "each key once") for key in twice]
        )
    return dict(pairs)
