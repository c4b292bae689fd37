"""The conversation in JupyterLab, without a browser: what is typed, shown, stopped and kept."""

import asyncio
import re
from html import unescape

import pytest
from test_npc_runtime import write_model

from mambalib.npc import NPC, Voice
from mambalib.npc.widget import ChatWidget


@pytest.fixture(scope="module")
def voice(tmp_path_factory):
    return Voice(write_model(tmp_path_factory.mktemp("model")))


def shown(widget):
    """The rows as a reader sees them."""
    return [unescape(row) for row in re.findall("<div[^>]*>(.*?)</div>", widget.shown.value, re.DOTALL)]


def type_lines(widget, *lines, then=None):
    """Type lines, each when the answer to the one before has ended, or after `then` was called."""

    async def type_all():
        for line in lines:
            widget.line.value = line
            if then is not None:
                await then()
        await widget.task

    asyncio.run(type_all())


def test_a_line_and_its_answer_are_shown_and_the_line_is_empty_again(voice):
    want = "".join(NPC.load("ada", voice).say("hello"))
    widget = ChatWidget(NPC.load("ada", voice))
    type_lines(widget, "hello")
    assert shown(widget) == [widget.chat.greeting, "> hello", want]
    assert widget.line.value == "" and widget.stop.disabled


def test_the_button_ends_an_answer(voice):
    widget = ChatWidget(NPC.load("ada", voice))

    async def stop():
        for _ in range(5):
            await asyncio.sleep(0)
        assert not widget.stop.disabled
        widget.stop.click()

    type_lines(widget, "hello", then=stop)
    whole = "".join(NPC.load("ada", voice).say("hello"))
    said = widget.chat.npc.history[-1].character
    assert 0 < len(said) < len(whole) and whole.startswith(said)
    assert shown(widget)[-1] == said and widget.stop.disabled


def test_a_new_line_interrupts_an_answer_and_each_has_its_own_row(voice):
    widget = ChatWidget(NPC.load("ada", voice))

    async def wait():
        for _ in range(5):
            await asyncio.sleep(0)

    type_lines(widget, "hello", "and on", then=wait)
    history = widget.chat.npc.history
    assert shown(widget)[1:] == ["> hello", history[0].character, "> and on", history[1].character]


def test_what_is_typed_and_said_is_text_and_never_a_tag(voice):
    widget = ChatWidget(NPC.load("ada", voice))
    type_lines(widget, '<script>alert("a & b")</script><img src=x onerror=alert(1)>')
    assert re.findall(r"<(?!/?div\b)", widget.shown.value) == []
    assert shown(widget)[1].startswith('> <script>alert("a & b")')


def test_commands_are_those_of_the_terminal(voice, tmp_path):
    widget = ChatWidget(NPC.load("ada", voice))
    type_lines(widget, "hello")
    type_lines(widget, f"/save {tmp_path / 'ada'}")
    type_lines(widget, "/undo")
    assert widget.chat.npc.turns == 0
    type_lines(widget, f"/load {tmp_path / 'ada'}")
    assert widget.chat.npc.turns == 1
    assert not widget.line.disabled
    type_lines(widget, "/quit")
    assert shown(widget)[-1] == "Good-bye." and widget.line.disabled


def test_a_conversation_that_has_begun_is_shown(voice):
    npc = NPC.load("ada", voice)
    said = "".join(npc.say("hello"))
    assert shown(ChatWidget(npc))[1:] == ["> hello", said]


def test_a_long_conversation_shows_its_end(voice):
    npc = NPC.load("ada", voice)
    for number in range(80):
        npc.say(f"line {number}")
    rows = shown(ChatWidget(npc))
    assert len(rows) == 100 and rows[-2] == "> line 79"
