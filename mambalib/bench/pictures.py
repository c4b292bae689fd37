"""Pictures of what was measured: a bar for each work, with its quartiles (chapter 8)."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from mambalib import figures
from mambalib.bench import Result, number
from mambalib.files import write_atomically

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def picture(result: Result) -> "Figure":
    """Bars of the speeds of one result, the fastest as wide as the picture; the works of a unit share an axis."""
    names = list(result.seconds)
    fig, ax = figures.figure(height=0.8 + 0.3 * len(names))
    for place, name in enumerate(names):
        speed, (low, high) = result.speed(name), result.spread(name)
        ours = name in {r["ours"] for r in result.ratios}
        ax.barh(place, speed, color=figures.BLUE if ours else figures.SKY, height=0.7)
        ax.plot([low, high], [place, place], color="black", linewidth=1)
        ax.annotate(number(speed), (max(speed, high), place), (4, 0), textcoords="offset points", va="center")
    ax.set_yticks(range(len(names)), names)
    ax.invert_yaxis()
    ax.grid(axis="y", visible=False)
    ax.margins(x=0.12, y=0.01)
    ax.set_xlabel(f"{next(iter(result.unit.values()))} a second (black: the quartiles)")
    ax.set_title(result.title)
    return fig


def write_pictures(results: dict[str, Result], folder: Path) -> None:
    """Write GROUP.png for each group of which something was measured."""
    import matplotlib.pyplot as plt

    for group, result in results.items():
        if result.seconds:
            file, fig = BytesIO(), picture(result)
            fig.savefig(file, format="png", dpi=2 * figures.DOTS_PER_INCH)
            plt.close(fig)
            write_atomically(folder / f"{group}.png", file.getvalue())
