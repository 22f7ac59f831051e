"""Charts are drawn in a process of their own, and importing the worker costs the bot nothing."""

import multiprocessing
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor

from render.charts.worker import draw, warm
from tests.render import results

LIGHT_IMPORTS = "import sys, render.charts.worker, render.charts.alt; print('matplotlib' in sys.modules)"


def test_another_process_draws_the_same() -> None:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, initializer=warm) as pool:
        assert pool.submit(draw, results.result(), "dark").result(timeout=60) == draw(
            results.result(), "dark"
        )


def test_a_result_travels_between_processes() -> None:
    assert pickle.loads(pickle.dumps(results.result())) == results.result()  # noqa: S301 - our own bytes


def test_the_bot_loads_no_drawing_library() -> None:
    done = subprocess.run([sys.executable, "-c", LIGHT_IMPORTS], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
