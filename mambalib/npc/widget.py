"""The conversation of `mambalib chat` in JupyterLab (chapter 9).

    from mambalib.npc.widget import ChatWidget
    ChatWidget(NPC.load("mabel"))

Needs the package ipywidgets. It answers between the cells: while a cell runs, it waits.
"""

import asyncio
from html import escape

import ipywidgets

from mambalib.npc.chat import Chat
from mambalib.npc.npc import NPC

_ROWS = 100  # of the conversation that are shown
_STYLE = "white-space: pre-wrap; margin: 0.3em 0; line-height: 1.4"


class ChatWidget(ipywidgets.VBox):
    """The conversation so far, a line to type in, and a button that ends an answer.

    What is typed, the commands too, is what the terminal takes. A new line interrupts an answer.

    Args:
        npc: the character. With what was said before: its history is shown.

    Attributes:
        chat: what does the work; `chat.npc` is the character.
        task: the answer that is being spoken, or was last.
    """

    def __init__(self, npc: NPC) -> None:
        self.chat = Chat(npc)
        self.task: asyncio.Task | None = None
        self._rows = [("", self.chat.greeting)]
        for said in npc.history:
            self._rows += [("> ", said.player), ("", said.character)]
        self.shown = ipywidgets.HTML()
        self.line = ipywidgets.Text(placeholder="Say something", continuous_update=False)  # sent as a whole, by Enter
        self.stop = ipywidgets.Button(description="Stop", disabled=True, layout={"width": "5em"})
        self.line.observe(self._typed, "value")
        self.stop.on_click(lambda _: self.chat.answer and self.chat.answer.cancel())
        self._show()
        super().__init__([self.shown, ipywidgets.HBox([self.line, self.stop])])

    def _typed(self, change: dict[str, str]) -> None:
        line = change["new"]
        if line:
            self.line.value = ""
            self.task = asyncio.get_running_loop().create_task(self._respond(line))

    async def _respond(self, line: str) -> None:
        row = len(self._rows) + 1
        self._rows += [("> ", line.strip()[:1000]), ("", "")]
        self.stop.disabled = False
        for piece in self.chat.respond(line):
            self._rows[row] = ("", self._rows[row][1] + piece)
            self._show()
            await asyncio.sleep(0)  # so that the button is heard
        self._show()
        self.stop.disabled = self.chat.answer is None or self.chat.answer.ended
        self.line.disabled = self.chat.ended

    def _show(self) -> None:
        rows = (f'<div style="{_STYLE}">{escape(mark + text)}</div>' for mark, text in self._rows[-_ROWS:])
        self.shown.value = "".join(rows)
