"""What leaves the server for other programs: spreadsheets, webhooks."""

from __future__ import annotations

from fastapi import APIRouter

from api.http.routes import list_sheets, webhooks

router = APIRouter()
for module in (list_sheets, webhooks):
    router.include_router(module.router)
