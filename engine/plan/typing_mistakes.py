"""Slips of an office keyboard: what was typed, and what was meant.

Chinese input writes “ ” ： ， （ ） where a plan file needs " : , ( ). Spreadsheets write 1,000.
Copied text contains unusual spaces. The models only see a wrong value; this module names the
real cause and the right way to write it. `engine.plan_checks.typing_slips` reports doubtful
values that the models accept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from engine.messages import CATALOGUES, MessageKey
from engine.plan.yaml_tree import Mapped, Path, path_text, written

Facts = dict[str, Any]

SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
CURLY = re.compile("[“”‘’「」『』＂＇]")
_STRAIGHT = str.maketrans("［］【】｛｝（）〔〕", "[][]{}()[]")
COMMAS = re.compile("[，、；]")
_THOUSANDS = re.compile(r"[0-9]{1,3}([,，][0-9]{3})+")
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]+)?")
_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})[.:：．点时](?P<minute>[0-9]{2})分?")
_CLOCK_KEYS = frozenset(("cadence", "data_until", "until"))
_NUMBER_KINDS = frozenset(
    ("int_type", "float_type", "int_from_float", "int_parsing", "float_parsing")
)


def mistyped(error: Mapping[str, Any], steps: Path, tree: Mapped) -> tuple[str, Facts] | None:
    """The code and facts for a complaint whose cause is a slip; None for any other cause.

    An empty code stands for a complaint that only follows from another slip.
    """
    kind, given = str(error["type"]), error.get("input")
    if kind == "extra_forbidden":
        return _key(str(error["loc"][-1]), steps, tree)
    if kind == "missing":
        return _missing(str(error["loc"][-1]), steps, tree)
    place = path_text(steps) or MessageKey("word.top")
    for name, better in _slips(kind, given, tuple(map(str, error["loc"])), tree, steps):
        if better is not None:
            value = (written(tree, steps) or str(given))[:80]
            facts = {"place": place, "value": value, "better": better[:80]}
            return "plan_mistyped", {**facts, "cause": MessageKey(f"word.typing.{name}")}
    return None


def _slips(
    kind: str, given: Any, path: tuple[str, ...], tree: Mapped, steps: Path
) -> list[tuple[str, str | None]]:
    """Possible slips, the likeliest first, each with the right spelling or None."""
    if isinstance(given, float) and kind == "string_type":
        clock = _clock_of(f"{given:.2f}") if _CLOCK_KEYS & set(path) else None
        return [("clock_dot", clock)]
    if not isinstance(given, str):
        return []
    if kind in _NUMBER_KINDS:
        return _number_slips(given)
    plain = unseen_spaces_out(given)
    clock = _clock_of(given) if kind == "string_pattern_mismatch" else None
    if kind == "literal_error":
        return [("curly_quotes", uncurled(given)), ("chinese_word", _listed_word(given, path))]
    if kind not in ("string_pattern_mismatch", "not_a_condition", "not_a_cadence"):
        return []
    bare = uncurled(given)
    return [
        ("curly_quotes", None if bare is None else f'"{bare}"'),
        ("clock_dot", clock),
        ("wide_brackets", _straight_brackets(given)),
        ("wide_comma", _split(given)),
        ("odd_space", plain if plain != given else None),
        ("wide_characters", narrow(given)),
    ]


def _number_slips(given: str) -> list[tuple[str, str | None]]:
    digits = narrow(given) or given
    bare = uncurled(digits) or digits
    thousands = re.sub("[,，]", "", bare) if _THOUSANDS.fullmatch(bare) else None
    percent = bare.rstrip("%％") if re.fullmatch(r"[0-9.]+[%％]", bare) else None
    unit = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*[^\W\d_]+", bare)
    return [
        ("thousands", thousands),
        ("curly_quotes", bare if bare != digits and _NUMBER.fullmatch(bare) else None),
        ("quoted_number", given if _NUMBER.fullmatch(given) else None),
        ("percent_sign", percent),
        ("unit_in_number", unit[1] if unit else None),
        ("wide_characters", digits if digits != given and _NUMBER.fullmatch(digits) else None),
    ]


def _key(key: str, steps: Path, tree: Mapped) -> tuple[str, Facts] | None:
    """An unknown key: half a number, a Chinese colon, quotes or spaces in it."""
    above = _at(tree, steps[:-1])
    place = path_text(steps[:-1]) or MessageKey("word.top")

    def said(cause: str, better: str) -> tuple[str, Facts]:
        facts = {"place": place, "value": key[:80], "better": better[:80]}
        return "plan_mistyped", {**facts, "cause": MessageKey(f"word.typing.{cause}")}

    if re.fullmatch("[0-9]{3}", key) and isinstance(above, Mapping):
        keys = list(above)
        before = keys[keys.index(key) - 1] if key in keys and keys.index(key) else None
        if before is not None and isinstance(above[before], int):
            return said("thousands", f"{before}: {above[before]}{key}")
    if "：" in key:
        name, _, value = key.partition("：")
        return said("wide_colon", f"{name.strip()}: {value.strip()}")
    if (bare := uncurled(key)) is not None:
        return said("curly_quotes", bare)
    if SPACES.search(key):
        return said("odd_space", unseen_spaces_out(key).strip())
    return None


def _missing(key: str, steps: Path, tree: Mapped) -> tuple[str, Facts] | None:
    """True if the missing key is present with a slip in it."""
    above = _at(tree, steps[:-1] if steps and steps[-1] == key else steps)
    typed = [str(one) for one in above] if isinstance(above, Mapping) else []
    if any(re.split("[：“”\u00a0\u3000]", one.strip("“”‘’"))[0] == key for one in typed):
        return "", {}
    return None


def _at(tree: Any, steps: Path) -> Any:
    for step in steps:
        tree = tree[step]
    return tree


def uncurled(words: str) -> str | None:
    """`“x”` → `x`; None for words that are not wholly in Chinese quotes."""
    inner = words.strip()
    if len(inner) > 1 and CURLY.match(inner) and CURLY.match(inner[-1]):
        inside = inner[1:-1]
        return None if CURLY.search(inside) else inside
    return None


def unseen_spaces_out(words: str) -> str:
    """The words with ordinary spaces in place of characters that only look like spaces."""
    return SPACES.sub(" ", words).strip()


def narrow(words: str) -> str | None:
    """The words in half-width characters; None if they are already."""
    found = unicodedata.normalize("NFKC", words)
    return found if found != words else None


def _straight_brackets(words: str) -> str | None:
    found = words.translate(_STRAIGHT)
    return (narrow(found) or found) if found != words else None


def _split(words: str) -> str | None:
    """`甲，乙` → `[甲, 乙]`."""
    parts = [part.strip() for part in COMMAS.split(words)]
    return f"[{', '.join(parts)}]" if len(parts) > 1 and all(parts) else None


def _clock_of(words: str) -> str | None:
    """`15.00`, `9:00`, `15：00` → `"15:00"`; None for what is no clock time."""
    found = _CLOCK.fullmatch(words.strip())
    if found is None or int(found["hour"]) > 24 or int(found["minute"]) > 59:
        return None
    return f'"{int(found["hour"]):02d}:{found["minute"]}"'


def _listed_word(given: str, path: tuple[str, ...]) -> str | None:
    """The file's word for what people call it: 应当 → required."""
    prefixes = [f"plan.value.{step}." for step in path] + ["word.command."]
    for key, words in CATALOGUES["zh"].items():
        if words == given and any(key.startswith(prefix) for prefix in prefixes):
            return key.rpartition(".")[2]
    return None
