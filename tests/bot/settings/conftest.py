"""An empty folder and an empty environment to read settings in."""

from collections.abc import Callable
from json import dumps
from pathlib import Path

import pytest

from bot.settings import Environment, Settings, load
from domain.errors import Field, Misconfigured

Refuse = Callable[[object], tuple[Field, ...]]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the test runs, with none of this machine's variables set."""
    monkeypatch.chdir(tmp_path)
    for field in Environment.model_fields.values():
        monkeypatch.delenv(str(field.alias), raising=False)
    return tmp_path


@pytest.fixture
def read(folder: Path) -> Callable[[object], Settings]:
    """The settings of a `config.json` that says this; text stands as it is."""

    def read(content: object) -> Settings:
        text = content if isinstance(content, str) else dumps(content)
        (folder / "config.json").write_text(text, encoding="utf-8")
        return load()

    return read


@pytest.fixture
def refuse(read: Callable[[object], Settings]) -> Refuse:
    """The mistakes with which a `config.json` is refused."""

    def refuse(content: object) -> tuple[Field, ...]:
        with pytest.raises(Misconfigured) as refused:
            read(content)
        return refused.value.fields

    return refuse
