"""What a client is told where something goes wrong: a Problem, with its status, as JSON."""

from __future__ import annotations

import logging
from typing import Any, Final

import falcon

from appliance.errors import BadInput, Problem
from appliance.web.access.bearer import NotAdmitted
from appliance.web.server.refusals import NothingHere, UnknownMethod, WrongMethod
from appliance.web.server.response import TRY_AGAIN, problem_body

_log: Final = logging.getLogger(__name__)


def tell_failures(app: falcon.App[falcon.Request, falcon.Response]) -> None:
    """Let `app` answer so."""
    app.add_error_handler(Exception, _mistake)
    app.add_error_handler(falcon.HTTPError, _http_error)
    app.add_error_handler(Problem, _problem)


def _say(resp: falcon.Response, what: Problem) -> None:
    resp.context.refusal = what
    resp.content_type = falcon.MEDIA_JSON
    resp.data = problem_body(what)


def _problem(req: falcon.Request, resp: falcon.Response, error: Problem, params: Any) -> None:
    resp.status = error.status
    if isinstance(error, NotAdmitted):
        resp.set_header("WWW-Authenticate", "Bearer")
    if error.status in TRY_AGAIN:
        resp.set_header("Retry-After", f"{error.retry_after:.0f}")
    _say(resp, error)


def _http_error(
    req: falcon.Request, resp: falcon.Response, error: falcon.HTTPError, params: Any
) -> None:
    """What Falcon itself refuses."""
    resp.status = error.status
    for name, value in dict(error.headers or {}).items():
        resp.set_header(name, value)
    what = _refusal(req, resp, error)
    if isinstance(what, UnknownMethod):
        resp.status = what.status
    _say(resp, what)


def _refusal(req: falcon.Request, resp: falcon.Response, error: falcon.HTTPError) -> Problem:
    if req.method not in falcon.COMBINED_METHODS:
        return UnknownMethod()
    if isinstance(error, falcon.HTTPMethodNotAllowed):
        allowed = resp.get_header("Allow")
        return WrongMethod("method-wrong", method=req.method, allowed=allowed)
    if isinstance(error, falcon.HTTPNotFound):
        return NothingHere("nothing-here")
    return BadInput("request-refused", reason=error.description or error.title)


def _mistake(req: falcon.Request, resp: falcon.Response, error: Exception, params: Any) -> None:
    """A fault of this program: told in the log, never to the client."""
    # The route and not the path, which may hold a secret.
    _log.error("A mistake on %s %s", req.method, req.uri_template, exc_info=error)
    resp.status = falcon.HTTP_500
    _say(resp, Problem("mistake"))
