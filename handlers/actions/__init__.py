"""What people press."""

import re

from slack_bolt import Ack, App

from handlers.actions import answer, correct, home, link, receipts, team, undo
from handlers.desk import Desk
from render.slack.again import AGAIN
from render.slack.answer import CSV, EXPLAIN, PICTURE, RECEIPTS, SHARE, WINDOW
from render.slack.correcting import CORRECT
from render.slack.correcting import UNDO as CORRECTION_UNDO
from render.slack.errors import ASSIGN
from render.slack.home import LINK, OPEN, REFRESH
from render.slack.link import CONFIRM, REFUSE
from render.slack.note import UNDO
from render.slack.receipts import NEXT, PREVIOUS
from render.slack.teams import EDIT, NEW


def register(app: App, desk: Desk) -> None:
    """Listen to every button and select that a view draws; tests/handlers/test_actions.py holds the table."""
    app.action(SHARE)(desk.hand_over(answer.share))
    app.action(EXPLAIN)(desk.hand_over(answer.explained))
    app.action(CSV)(desk.hand_over(answer.csv))
    app.action(PICTURE)(desk.hand_over(answer.picture))
    app.action(RECEIPTS)(desk.open_modal("Pull requests", receipts.first))
    app.action(WINDOW)(desk.open_modal("Other window", answer.other_window))
    for turn in (NEXT, PREVIOUS):
        app.action(turn)(desk.hand_over(receipts.turn))
    app.action(numbered(CORRECT))(desk.hand_over(correct.correct))
    app.action(numbered(CORRECTION_UNDO))(desk.hand_over(correct.undo))
    app.action(numbered(AGAIN))(desk.hand_over(answer.again))
    app.action(ASSIGN)(desk.hand_over(team.assign))
    app.action(numbered(NEW))(desk.open_modal("New team", team.new))
    app.action(numbered(EDIT))(desk.open_modal("Change a team", team.edit))
    app.action(CONFIRM)(desk.hand_over(link.confirm))
    app.action(REFUSE)(desk.hand_over(link.refuse))
    app.action(LINK)(desk.hand_over(answer.again))
    app.action(REFRESH)(desk.hand_over(home.refresh))
    app.action(UNDO)(desk.hand_over(undo.undo))
    app.action(numbered(OPEN))(opened)


def numbered(action_id: str) -> re.Pattern[str]:
    """The action itself, or one of several in a message, told apart by what follows a dot."""
    return re.compile(rf"^{re.escape(action_id)}(\.\w+)?$")


def opened(ack: Ack) -> None:
    """A link was followed; Slack wants to hear that we heard."""
    ack()
