"""A file in the body of a request: `multipart/form-data`, read as it comes, onto the disk.

Nothing of it is held in memory but a piece at a time. The file disappears with the request, also
when the server dies: the system has no name for it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from api.http.strict_json import kind_of
from api.problems import HttpError
from api.runtime.documents.attachments import Upload
from engine.errors import InvalidInput
from engine.input_types import Words
from engine.presentation.attachment_text import size_words

MOST_WORDS_BYTES = 20_000
"""Of a note: 4,000 characters of Chinese, and some."""


class UploadFields(BaseModel):
    """What is said about a file, beside it."""

    note: Words = ""
    belongs_to: int | None = Field(default=None, ge=1)
    keep_position: bool = False


def _form_of(**fields: dict[str, Any]) -> dict[str, Any]:
    """A form with a file, as the OpenAPI document describes the body of a request."""
    form = {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}, **fields},
    }
    content = {"multipart/form-data": {"schema": form}}
    return {"requestBody": {"required": True, "content": content}}


FORM = _form_of(
    note={"type": "string", "maxLength": 4000},
    belongs_to={
        "type": "integer",
        "minimum": 1,
        "description": "the entry that the file shows",
    },
    keep_position={
        "type": "boolean",
        "default": False,
        "description": "keep the file byte for byte, with the place where a photo was taken",
    },
)
FILE_FORM = _form_of()
"""A body that is a file and nothing else."""


@asynccontextmanager
async def upload_in(request: Request, most: int) -> AsyncIterator[Upload]:
    """The file of a request, at most `most` bytes. Raises `HttpError`: 400, 413 or 415.

    Raises `InvalidInput` without a file, and `RequestValidationError` for malformed fields.
    """
    if kind_of(request.headers) != "multipart/form-data":
        raise HttpError(415, "body_no_form")
    form = await _form(request)
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise InvalidInput("attachment_missing", field="file")
        if (file.size or 0) > most:
            raise HttpError(413, "attachment_too_large", limit=size_words(most))
        fields = _fields(form)
        yield Upload(
            file.file,
            file.filename or "",
            fields.note,
            fields.belongs_to,
            fields.keep_position,
        )
    finally:
        await form.close()


async def _form(request: Request) -> FormData:
    parser = MultiPartParser(
        request.headers,
        request.stream(),
        max_files=1,
        max_fields=len(UploadFields.model_fields),
        max_part_size=MOST_WORDS_BYTES,
    )
    try:
        return await parser.parse()
    except MultiPartException as wrong:
        raise HttpError(400, "bad_request", problem=wrong.message) from None
    except ClientDisconnect:
        raise HttpError(400, "bad_request", problem="the body broke off") from None


def _fields(form: FormData) -> UploadFields:
    given = {key: value for key, value in form.multi_items() if key != "file"}
    unknown = next((key for key in given if key not in UploadFields.model_fields), None)
    if unknown is not None or any(not isinstance(value, str) for value in given.values()):
        field = (unknown or "file")[:80]
        accepted = ", ".join(("file", *UploadFields.model_fields))
        raise InvalidInput("unknown_parameter", field=field, accepted=accepted, hint="—")
    if given.get("belongs_to") == "":
        del given["belongs_to"]
    try:
        return UploadFields.model_validate(given)
    except ValidationError as wrong:
        errors = [{**one, "loc": ("body", *one["loc"])} for one in wrong.errors(include_url=False)]
        raise RequestValidationError(errors) from wrong
