"""The layers of the house hold, and the contracts that hold them can fail."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TRESPASSES = {
    "a metric that reads the store": ("metrics/trespass.py", "import storage.store"),
    "a handler that writes SQL": ("handlers/trespass.py", "import sqlalchemy"),
    "a door that knows another door": ("web/trespass.py", "import handlers"),
    "a provider that knows the store": ("integrations/trespass.py", "import storage"),
    "a domain that draws": ("domain/trespass.py", "import matplotlib"),
    "a service that knows Bolt": ("services/trespass.py", "import slack_bolt"),
    "a service that touches tables": ("services/trespass.py", "import storage.tables"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    lint_imports = ROOT / ".venv" / "bin" / "lint-imports"
    command = str(lint_imports) if lint_imports.exists() else "lint-imports"
    return subprocess.run([command, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", house)
    for folder in ROOT.iterdir():
        if (folder / "__init__.py").exists() and folder.name != "tests":
            shutil.copytree(folder, house / folder.name, ignore=shutil.ignore_patterns("__pycache__"))
    return house


def test_the_house_stands(copy: Path) -> None:
    outcome = lint(copy)
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize(("file", "statement"), TRESPASSES.values(), ids=TRESPASSES)
def test_the_contracts_refuse(copy: Path, file: str, statement: str) -> None:
    trespass = copy / file
    trespass.write_text(f'"""A trespass."""\n\n{statement}\n')
    outcome = lint(copy)
    trespass.unlink()
    assert outcome.returncode == 1, outcome.stdout
