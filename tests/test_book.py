"""The book: the preprocessor on JSON recorded from mdBook 0.4.48 and 0.5.4, pages from notebooks, mathematics.

None of it needs mdBook or a network. Whether pages look right is the browser's to say: tests/browser/check_book.py.
"""

import base64
import copy
import html
import json
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from mambalib.course import publish
from mambalib.course.book import Page, notebook_page, preformatted, prose, transform
from mambalib.course.typeset import KATEX, BookError, inert, katex, typeset

ROOT = Path(__file__).parents[1]
RECORDED = {version: ROOT / f"tests/mdbook_{version}.json" for version in ("0.4.48", "0.5.4")}
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 1280, 641)).decode()


def brackets(formulas):
    """A renderer that shows what it was given, escaped as KaTeX escapes it."""
    return [f"<i>{html.escape(f.tex)}|{'block' if f.display else 'line'}</i>" for f in formulas]


def shown(markdown):
    """A page after typesetting, with the entities of the formulas read back."""
    return html.unescape(typeset({"page.md": markdown}, brackets)["page.md"])


def code(source="", tags=(), *outputs):
    return {"cell_type": "code", "metadata": {"tags": list(tags)}, "source": source, "outputs": list(outputs)}


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def display(data, metadata=None):
    return {"output_type": "display_data", "data": data, "metadata": metadata or {}}


def page(*cells, metadata=None, **about):
    where = {"path": "02_x.md", "title": "From the summary", "repository": "https://host.example/who/what"} | about
    return notebook_page(Page(**where), {"cells": list(cells), "metadata": metadata or {}})


@pytest.fixture(params=RECORDED)
def recorded(request, tmp_path):
    context, book = json.loads(RECORDED[request.param].read_text())
    context["root"] = str(tmp_path)
    (tmp_path / "src").mkdir()
    return context, book


# --- mdBook's JSON ---------------------------------------------------------------------------------------------------


def chapters_in(book):
    items = list(book.get("items") or book["sections"])
    found = []
    while items:
        item = items.pop(0)
        if isinstance(item, dict) and "Chapter" in item:
            found.append(item["Chapter"])
            items[:0] = item["Chapter"]["sub_items"]
    return {chapter["name"]: chapter for chapter in found}


def test_only_contents_change_in_either_format(recorded):
    context, book = recorded
    for name in ("One", "Nested"):
        chapters_in(book)[name]["content"] = f"---\ntitle: {name}\n---\n# {name}\n\n$x_1$ in {name}\n"
    made = transform(context, copy.deepcopy(book), brackets)
    for name in ("One", "Nested"):
        assert html.unescape(chapters_in(made)[name]["content"]) == f"# {name}\n\n<i>x_1|line</i> in {name}\n"
    for chapter in (*chapters_in(made).values(), *chapters_in(book).values()):
        chapter["content"] = ""
    assert made == book  # part titles, separators, the draft, numbers and unknown keys are as they were


def test_a_page_without_notebook_or_mathematics_is_untouched(recorded):
    context, book = recorded
    assert transform(context, copy.deepcopy(book), brackets) == book


def test_a_notebook_beside_the_source_is_the_page(recorded):
    context, book = recorded
    image = display({"image/png": PNG}, {"image/png": {"alt": "a line"}})
    cells = [{"cell_type": "markdown", "metadata": {}, "source": "# One\n\nmade of $c_1$"}, code("1 + 1", (), image)]
    for stem in ("01_one", "deep/nested"):
        path = Path(context["root"], "src", f"{stem}.ipynb")
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"cells": cells, "metadata": {"mambalib": {"minutes": 45}}}))
    left_over = Path(context["root"], "src/figures/old.png")
    left_over.parent.mkdir()
    left_over.touch()

    made = chapters_in(transform(context, book, brackets))
    assert "made of <i>" in made["One"]["content"] and "# 01_one" not in made["One"]["content"]
    assert "about 45 minutes" in made["Nested"]["content"]
    for chapter, up in (("One", ""), ("Nested", "../")):
        (address,) = re.findall(r'src="([^"]+)"', made[chapter]["content"])
        assert address.startswith(f"{up}figures/")
        assert (Path(context["root"], "src") / address.removeprefix("../")).read_bytes() == base64.b64decode(PNG)
    assert not left_over.exists()


