"""A process that answers in Slack until SIGTERM, as `leadline serve` does; tests end it at bad moments."""

import signal
import sys
from pathlib import Path
from threading import Event

from bot.slack import build_app
from storage.store import Store
from tests.bot.slack.house import Pencil, serve


def main(database: str, api_url: str) -> None:
    """Serve the store at this path to the Slack at that address."""
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    store = Store.open(f"sqlite:///{Path(database)}")
    slack = build_app(serve(store, Pencil(), None), token="xoxb-test", api_url=api_url)
    socket = slack.socket("xapp-test", api_url=api_url)
    socket.open()
    while not stop.wait(0.2):
        pass  # a signal that comes just as an endless wait begins would not end it
    socket.close()
    sys.exit(0 if slack.close() else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
