"""Serving beside Socket Mode: an address taken at once, requests answered to the end, a quiet stop."""

from threading import Event, Thread
from time import sleep
from urllib.request import urlopen

import pytest
from fastapi import FastAPI

from domain.errors import Misconfigured
from web.server import Server


def app(hold: float = 0.0) -> FastAPI:
    made = FastAPI()

    @made.get("/")
    def root() -> str:
        sleep(hold)
        return "here"

    return made


def test_it_answers_as_soon_as_it_is_open() -> None:
    server = Server(app())
    server.open()
    with urlopen(f"http://127.0.0.1:{server.port}/", timeout=5) as answer:
        assert answer.read() == b'"here"'
    server.close()


def test_an_address_that_is_taken_is_told_before_anything_runs() -> None:
    first = Server(app())
    with pytest.raises(Misconfigured, match="Nothing can listen on"):
        Server(app(), port=first.port)
    first.close()


def test_what_is_being_asked_is_answered_before_it_stops() -> None:
    server, answered, asking = Server(app(hold=0.3)), [], Event()
    server.open()

    def ask() -> None:
        asking.set()
        with urlopen(f"http://127.0.0.1:{server.port}/", timeout=5) as answer:
            answered.append(answer.read())

    thread = Thread(target=ask)
    thread.start()
    asking.wait(5)
    sleep(0.1)
    server.close()
    thread.join(5)
    assert answered == [b'"here"']
