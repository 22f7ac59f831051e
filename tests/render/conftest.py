"""Goldens: what a view draws, kept as JSON that pastes into Block Kit Builder."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

GOLDENS = Path(__file__).parent / "goldens"

Golden = Callable[[str, dict[str, Any]], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write the goldens as views are drawn now")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare with the golden of that name, or with `--update-goldens` write it."""
    update = request.config.getoption("--update-goldens", default=False)

    def compare(name: str, drawn: dict[str, Any]) -> None:
        path = GOLDENS / f"{name}.json"
        if update:
            path.write_text(json.dumps(drawn, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        assert path.exists(), f"no golden {name}; draw it with: pytest tests/render --update-goldens"
        assert drawn == json.loads(path.read_text(encoding="utf-8"))

    return compare
