"""The HTTP door: pictures, health, providers' calls and, in HTTP mode, Slack's."""

from fastapi import FastAPI

from services import Services
from web.errors import guarded
from web.health import Ready, health
from web.hooks import hooks
from web.pictures import pictures
from web.slack import SlackHandler, events


def application(services: Services, slack_handler: SlackHandler | None = None, *, ready: Ready) -> FastAPI:
    """The app; `ready` names what has to be reachable, `slack_handler` is None in Socket Mode."""
    app = FastAPI(title="Leadline", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(health(ready))
    app.include_router(pictures(services.pictures))
    app.include_router(hooks(services.hooks))
    if slack_handler is not None:
        app.include_router(events(slack_handler))
    return guarded(app)
