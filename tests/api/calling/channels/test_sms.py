"""SMS through a real daemon, with a phone that Gammu makes up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.calling.channels.sms import Modem, ModemUnset, read_spool, sms_text
from tests.api.calling.channels.listener import message
from tests.api.calling.channels.modem import CONFIG, Phone, phone_in, switched_on, with_the_daemon


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Phone]:
    with switched_on(phone_in(tmp_path_factory.mktemp("phone"))) as phone:
        yield phone


@with_the_daemon
async def test_a_message_is_sent_when_the_modem_says_so(phone: Phone) -> None:
    long = "乡宁县煤矿透水，" * 10
    outcome = await Modem(phone.config).send(message("+86 138-3570-0001", short=long))
    assert (outcome.result, outcome.detail) == ("sent", "modem_sent")
    (name,) = phone.names("sent")
    assert "_13835700001_" in name
    written = (phone.folder / "sent" / name).read_text(encoding="utf-8", errors="replace")
    assert "回复4711".encode("utf-16-be").hex().upper() in written
    assert phone.names("outbox") == []


@with_the_daemon
async def test_two_in_one_second_to_one_number_would_have_one_name(tmp_path: Path) -> None:
    quiet = phone_in(tmp_path / "phone")
    modem = Modem(quiet.config, seconds=0.2)
    assert (await modem.send(message())).result == "failed"
    again = await modem.send(message())
    assert (again.result, again.detail, again.retry_after_s) == ("limited", "own_limit", 2.0)
    assert (await modem.send(message("13835700002"))).result == "failed"


@pytest.mark.parametrize("address", ["", " ", "0357-2091110", "abc", "-c", "138357000011"])
async def test_what_is_no_mobile_number_is_never_given_to_the_daemon(
    tmp_path: Path, address: str
) -> None:
    quiet = phone_in(tmp_path / "phone")
    outcome = await Modem(quiet.config).send(message(address))
    assert (outcome.result, outcome.detail) == ("refused", "no_mobile_number")
    assert quiet.names("outbox") == []


@with_the_daemon
async def test_a_daemon_that_does_not_run_gets_its_message_taken_back(tmp_path: Path) -> None:
    quiet = phone_in(tmp_path / "phone")
    outcome = await Modem(quiet.config, seconds=0.2).send(message())
    assert (outcome.result, outcome.detail) == ("failed", "modem_silent")
    assert quiet.names("outbox") == []
    drill = await Modem(quiet.config, seconds=0.2).send(message(exercise=True))
    assert (drill.result, drill.detail) == ("refused", "exercise")
    assert quiet.names("outbox") == []


@with_the_daemon
async def test_what_the_modem_could_not_send_is_said(tmp_path: Path) -> None:
    """The daemon moves what failed into the folder of errors; so does this one, at once."""
    quiet = phone_in(tmp_path / "phone")
    broken = CONFIG.replace("{folder}/error/", "{folder}/outbox/")
    quiet.config.write_text(broken.format(folder=quiet.folder), encoding="utf-8")
    outcome = await Modem(quiet.config).send(message())
    assert (outcome.result, outcome.detail) == ("failed", "modem_error")


@with_the_daemon
async def test_a_missing_program_or_configuration_is_said(tmp_path: Path) -> None:
    quiet = phone_in(tmp_path / "phone")
    none = await Modem(quiet.config, inject="no-such-program").send(message())
    assert (none.result, none.detail) == ("failed", "no_program no-such-program")
    gone = await Modem(tmp_path / "nothing").send(message())
    assert (gone.result, gone.detail) == ("failed", "modem_unset No such file or directory")


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "no section",
        "[smsd]\nservice = sql\n",
        "[smsd]\nservice = files\ninboxpath = /tmp\n",
        "[smsd]\nservice\n",
    ],
)
def test_a_configuration_that_cannot_be_used_says_why(tmp_path: Path, wrong: str) -> None:
    file = tmp_path / "gammu-smsdrc"
    file.write_text(wrong, encoding="utf-8")
    with pytest.raises(ModemUnset, match=r"."):
        read_spool(file)


def test_the_code_to_reply_with_stands_once() -> None:
    assert sms_text(message(short="请即应答")) == "请即应答。回复4711表示收到"
    assert sms_text(message(short="请回4711")) == "请回4711"
    assert sms_text(message(short="请即应答", code=None)) == "请即应答"
