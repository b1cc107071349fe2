"""Starlette on uvicorn with uvloop and httptools: one worker, one future for each poll."""

# mypy: disable-error-code="import-not-found, import-untyped"

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.bench.peers.room import Room

room = Room()
waiters: set[asyncio.Future[None]] = set()


async def publish(request: Request) -> JSONResponse:
    """Store the form's message and wake every poll."""
    async with request.form() as form:
        entry = room.append(str(form.get("nick", "")), str(form.get("message", "")))
    woken = list(waiters)
    waiters.clear()
    for waiter in woken:
        if not waiter.done():
            waiter.set_result(None)
    return JSONResponse({"status": "sent", "id": entry["id"]})


async def poll(request: Request) -> JSONResponse:
    """Wait until there is something after ``since``."""
    since = int(request.query_params.get("since", "0"))
    if room.last <= since:
        waiter = asyncio.get_running_loop().create_future()
        waiters.add(waiter)
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(waiter, float(request.query_params.get("wait", "25")))
        finally:
            waiters.discard(waiter)
    return JSONResponse(room.after(since))


app = Starlette(
    routes=[Route("/pub", publish, methods=["POST"]), Route("/sub", poll, methods=["GET"])]
)

if __name__ == "__main__":
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
        backlog=4096,
        timeout_keep_alive=3600,
    )