def test_as_a_program_it_speaks_the_protocol(recorded):
    context, book = recorded
    program = [sys.executable, "-m", "mambalib.course.book"]
    for renderer, status in (("html", 0), ("markdown", 1)):
        assert subprocess.run([*program, "supports", renderer], cwd=ROOT).returncode == status
    script = Path(context["root"], f".build/theme/katex-{KATEX}.js")  # there already, so that nothing is fetched
    script.parent.mkdir(parents=True)
    script.touch()
    chapters_in(book)["Last"]["content"] = "# Schluß ✓\n"
    run = subprocess.run(program, cwd=ROOT, input=json.dumps([context, book]).encode(), capture_output=True)
    assert json.loads(run.stdout) == book, run.stderr
    chapters_in(book)["Last"]["content"] = "costs 5$"
    run = subprocess.run(program, cwd=ROOT, input=json.dumps([context, book]).encode(), capture_output=True)
    assert (run.returncode, run.stdout) == (1, b"")
    assert run.stderr.decode().startswith("book: last.md: a $ that belongs to no formula")


# --- Mathematics -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("$x_k$ and $y_k$", "<i>x_k|line</i> and <i>y_k|line</i>"),
        ("$$\n\\bar a_{k}\n$$", "<i>\\bar a_{k}|block</i>"),
        ("one$$a$$line", "one<i>a|block</i>line"),
        ("| $|a|<1$ | $b$ |", "| <i>|a|<1|line</i> | <i>b|line</i> |"),
        ("$a *b* c$ *d*", "<i>a *b* c|line</i> *d*"),
        (r"$\text{5\$}$", r"<i>\text{5\$}|line</i>"),
        ("$a\nb$", "<i>a b|line</i>"),
        ("> $$\n> a\n> > b\n> $$", "> <i>a > b|block</i>"),
        ("- item\n\n  $$a\n  b$$", "- item\n\n  <i>a   b|block</i>"),
        ("# Head $A$", "# Head <i>A|line</i>"),
        ("$a$, ($b$).", '<span class="keep"><i>a|line</i>,</span> (<span class="keep"><i>b|line</i>).</span>'),
        (f"${'a' * 31}$, on", f"<i>{'a' * 31}|line</i>, on"),
        ("[$a$](b.md)", "[<i>a|line</i>](b.md)"),
    ],
)
def test_formulas_are_found_and_kept_from_markdown(markdown, expected):
    assert shown(markdown) == expected


@pytest.mark.parametrize(
    "markdown",
    [
        "`$x$` and ``a ` $b$``",
        "```python\nprice = '$x_k$'\n```",
        "> ```sh\n> echo $HOME $PATH\n> ```",
        "~~~\n$a$\n```\n$b$\n~~~",
        "````md\n```python\n$a$\n```\n$b$\n````",
        "1. item\n\n   ```\n   $HOME\n   ```",
        "<!-- $a$ -->",
        r"a \\ b \* c",
    ],
)
def test_code_and_comments_are_left_alone(markdown):
    assert shown(markdown) == markdown


def test_an_escaped_dollar_is_a_dollar():
    assert typeset({"p": r"costs \$5 or $x$"}, brackets)["p"].startswith(
        'costs <span class="dollar">&#36;</span>5 or <i>'
    )


@pytest.mark.parametrize("markdown", ["costs 5$", "$ x$", "$a $ b", "$a\n\nb$", "a $5 and $6 b", "$$a$"])
def test_a_dollar_of_no_formula_stops_the_build(markdown):
    with pytest.raises(BookError, match=r"^page\.md: a \$ that belongs to no formula"):
        shown(markdown)


