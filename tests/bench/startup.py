"""Start-up: what `leadline --help` costs beside a Python that imports everything the app is made of."""

import subprocess
import sys

from tests.bench.ratio import Ratio, show, side_by_side

ROUNDS = 7
EVERYTHING = "import bot.app, bot.serving, matplotlib.figure, sqlalchemy, httpx, fastapi, slack_bolt"


def run() -> list[Ratio]:
    """Both as fresh processes."""
    ours, theirs = side_by_side(
        lambda: _python("-m", "bot", "--help"), lambda: _python("-c", EVERYTHING), ROUNDS
    )
    return [Ratio("leadline --help, beside importing everything", ours, theirs, 0.4)]


def _python(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


if __name__ == "__main__":
    show(run())
