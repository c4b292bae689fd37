"""How the course draws: one size, one palette that colour-blind readers can tell apart, and words for every picture."""

import base64
import html
import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Okabe & Ito 2008, in an order in which neighbours differ most.
BLUE, ORANGE, GREEN, PINK, SKY, RED, YELLOW, GREY = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
    "#F0E442",
    "#666666",
)
WIDTH = 7.5  # inches: the width of a notebook's text at 100 dots an inch
DOTS_PER_INCH = 100
STYLE = {
    "figure.facecolor": "white",
    "font.size": 11,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.8,
    "axes.axisbelow": True,
    "lines.linewidth": 2,
    "legend.frameon": False,
}


def figure(rows: int = 1, columns: int = 1, height: float = 3.2, **kwargs: Any) -> tuple["Figure", Any]:
    """A figure of the course's width with `rows` x `columns` axes, as `plt.subplots` gives it.

    Args:
        rows, columns: axes in the figure.
        height: inches of one row.
        kwargs: passed to `plt.subplots`.
    """
    import matplotlib.pyplot as plt
    from cycler import cycler

    cycle = cycler(color=[BLUE, ORANGE, GREEN, PINK, SKY, RED, YELLOW, GREY])
    plt.rcParams.update({**STYLE, "axes.prop_cycle": cycle})  # for good: titles and legends are drawn later
    return plt.subplots(rows, columns, figsize=(WIDTH, height * rows), layout="constrained", **kwargs)


def show(fig: "Figure", alt: str) -> None:
    """Put a figure on the page, crisp, with `alt` in words for those who cannot see it.

    It goes out as an HTML image, since JupyterLab leaves the alternative text of a plain PNG output unread.
    """
    import matplotlib.pyplot as plt
    from IPython.display import display

    if not alt.strip():
        raise ValueError("alt must say in words what the picture shows, got an empty text")
    file = io.BytesIO()
    fig.savefig(file, format="png", dpi=2 * DOTS_PER_INCH, metadata={"Software": None})
    plt.close(fig)
    png = base64.b64encode(file.getvalue()).decode()
    width = round(fig.get_figwidth() * DOTS_PER_INCH)
    image = f'<img alt="{html.escape(alt)}" width="{width}" src="data:image/png;base64,{png}">'
    display({"text/html": image, "text/plain": f"[picture: {alt}]"}, raw=True)
