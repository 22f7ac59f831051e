"""The Web API methods that Leadline may call, as strict as Slack is about them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import urlopen

from tests.fakes.slack.blocks import Anything, Json, refused, refused_view
from tests.fakes.slack.workspace import (
    BOT,
    RESPONSE_LIFE,
    RESPONSE_USES,
    File,
    Message,
    ResponseUrl,
    Workspace,
    error,
    file_ids,
    image_urls,
    ok,
)


@dataclass(frozen=True)
class Method:
    """What a method needs and takes."""

    run: Callable[[Workspace, Json], Json]
    takes: frozenset[str]
    scope: str = ""


def call(space: Workspace, name: str, arguments: Json) -> Json:
    """Answer a call, after Slack's own checks of scope and arguments."""
    method = METHODS.get(name)
    if method is None:
        return error("unknown_method")
    if method.scope and method.scope not in space.scopes:
        return error("missing_scope", needed=method.scope, provided=",".join(sorted(space.scopes)))
    given = {key: value for key, value in arguments.items() if value is not None}
    if unknown := set(given) - method.takes - {"token"}:
        return error("invalid_arguments", unknown=sorted(unknown))
    return method.run(space, given)


def respond(space: Workspace, name: str, body: Json) -> tuple[int, str]:
    """Use a response_url: status and body."""
    url = space.response_urls.get(name)
    if url is None or space.now() - url.born > RESPONSE_LIFE:
        return 404, json.dumps(error("expired_url"))
    if url.uses >= RESPONSE_USES:
        return 404, json.dumps(error("used_url"))
    url.uses += 1
    if refusal := _misread(space, body):
        return refusal
    if body.get("replace_original"):
        return _replaced(url, body)
    only_for = None if body.get("response_type") == "in_channel" else url.user
    url.original = space.add(url.channel, body["text"], body.get("blocks") or [], only_for)
    return 200, "ok"


def _misread(space: Workspace, body: Json) -> tuple[int, str] | None:
    takes = {"text", "blocks", "response_type", "replace_original", "delete_original", "unfurl_links"}
    if set(body) - takes - {"unfurl_media", "thread_ts"}:
        return 400, "invalid_payload"
    if not body.get("text"):
        return 400, "no_text"
    ephemeral = body.get("response_type", "ephemeral") == "ephemeral"
    bad = _unshowable(space, body.get("blocks") or [], ephemeral=ephemeral)
    return (400, json.dumps(error("invalid_blocks", response_metadata={"messages": [bad]}))) if bad else None


def _replaced(url: ResponseUrl, body: Json) -> tuple[int, str]:
    if url.original is None:
        return 404, "message_not_found"
    url.original.text, url.original.blocks = body["text"], body.get("blocks") or []
    url.original.replaced += 1
    return 200, "ok"


def _unshowable(space: Workspace, blocks: list[Json], *, ephemeral: bool) -> str | None:
    if bad := refused(blocks, "message"):
        return bad
    for name in file_ids(blocks):
        file = space.files.get(name)
        if file is None or file.ready_at is None or space.now() < file.ready_at:
            return "invalid slack file"
        if ephemeral and not space.takes_ephemeral_files:
            return "slack_file cannot be shown here"
    return next((bad for url in image_urls(blocks) if (bad := _unreachable(url))), None)


def _unreachable(url: str) -> str | None:
    """Slack's image proxy fetches what is linked; ours does so on this machine."""
    if not url.startswith("http://127.0.0.1:"):
        return None
    try:
        with urlopen(url, timeout=5) as answer:  # noqa: S310 - loopback, checked above
            return None if answer.headers["Content-Type"].startswith("image/") else "not an image"
    except URLError:
        return "downloading image failed"


def _auth_test(_space: Workspace, _given: Json) -> Json:
    return ok(
        user="leadline", user_id=BOT, bot_id="BBOT", team_id="T1", team="Acme", url="https://acme.slack.com/"
    )


def _reachable(space: Workspace, channel: str) -> tuple[str, str | None]:
    """The conversation behind an id, and why we cannot post there."""
    if channel in space.users:
        channel = space.direct_messages(channel)
    if channel not in space.channels:
        return channel, "channel_not_found"
    if channel in space.archived:
        return channel, "is_archived"
    return channel, None if BOT in space.channels[channel] else "not_in_channel"


def _content(space: Workspace, given: Json, *, ephemeral: bool) -> tuple[list[Json], Json | None]:
    blocks = _decoded(given.get("blocks")) or []
    if not given.get("text"):
        return blocks, error("no_text")
    if bad := _unshowable(space, blocks, ephemeral=ephemeral):
        return blocks, error("invalid_blocks", response_metadata={"messages": [bad]})
    return blocks, None


def _post_message(space: Workspace, given: Json) -> Json:
    channel, closed = _reachable(space, given.get("channel", ""))
    if closed:
        return error(closed)
    blocks, bad = _content(space, given, ephemeral=False)
    if bad:
        return bad
    message = space.add(channel, given["text"], blocks)
    return ok(channel=channel, ts=message.ts, message={"text": message.text})


