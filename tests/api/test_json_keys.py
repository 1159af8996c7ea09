"""JSON with a key that stands twice is refused, wherever the server reads JSON."""

from __future__ import annotations

from json import JSONDecodeError

import pytest

from api.http.strict_json import read_strictly
from api.json_keys import DuplicateKey, check_keys
from api.live.protocol.messages import BadFrame, parse

TWICE = [
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '[{"b":{"a":1,"a":1}}]',
    '{"a":{},"b":0,"a":{}}',
]
ONCE = ['{"a":1,"A":2}', '[{"a":1},{"a":1}]', '{"a":{"a":{"a":1}}}', "1", "9" * 5000, "[]"]


@pytest.mark.parametrize("content", TWICE)
def test_a_key_that_stands_twice_is_refused(content: str) -> None:
    with pytest.raises(DuplicateKey, match=r"^a$"):
        check_keys(content)
    with pytest.raises(JSONDecodeError, match='duplicate key "a"'):
        read_strictly(content.encode())


@pytest.mark.parametrize("content", ONCE)
def test_other_json_is_taken(content: str) -> None:
    check_keys(content)
    check_keys(content.encode())


def test_a_frame_of_the_live_channel_may_not_either() -> None:
    with pytest.raises(BadFrame) as bad:
        parse('{"type":"ping","type":"auth","token":"x"}')
    assert bad.value.frame()["code"] == "duplicate_key"
    assert "type" in bad.value.frame("en")["detail"]


def test_a_frame_nested_deeply_is_a_bad_frame() -> None:
    with pytest.raises(BadFrame) as bad:
        parse('{"type":' + "[" * 1000 + "]" * 1000 + "}")
    assert bad.value.code == "bad_frame"
