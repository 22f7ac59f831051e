"""The note that an answer takes a moment: shown when it does, replaced by the answer, never after it."""

from threading import Event, Thread

from bot.slack.waiting import Waiting

URL = "https://hooks.slack.com/commands/T1/1/x"


def test_a_quick_answer_is_not_announced() -> None:
    told: list[str] = []
    waiting = Waiting(told.append, after=5)
    with waiting.on(URL):
        assert not waiting.answered(URL)
    assert told == []


def test_a_slow_answer_is_announced_once_and_takes_the_notes_place() -> None:
    told, shown = [], Event()

    def tell(url: str) -> None:
        told.append(url)
        shown.set()

    waiting = Waiting(tell, after=0.01)
    with waiting.on(URL):
        assert shown.wait(5)
        assert waiting.answered(URL)
        assert waiting.answered(URL), "an answer that was refused leaves the note there"
        waiting.replaced(URL)
        assert not waiting.answered(URL), "what comes next is not in the note's place any more"
    assert told == [URL]


def test_an_answer_waits_for_a_note_that_is_just_being_shown() -> None:
    begun, finish, order = Event(), Event(), []

    def tell(_url: str) -> None:
        begun.set()
        finish.wait(5)
        order.append("note")

    waiting = Waiting(tell, after=0.01)

    def answer() -> None:
        assert waiting.answered(URL)
        order.append("answer")

    with waiting.on(URL):
        assert begun.wait(5)
        answering = Thread(target=answer)
        answering.start()
        finish.set()
        answering.join(5)
    assert order == ["note", "answer"]


def test_a_note_is_not_shown_once_the_work_has_ended() -> None:
    told: list[str] = []
    waiting = Waiting(told.append, after=0.05)
    with waiting.on(URL):
        pass
    Event().wait(0.1)
    assert told == []


def test_whom_nobody_waits_for_is_answered_without_replacing_anything() -> None:
    assert not Waiting(lambda _: None, after=1).answered(URL)
