"""How fast a command is acknowledged while charts render: 50 at once, and 20 a second."""

from contextlib import ExitStack
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import sleep

from tests.bench.ratio import Ratio

from domain.result import Result
from services.drawing import Drawing
from tests.bot.slack.house import House, house
from tests.bot.slack.space import eventually, workspace
from tests.fakes.slack.payloads import command
from tests.fakes.slack.websocket import Sent, SocketMode, socket_mode
from tests.render.results import result

BURST, BURST_LIMIT = 50, 0.100
STEADY, PACE, STEADY_LIMIT = 60, 1 / 20, 0.030
ROUNDS = 3


def p99(sent: list[Sent]) -> float:
    """Seconds within which 99 of a hundred were acknowledged."""
    assert all(each.acknowledged.wait(10) for each in sent)
    return quantiles((each.took for each in sent), n=100, method="inclusive")[98]


def ask(slack: SocketMode, bot: House, number: int) -> Sent:
    return slack.send("slash_commands", command(bot.space, f"cycle-time payments {7 + number % 80}d"))


def burst(slack: SocketMode, bot: House) -> float:
    return p99([ask(slack, bot, number) for number in range(BURST)])


def steady(slack: SocketMode, bot: House) -> float:
    sent = []
    for number in range(STEADY):
        sent.append(ask(slack, bot, number))
        sleep(PACE)
    return p99(sent)


def rendering(draw: Drawing, shown: Result, stop: Event) -> None:
    """Keep the drawing processes busy."""
    while not stop.is_set():
        draw(shown)


def run() -> list[Ratio]:
    """Both, while the pool draws one chart after the other."""
    stop, drawing = Event(), Drawing()
    space = workspace()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        slack = stack.enter_context(socket_mode(space))
        bot = stack.enter_context(house(folder, space=space, public_url="https://leadline.example", acks=16))
        socket = bot.slack.socket("xapp-bench", api_url=f"{space.address}/api/")
        socket.open()
        assert eventually(lambda: slack.connected.is_set() and socket.is_connected)
        artist = Thread(target=rendering, args=(drawing, result(), stop))
        artist.start()
        burst(slack, bot)
        eventually(lambda: bot.slack.guard.waiting == 0, within=60)
        at_once = min(
            burst(slack, bot) for _ in range(ROUNDS) if eventually(lambda: not bot.slack.guard.waiting)
        )
        eventually(lambda: bot.slack.guard.waiting == 0, within=60)
        paced = min(steady(slack, bot) for _ in range(ROUNDS))
        stop.set()
        artist.join()
        socket.close()
    drawing.close()
    return [
        Ratio("ack p99, 50 commands at once", at_once, BURST_LIMIT, 1.0, higher_is_better=False),
        Ratio("ack p99, 20 commands a second", paced, STEADY_LIMIT, 1.0, higher_is_better=False),
    ]
