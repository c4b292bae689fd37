"""How the course draws: one size, words for every picture, nothing left open."""

import base64
import html.parser
import struct

import matplotlib
import pytest

matplotlib.use("Agg")

import matplotlib.pyplot as plt

from mambalib import figures


@pytest.fixture(autouse=True)
def nothing_stays_open():
    yield
    plt.close("all")


@pytest.fixture
def shown(monkeypatch):
    """What `show` sends to the page, one entry a call."""
    sent = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: sent.append(data))
    return sent


def image(bundle):
    """The tag and the attributes of the one element of the HTML."""
    found = []
    parser = html.parser.HTMLParser()
    parser.handle_starttag = lambda tag, attributes: found.append((tag, dict(attributes)))
    parser.feed(bundle["text/html"])
    ((tag, attributes),) = found
    return tag, attributes


def drawn(**kwargs):
    fig, ax = figures.figure(**kwargs)
    ax.plot([0, 1, 0])
    return fig


@pytest.mark.parametrize("alt", ["A tank fills.", "It says \"<b>\" & 'x' > 0", "Grüße, Δ = 2"])
def test_show_sends_an_image_with_its_words(shown, alt):
    figures.show(drawn(), alt=alt)
    (bundle,) = shown
    tag, attributes = image(bundle)
    assert (tag, attributes["alt"], attributes["width"]) == ("img", alt, "750")
    assert bundle["text/plain"] == f"[picture: {alt}]"
    assert set(bundle) == {"text/html", "text/plain"}


@pytest.mark.parametrize("height", [3.2, 2.0])
def test_the_picture_is_a_png_of_twice_the_size_on_the_page(shown, height):
    figures.show(drawn(height=height), alt="a line")
    kind, data = image(shown[0])[1]["src"].split(",")
    png = base64.b64decode(data)
    assert kind == "data:image/png;base64"
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (1500, round(200 * height))


def test_the_same_drawing_gives_the_same_bytes(shown):
    figures.show(drawn(), alt="a line")
    figures.show(drawn(), alt="a line")
    assert shown[0] == shown[1]


def test_show_closes_the_figure_and_no_other(shown):
    other = plt.figure()
    figures.show(drawn(), alt="a line")
    assert plt.get_fignums() == [other.number]


@pytest.mark.parametrize("alt", ["", "  \n"])
def test_show_refuses_a_picture_without_words(shown, alt):
    with pytest.raises(ValueError, match=r"alt must say in words .*got an empty text"):
        figures.show(drawn(), alt=alt)
    assert shown == []


def test_figure_makes_rows_and_columns_in_the_course_style():
    before = dict(matplotlib.rcParams)
    fig, axes = figures.figure(2, 3, height=1.5, sharex=True)
    assert axes.shape == (2, 3)
    assert tuple(fig.get_size_inches()) == (7.5, 3.0)
    assert axes[0, 0].get_shared_x_axes().joined(axes[0, 0], axes[1, 2])
    (line,) = axes[0, 0].plot([0, 1])
    (second,) = axes[0, 0].plot([1, 0])
    assert (line.get_color(), second.get_color()) == (figures.BLUE, figures.ORANGE)
    assert not axes[0, 0].spines["top"].get_visible()
    assert dict(matplotlib.rcParams) == before
