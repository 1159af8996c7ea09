"""What the OpenAPI document says about answers: the shape of each, and the problems.

For readers of the document only: answers are sent as the engine made them. The examples are
recorded from a running server (`docs/http_examples.py`) and put in by `document`.
"""

from __future__ import annotations

from typing import Any

from api.http.openapi import account_shapes as of_accounts
from api.http.openapi import shapes
from api.http.openapi.punctuality_shapes import PunctualityPage
from api.ports import SHEET, WORD
from api.problems import MEDIA_TYPE, Problem
from api.runtime.calling.call_shapes import CallsPage, ListedCall
from api.runtime.calling.channel_shapes import AttemptView, ChannelsPage
from api.runtime.commands.command_preview import CommandPreview
from api.runtime.commands.opening_preview import OpeningPreview
from api.runtime.contacts.contact_import import ContactImport
from api.runtime.contacts.contact_shapes import ContactGaps, ContactsPage, ContactView
from api.runtime.documents.attachments import AttachmentsPage
from api.runtime.documents.documents import DocumentsPage, DocumentView
from api.runtime.handover.handover_shapes import (
    CurrentHandover,
    HandoversPage,
    HandoverView,
    LogEntryView,
    ShiftLogPage,
)
from api.runtime.lists.search import SearchPage
from api.runtime.map_file import MapView
from engine.presentation.incident_shapes import IncidentView
from engine.presentation.plan_view import PlanView

Responses = dict[int | str, dict[str, Any]]

MODELS: dict[str, type] = {"Problem": Problem}
"""The shapes that answers refer to by name; `document` describes them."""


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _shown(model: type, text: str, status: int = 200) -> Responses:
    MODELS[model.__name__] = model
    content = {"application/json": {"schema": _ref(model.__name__)}}
    return {status: {"description": text, "content": content}}


PDF, HTML = "application/pdf", "text/html"


def _text(media_type: str, text: str, example: str) -> Responses:
    content = {media_type: {"schema": {"type": "string"}, "example": example}}
    return {200: {"description": text, "content": content}}


def _file(text: str, *media_types: str) -> Responses:
    file = {"schema": {"type": "string", "format": "binary"}}
    return {200: {"description": text, "content": dict.fromkeys(media_types, file)}}


def _problems(**reasons: str) -> Responses:
    content = {MEDIA_TYPE: {"schema": _ref("Problem")}}
    return {
        int(status.removeprefix("s")): {"description": text, "content": content}
        for status, text in reasons.items()
    }


_ALWAYS = _problems(
    s400="the request is not HTTP, has no `Host` or two, asks for another host, or breaks off",
    s408="the request did not come to its end in time; the connection is closed",
    s414="the request line is longer than 8 KiB; the connection is closed",
    s422="a parameter is unknown or malformed",
    s429="too many connections of this address on which nobody is signed in",
    s431="the head is larger than 32 KiB or has more than 100 fields; the connection is closed",
    s503="the server starts or stops, or the store does not answer",
)
_WRITES = _problems(
    s403="a page of another site sent this",
    s413="the body is too large",
    s415="the body is not JSON",
)


def refusals_of(method: str) -> Responses:
    """The refusals that every call of a method can meet, whatever it asks for."""
    return _ALWAYS if method == "get" else _ALWAYS | _WRITES


SIGNED_OUT = _problems(s401="not signed in")
WRITING = SIGNED_OUT | _problems(
    s403="the account lacks the role that the plan asks for",
    s409="the plan or the state refuses",
    s412="the incident has moved on since `If-Match`",
    s413="the body is too large",
    s422="the request is malformed",
    s503="the store does not answer",
)
READING = SIGNED_OUT | _problems(s404="there is no such thing", s422="a parameter is malformed")

