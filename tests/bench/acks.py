"""How fast a command is acknowledged while charts render and a sync writes: 50 at once, and 20 a second."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import sleep

from domain.people import WorkingHours
from domain.rulings import facts
from services.drawing import Drawing
from storage.store import Store
from tests.bench.ratio import Ratio, show
from tests.bot.slack.house import ALICE, BOB, House, house, merged
from tests.bot.slack.space import eventually, workspace
from tests.fakes.slack.payloads import command
from tests.fakes.slack.websocket import Sent, SocketMode, socket_mode

BURST, BURST_LIMIT = 50, 100.0
STEADY, PACE, STEADY_LIMIT = 60, 1 / 20, 30.0
ROUNDS = 3
PAGE, PAGE_EVERY = 24, 0.2
"""A sync on a 150 ms line writes about five pages a second."""


def p99(sent: list[Sent]) -> float:
    """Milliseconds within which 99 of a hundred were acknowledged."""
    assert all(each.acknowledged.wait(10) for each in sent)
    return quantiles((each.took * 1000 for each in sent), n=100, method="inclusive")[98]


def ask(slack: SocketMode, bot: House, number: int) -> Sent:
    """A command that no other of the burst equals, so that each draws its own chart."""
    return slack.send("slash_commands", command(bot.space, f"cycle-time payments {20 + number}d"))


def burst(slack: SocketMode, bot: House) -> float:
    return settled(bot, p99([ask(slack, bot, number) for number in range(BURST)]))


def steady(slack: SocketMode, bot: House) -> float:
    sent = []
    for number in range(STEADY):
        sent.append(ask(slack, bot, number))
        sleep(PACE)
    return settled(bot, p99(sent))


def settled(bot: House, measured: float) -> float:
    """The measurement, once all that was asked has been answered."""
    assert eventually(lambda: bot.slack.guard.waiting == 0, within=120)
    return measured


@contextmanager
def syncing(store: Store) -> Iterator[None]:
    """Write a page of pull requests again and again, each time a little later."""
    stop = Event()
    people = {each.id: each for each in (ALICE, BOB)}

    def write() -> None:
        page = 0
        while not stop.wait(PAGE_EVERY):
            page += 1
            prs = [merged(number, at=timedelta(days=number, seconds=page)) for number in range(1, PAGE + 1)]
            made = [facts(pr, people, {}, WorkingHours(), "main") for pr in prs]
            with store.write() as shelves:
                shelves.pull_requests.save(prs, made)

    thread = Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def run() -> list[Ratio]:
    """Both, over Socket Mode on loopback; every command is answered with a chart of its own."""
    space = workspace()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        slack = stack.enter_context(socket_mode(space))
        drawing = Drawing()
        stack.callback(drawing.close)
        drawing.warm()
        bot = stack.enter_context(
            house(
                folder, space=space, public_url="https://leadline.example", acks=16, workers=16, draw=drawing
            )
        )
        stack.enter_context(syncing(bot.services.store))
        socket = bot.slack.socket("xapp-bench", api_url=f"{space.address}/api/")
        socket.open()
        stack.callback(socket.close)
        assert eventually(lambda: slack.connected.is_set() and socket.is_connected)
        burst(slack, bot)  # the first time, everything is new to the process
        at_once = min(burst(slack, bot) for _ in range(ROUNDS))
        paced = min(steady(slack, bot) for _ in range(ROUNDS))
    return [
        Ratio("ack p99 of 50 commands at once / 100 ms", at_once, BURST_LIMIT, 1.0),
        Ratio("ack p99 at 20 commands a second / 30 ms", paced, STEADY_LIMIT, 1.0),
    ]


if __name__ == "__main__":
    show(run())