def _post_ephemeral(space: Workspace, given: Json) -> Json:
    channel, closed = _reachable(space, given.get("channel", ""))
    if closed:
        return error(closed)
    if given.get("user") not in space.channels[channel]:
        return error("user_not_in_channel")
    blocks, bad = _content(space, given, ephemeral=True)
    if bad:
        return bad
    return ok(message_ts=space.add(channel, given["text"], blocks, given["user"]).ts)


def _users_info(space: Workspace, given: Json) -> Json:
    user = space.users.get(given.get("user", ""))
    if user is None:
        return error("user_not_found")
    profile = dict(user.get("profile", {}))
    if "users:read.email" not in space.scopes:
        profile.pop("email", None)
    return ok(user={**user, "profile": profile})


def _stored(space: Workspace, view: Json, surface: str) -> Json:
    view_id = space.fresh("V")
    space.views[view_id] = {**view, "id": view_id, "hash": space.fresh("h"), "type": surface}
    return space.views[view_id]


def _views_open(space: Workspace, given: Json) -> Json:
    view = _decoded(given["view"])
    late = space.take_trigger(given.get("trigger_id", ""))
    if late:
        return error(late)
    if bad := refused_view(view, "modal"):
        return error("invalid_arguments", response_metadata={"messages": [bad]})
    return ok(view=_stored(space, view, "modal"))


def _views_update(space: Workspace, given: Json) -> Json:
    held = space.views.get(given.get("view_id", ""))
    if held is None:
        return error("not_found")
    if given.get("hash") not in (None, held["hash"]):
        return error("hash_conflict")
    view = _decoded(given["view"])
    if bad := refused_view(view, "modal"):
        return error("invalid_arguments", response_metadata={"messages": [bad]})
    held.clear()
    held.update({**view, "id": given["view_id"], "hash": space.fresh("h")})
    return ok(view=held)


def _views_publish(space: Workspace, given: Json) -> Json:
    if given.get("user_id") not in space.users:
        return error("user_not_found")
    view = _decoded(given["view"])
    if bad := refused_view(view, "home"):
        return error("invalid_arguments", response_metadata={"messages": [bad]})
    space.homes[given["user_id"]] = _stored(space, view, "home")
    return ok(view=space.homes[given["user_id"]])


def _upload_url(space: Workspace, given: Json) -> Json:
    file = File(space.fresh("F"), given["filename"], "")
    space.files[file.id] = file
    return ok(file_id=file.id, upload_url=f"{space.address}/upload/{file.id}")


def _complete_upload(space: Workspace, given: Json) -> Json:
    channel = given.get("channel_id")
    if channel and (channel not in space.channels or BOT not in space.channels[channel]):
        return error("channel_not_found" if channel not in space.channels else "not_in_channel")
    done = []
    for told in _decoded(given["files"]):
        file = space.files.get(told["id"])
        if file is None or not file.content:
            return error("file_not_found")
        file.title, file.ready_at = told.get("title", ""), space.now() + space.scan_seconds
        done.append({"id": file.id, "title": file.title})
        if channel:
            space.messages.append(
                Message(
                    channel,
                    f"{next(space.numbers)}.000100",
                    given.get("initial_comment", ""),
                    [],
                    files=[file.id],
                )
            )
    return ok(files=done)


def _files_info(space: Workspace, given: Json) -> Json:
    file = space.files.get(given.get("file", ""))
    if file is None:
        return error("file_not_found")
    ready = file.ready_at is not None and space.now() >= file.ready_at
    return ok(file={"id": file.id, "mimetype": "image/png" if ready else "", "title": file.title})


def _connections_open(space: Workspace, _given: Json) -> Json:
    address = space.socket_address
    return (
        ok(url=f"{address}/link/?ticket={space.fresh('k')}&app_id=A1") if address else error("internal_error")
    )


def _decoded(value: Anything) -> Anything:
    """Structures come as JSON text in form-encoded calls."""
    return json.loads(value) if isinstance(value, str) else value


_SAID = frozenset({"channel", "text", "blocks", "parse", "link_names", "thread_ts"})
METHODS: dict[str, Method] = {
    "auth.test": Method(_auth_test, frozenset()),
    "chat.postMessage": Method(
        _post_message, _SAID | {"unfurl_links", "unfurl_media", "mrkdwn", "reply_broadcast"}, "chat:write"
    ),
    "chat.postEphemeral": Method(_post_ephemeral, _SAID | {"user"}, "chat:write"),
    "users.info": Method(_users_info, frozenset({"user", "include_locale"}), "users:read"),
    "views.open": Method(_views_open, frozenset({"view", "trigger_id"})),
    "views.update": Method(_views_update, frozenset({"view", "view_id", "hash", "external_id"})),
    "views.publish": Method(_views_publish, frozenset({"view", "user_id", "hash"})),
    "files.getUploadURLExternal": Method(
        _upload_url, frozenset({"filename", "length", "snippet_type"}), "files:write"
    ),
    "files.completeUploadExternal": Method(
        _complete_upload,
        frozenset({"files", "channel_id", "channels", "initial_comment", "thread_ts"}),
        "files:write",
    ),
    "files.info": Method(_files_info, frozenset({"file"}), "files:read"),
    "apps.connections.open": Method(_connections_open, frozenset()),
}
