"""What leaves the server for other programs: spreadsheets, calendars, messages, webhooks."""

from __future__ import annotations

from fastapi import APIRouter

from api.http.routes import calendars, incident_messages, list_sheets, webhooks

router = APIRouter()
for module in (list_sheets, calendars, incident_messages, webhooks):
    router.include_router(module.router)