OPENED = _shown(IncidentView, "opened; `Location` is the incident", 201) | WRITING
COMMANDED = (
    _shown(shapes.CommandDone, "carried out")
    | WRITING
    | _problems(s404="there is no such incident, slot or entry")
)
OPENING_PREVIEW = (
    _shown(OpeningPreview, "what would follow; nothing was opened")
    | SIGNED_OUT
    | _problems(
        s403="the account may not open such an incident",
        s413="the body is too large",
        s422="the request is malformed",
    )
)
COMMAND_PREVIEW = (
    _shown(CommandPreview, "what would change, or why not; nothing was done")
    | READING
    | _problems(s413="the body is too large")
)
INCIDENT = _shown(IncidentView, "the view; its version is the `ETag`") | READING
INCIDENTS = _shown(shapes.IncidentsPage, "a page") | READING
SEARCH = (
    _shown(SearchPage, "what was found")
    | SIGNED_OUT
    | _problems(s422="the words are missing, or what to search is unknown")
)
PUNCTUALITY = _shown(PunctualityPage, "by reporter") | READING
EVENTS = _shown(shapes.EventsPage, "a page of the journal") | READING
_WHOLE = READING | _problems(s403="the account does not see the whole incident")
DOCUMENTS = _shown(DocumentsPage, "the documents") | _WHOLE
DOCUMENT = _shown(DocumentView, "the document") | _WHOLE | _problems(s409="there is nothing yet")
DOCUMENT_FILE = (
    _file("the file; its type is that of its ending", WORD, PDF, HTML)
    | _WHOLE
    | _problems(s409="there is nothing to make it of, or no template or font to make it with")
)
SIGNED_DOCUMENT = _file("the file as it was signed", WORD, PDF, HTML) | _WHOLE
ATTACHED = (
    _shown(shapes.CommandDone, "attached")
    | WRITING
    | _problems(
        s404="there is no such incident or entry",
        s413="the file is too large, or the incident has no room for it",
        s415="the body is no form with a file",
    )
)
ATTACHMENTS = _shown(AttachmentsPage, "the attachments") | _WHOLE
ATTACHMENT = _file("the content", "image/jpeg", PDF, "audio/mp4") | (
    _WHOLE | _problems(s410="it was destroyed by order")
)
PREVIEW = _file("the small picture", "image/jpeg") | (
    _WHOLE | _problems(s410="it was destroyed by order")
)
ARCHIVE = _file("the archive", "application/zip") | _WHOLE
SLOTS = _shown(shapes.SlotsPage, "a page of the ledger") | READING
WATCHDOG = (
    _shown(shapes.WatchdogPage, "what was found") | SIGNED_OUT | _problems(s403="not for reporters")
)
CLOCK = (
    _shown(shapes.ClockPage, "the clocks")
    | SIGNED_OUT
    | _problems(s403="for duty officers and administrators", s503="the store does not answer")
)
TRUSTED_CLOCK = CLOCK | _problems(
    s404="there is no such node",
    s409="the clock has moved since, or is a virtual one",
    s422="the request is malformed",
)
ACKNOWLEDGED = (
    {204: {"description": "acknowledged"}}
    | SIGNED_OUT
    | _problems(
        s403="for administrators and auditors",
        s409="another lost end is waiting, or none",
        s422="the request is malformed",
    )
)
LIVE = _shown(shapes.Live, "alive")
READY = _shown(shapes.Ready, "reads and writes") | _problems(
    s503="starting, stopping, or the database does not answer; `ready` is false"
)
FIGURES = _text("text/plain", "in Prometheus's format", "zhiban_live_clients 3.0")
PLANS = _shown(shapes.PlansPage, "all plans") | SIGNED_OUT
PLAN = _shown(PlanView, "the plan") | READING
PLAN_PAPER = (
    _file("the file; its type is that of its ending", WORD, PDF, HTML)
    | READING
    | _problems(s409="there is no font to make a PDF with")
)
PLAN_TABLE = _file("the workbook", SHEET) | READING
DIAGRAM = _text("image/svg+xml", "the lifecycle as a picture", "<svg>…</svg>") | READING
DIVISIONS = _shown(shapes.DivisionsPage, "by code") | SIGNED_OUT
SESSION = _shown(
    of_accounts.Session, "who is signed in (`name` is null for nobody), and the server's clock"
)
SIGNED_IN = (
    _shown(of_accounts.NewSession, "signed in")
    | SIGNED_OUT
    | _problems(s422="the request is malformed", s429="too many failed attempts")
    | _problems(s503="too many are signing in just now, or the store does not answer")
)
CHANGED_PASSWORD = (
    {204: {"description": "changed; the account's other sign-ins are over"}}
    | SIGNED_OUT
    | _problems(s403="the present password is wrong", s422="the new one will not do")
    | _problems(s429="too many wrong passwords", s503="too many passwords wait to be checked")
)
OWN_SESSIONS = (
    _shown(of_accounts.OwnSessions, "those that are valid")
    | SIGNED_OUT
    | _problems(s403="everybody's are for administrators and auditors")
)
ENDED_SESSION = (
    {204: {"description": "over"}}
    | SIGNED_OUT
    | _problems(s404="the account has no such sign-in or token")
)
_OWN_GUESS = _problems(
    s403="the present password is wrong",
    s409="a second factor is in force already, or none is",
    s422="the request is malformed, or the code is wrong",
    s429="too many wrong passwords or codes",
    s503="too many passwords wait to be checked",
)
SECOND_FACTOR = _shown(of_accounts.SecondFactorState, "as it is") | SIGNED_OUT
SECOND_FACTOR_BEGUN = (
    _shown(of_accounts.SecondFactorSecret, "to be confirmed") | SIGNED_OUT | _OWN_GUESS
)
SECOND_FACTOR_ON = _shown(of_accounts.RecoveryCodes, "in force") | SIGNED_OUT | _OWN_GUESS
SECOND_FACTOR_OFF = {204: {"description": "off"}} | SIGNED_OUT | _OWN_GUESS
TO_PROVIDER = _problems(
    s404="no identity provider is set", s429="too many sign-ins from this address"
) | {303: {"description": "to the provider, or to the sign-in page with what went wrong"}}
FROM_PROVIDER = _problems(s404="no identity provider is set") | {
    303: {"description": "signed in, to the page; else to the sign-in page with what went wrong"}
}
SET_UP = (
    _shown(of_accounts.NewSession, "made", 201)
    | _problems(s403="the code is wrong", s409="there are accounts already")
    | _problems(s422="the request is malformed", s429="too many failed attempts")
)
ACCOUNTS = (
    _shown(of_accounts.AccountsPage, "all accounts") | SIGNED_OUT | _problems(s403="not allowed")
)
PROPOSED = _shown(of_accounts.Proposed, "proposed: a second administrator has to confirm it", 202)
NEW_ACCOUNT = _shown(of_accounts.AccountView, "made", 201) | PROPOSED | WRITING
CHANGED_ACCOUNT = _shown(of_accounts.AccountView, "as it is now") | PROPOSED | WRITING
PROPOSALS = (
    _shown(of_accounts.ProposalsPage, "what waits") | SIGNED_OUT | _problems(s403="not allowed")
)
CONFIRMED = _shown(of_accounts.AccountView, "the account as it is now") | WRITING | READING
WITHDRAWN = READING | _problems(s403="not an administrator")
TOKENS = (
    _shown(of_accounts.TokensPage, "those that are valid")
    | SIGNED_OUT
    | _problems(s403="not allowed")
)
NEW_TOKEN = _shown(of_accounts.NewToken, "made; its secret is shown this once", 201) | WRITING
ENDED_TOKEN = (
    {204: {"description": "over"}}
    | READING
    | _problems(s403="not an administrator", s404="there is no such token")
)
SCREENS = _shown(shapes.ScreensPage, "of this node") | READING | _problems(s403="not allowed")
MAP = _shown(MapView, "the outlines") | SIGNED_OUT | _problems(s404="the installation gives none")
CONTACTS = _shown(ContactsPage, "those that are found") | READING
CONTACT_GAPS = _shown(ContactGaps, "what is missing") | READING
SAVED_CONTACT = (
    _shown(ContactView, "as it is kept now")
    | WRITING
    | _problems(s412="somebody else has changed it meanwhile")
)
REMOVED_CONTACT = (
    {204: {"description": "it is gone"}}
    | READING
    | _problems(s403="not yours to change", s404="there is no such contact")
)
CALLS = _shown(CallsPage, "a page") | READING | _problems(s404="no such incident")
CALLED = _shown(ListedCall, "the call", 201) | WRITING | _problems(s404="no such incident")
ANSWERED_CALL = _shown(ListedCall, "the call") | WRITING | _problems(s404="no such call")
CHANNELS = _shown(ChannelsPage, "all of them") | READING | _problems(s403="not allowed")
CHANNEL_TEST = _shown(AttemptView, "what came of it") | WRITING
CONTACT_SHEET = _file("a workbook", SHEET) | READING | _problems(s403="not yours to read whole")
IMPORTED_CONTACTS = (
    _shown(ContactImport, "what is wrong, and what would change or has changed")
    | WRITING
    | _problems(s412="the address book has changed since it was checked")
)
_DUTY = READING | _problems(s403="not for this account")
CURRENT_HANDOVER = _shown(CurrentHandover, "what there is to hand over") | _DUTY
HANDOVERS = _shown(HandoversPage, "a page") | _DUTY
HANDOVER = _shown(HandoverView, "as it was frozen") | _DUTY | _problems(s404="there is none")
HANDOVER_FILE = (
    _file("the file; its type is that of its ending", WORD, PDF, HTML)
    | _DUTY
    | _problems(s404="there is none", s409="no template or font to make it with")
)
NEW_HANDOVER = _shown(HandoverView, "frozen", 201) | WRITING
SIGNED_HANDOVER = (
    _shown(HandoverView, "signed")
    | WRITING
    | _problems(s404="there is none", s409="signed by somebody else, replaced, or by one account")
)
SHIFT_LOG = _shown(ShiftLogPage, "a page") | _DUTY
NEW_LOG_ENTRY = _shown(LogEntryView, "written", 201) | WRITING
STRUCK_LOG_ENTRY = (
    _shown(LogEntryView, "struck")
    | WRITING
    | _problems(s404="there is no such entry", s409="it is struck already")
)
# For capabilities that describe their answers in files of their own.
shown, problems, text_of, file = _shown, _problems, _text, _file

SERVER_JOURNAL = (
    _shown(of_accounts.ServerJournalPage, "a page") | READING | _problems(s403="not allowed")
)
