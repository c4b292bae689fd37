"""Where a text ends: at a stop string, wherever it falls between tokens (chapters 6 and 9)."""

from collections.abc import Callable, Collection

UNKNOWN = "\ufffd"  # what stands for the bytes of an incomplete character

Decode = Callable[[list[int]], str]


def stop_strings(stop: Collection[str], decode: Decode | None) -> tuple[str, ...]:
    """The strings that end a text.

    Raises:
        ValueError: no strings, empty ones, or strings without `decode`.
    """
    strings = () if isinstance(stop, str) else tuple(stop)
    if isinstance(stop, str) or not all(isinstance(string, str) and string for string in strings):
        raise ValueError(f"stop must be a list of strings that are not empty, got {stop!r}")
    if decode is None and strings:
        raise ValueError("decode must be given with stop, to find the strings in the text")
    return strings


def certain(text: str, stop: tuple[str, ...]) -> str:
    """The text without an end of which the next token may make another character or a stop string."""
    text = text.rstrip(UNKNOWN)
    begun = (length for s in stop for length in range(1, len(s)) if text.endswith(s[:length]))
    return text[: len(text) - max(begun, default=0)]
