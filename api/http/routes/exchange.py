"""What leaves the server for other programs: spreadsheets, calendars, webhooks."""

from __future__ import annotations

from fastapi import APIRouter

from api.http.routes import calendars, list_sheets, webhooks

router = APIRouter()
for module in (list_sheets, calendars, webhooks):
    router.include_router(module.router)