def test_formulas_become_one_line_without_markdown_in_it():
    made = inert("<b style='x_1'>a_b\xa0*c* |d| \\e [f](g) `h` &lt;i&gt; &amp;</b>\n<path d='M1\n2'/>")
    text = re.sub(r"<[^>]*>|&#?\w+;", "", made)
    assert "\n" not in made and not re.search(r"[^\w\s]", text)
    assert html.unescape(re.sub("<[^>]*>", "", made)) == "a_b\xa0*c* |d| \\e [f](g) `h` <i> & "
    assert "<b style='x_1'>" in made


def test_katex_itself_renders_and_names_what_it_cannot():
    if not (ROOT / f".build/theme/katex-{KATEX}.js").is_file():
        pytest.skip("KaTeX is not here: `mambalib book` fetches it")
    good = r"$$\begin{aligned} x_{k+1} &= \underbrace{e^{\Delta a}}_{\bar a} x_k \\ |y| &< 1 \end{aligned}$$"
    made = typeset({"a.md": good}, katex(ROOT))["a.md"]
    assert made.startswith('<span class="katex-display">') and "annotation" not in made and "\n" not in made
    with pytest.raises(BookError, match=r"^b\.md: in the formula '\\\\frac\{1': KaTeX parse error"):
        typeset({"a.md": good, "b.md": r"$\frac{1$"}, katex(ROOT))


# --- Pages from notebooks --------------------------------------------------------------------------------------------


def test_title_minutes_download_and_colab_stand_on_top():
    about = {"mambalib": {"title": "Discretization", "minutes": 45}}
    heading, ways, rest = page({"cell_type": "markdown", "source": ["# Two\n", "text"]}, metadata=about).split(
        "\n\n", 2
    )
    assert (heading, rest) == ("# Two", "text\n")
    assert "about 45 minutes" in ways
    assert '<a href="02_x.ipynb" download>' in ways
    assert '"https://colab.research.google.com/github/who/what/blob/main/chapters/02_x.ipynb"' in ways
    assert "%pip install git+https://host.example/who/what<" in ways


def test_a_notebook_without_heading_gets_one_and_without_repository_no_colab():
    made = page(code("1"), metadata={"mambalib": {"title": "Discretization"}}, repository="")
    assert made.startswith("# Discretization\n\n") and "colab" not in made and "minutes" not in made
    assert page(code("1")).startswith("# From the summary\n\n")


def test_raw_cells_are_not_shown():
    assert "secret" not in page({"cell_type": "raw", "metadata": {}, "source": "secret"}, code("1"))


def test_inputs_exercises_and_hidden_inputs():
    made = page(
        code("a = '$x$'"), code("def f(): ...", ["exercise"]), code("hidden()", ["remove-input"], stream("seen"))
    )
    assert "```python\na = '$x$'\n```" in made
    assert re.search(r'<div class="exercise">\n<p class="label">Exercise</p>\n\n```python\ndef f', made)
    assert "hidden()" not in made and ">seen</pre>" in made
    assert "````python\n'''\n```\n'''\n````" in page(code("'''\n```\n'''"))


def test_streams_are_plain_text_joined_and_escaped():
    made = page(code("x", (), stream("a <b> "), stream(["\x1b[32m✓\x1b[0m c\n", "\n"]), stream("$d$", "stderr")))
    assert '<pre class="output">a &lt;b&gt; ✓ c</pre>' in made
    assert '<pre class="output">&#36;d&#36;</pre>' in made
    assert preformatted("10%\r20%\rdone\r\n") == '<pre class="output">done</pre>'
    assert preformatted("  ✗ no\n → so\n a → b") == (
        '<pre class="output">  <b class="fail">✗</b> no\n <b class="hint">→</b> so\n a → b</pre>'
    )
    assert preformatted("\n") == ""


def test_results_html_markdown_and_errors():
    result = {"output_type": "execute_result", "data": {"text/plain": ["array(", "[1])"]}, "metadata": {}}
    error = {"output_type": "error", "traceback": ["\x1b[31mZeroDivisionError\x1b[0m", "at <cell>"]}
    table = display({"text/html": "<table>\n\n<tr><td>$3</td></tr></table>", "text/plain": "no"})
    made = page(code("x", (), result, table, error, display({"text/markdown": "*m*", "text/plain": "no"})))
    assert '<pre class="output">array([1])</pre>' in made
    assert '<div class="output"><table>\n<tr><td>&#36;3</td></tr></table></div>' in made
    assert '<pre class="output error">ZeroDivisionError\nat &lt;cell&gt;</pre>' in made
    assert made.endswith("*m*\n") and ">no<" not in made


def test_pictures_keep_alt_text_and_size():
    alt = 'A "tank"\nof $x$ < 1'
    plain = display({"image/png": PNG, "text/plain": "no"}, {"image/png": {"alt": alt, "width": 640}})
    element = f'<img alt="{html.escape(alt)}" width="640" src="data:image/png;base64,{PNG}">'
    for emitted in (plain, display({"text/html": element, "text/plain": "no"})):
        made = page(code("x", (), emitted))
        assert 'alt="A &quot;tank&quot; of &#36;x&#36; &lt; 1" width="640" height="320"' in made
        assert ">no<" not in made and "base64" not in made


@pytest.mark.parametrize(
    "data", [{"image/png": PNG}, {"text/html": f'<img alt=" " width="640" src="data:image/png;base64,{PNG}">'}]
)
def test_a_picture_without_alt_text_stops_the_build(data):
    with pytest.raises(BookError, match=r"^02_x\.md: a picture has no alt text"):
        page(code("x", (), display(data)))


def test_what_the_course_draws_arrives_as_a_picture(monkeypatch):
    display_module = pytest.importorskip("IPython.display", reason="drawing needs the packages of the course")
    import matplotlib

    from mambalib import figures

    matplotlib.use("agg")
    emitted = []
    monkeypatch.setattr(display_module, "display", lambda data, **_: emitted.append(display(data)))
    fig, _ = figures.figure()
    figures.show(fig, alt="An empty frame")
    made = page(code("show(fig)", (), *emitted))
    assert re.search(r'<img src="figures/02_x-\w{12}\.png" alt="An empty frame" width="750" height="320"', made)


def test_links_lead_where_the_book_has_them():
    here = Page("02_x.md", "X", "https://host.example/who/what", frozenset({"02_x.md", "03_y.md"}))
    for link, expected in {
        "03_y.ipynb": "03_y.md",
        "03_y.ipynb#What-it-costs": "03_y.md#what-it-costs",
        "../mambalib/ssm.py": "https://host.example/who/what/blob/main/mambalib/ssm.py",
        "04_z.ipynb": "04_z.ipynb",
        "#here": "#here",
        "https://a.example/b.ipynb": "https://a.example/b.ipynb",
    }.items():
        assert prose(here, f"see [it]({link}).") == f"see [it]({expected})."


# --- Getting the tools -----------------------------------------------------------------------------------------------


def test_what_is_missing_is_one_clear_line(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BookError, match=r"^mdbook is not on PATH and there is no apt-get .*by hand"):
        publish.publish(tmp_path)
    with pytest.raises(BookError, match=r"^npm is not on PATH"):
        katex(tmp_path)
    assert [path.name for path in tmp_path.rglob("*")] == [".build"]  # nothing half made is left


def test_no_host_is_named_where_tools_are_fetched():
    for module in ("publish", "typeset"):
        assert "://" not in (ROOT / f"mambalib/course/{module}.py").read_text("utf-8")
