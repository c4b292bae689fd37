"""Building the chapters: what is deterministic, what drifts, what does not count."""

import shutil

import nbformat
import pytest

from mambalib.course import build

SOURCE = """---
jupyter:
  jupytext:
    text_representation:
      extension: .md
      format_name: markdown
  kernelspec:
    display_name: Python 3
    language: python
    name: python3
  mambalib:
    minutes: 1
    title: A small chapter
---

# A small chapter

```python tags=["setup"]
import time
from mambalib.figures import figure, show
```

```python
print(6 * 7)
```

```python
print(6 * 7)
```

```python
fig, ax = figure()
ax.plot([1, 2], [3, 4])
show(fig, "A line that rises.")
```

```python tags=["nbval-ignore-output"]
print(time.time())
```
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project with one small chapter, built once."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "chapters").mkdir()
    (folder / "chapters" / "01_small.md").write_text(SOURCE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "project_folder", lambda: folder)
        build.build()
    return folder


@pytest.fixture
def chapter(project, tmp_path, monkeypatch):
    """A copy of that project to do things to; gives the chapter's source."""
    shutil.copytree(project, tmp_path / "project")
    monkeypatch.setattr(build, "project_folder", lambda: tmp_path / "project")
    return tmp_path / "project" / "chapters" / "01_small.md"


def outputs(notebook, number):
    return notebook.cells[number].outputs


def test_the_notebook_is_executed_and_holds_what_the_course_needs(project):
    notebook = nbformat.read(project / "chapters" / "01_small.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert outputs(notebook, 2)[0].text == "42\n"
    assert 'alt="A line that rises."' in outputs(notebook, 4)[0].data["text/html"]
    assert all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code")
    assert set(notebook.metadata) == {"kernelspec", "mambalib"}
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)  # two cells have the same text


def test_building_twice_changes_no_byte(chapter, capsys):
    target = chapter.with_suffix(".ipynb")
    before = target.read_bytes(), (chapter.parents[1] / "assets" / "chapters.json").read_bytes()
    build.build()
    assert (target.read_bytes(), (chapter.parents[1] / "assets" / "chapters.json").read_bytes()) == before
    assert "as it was" in capsys.readouterr().out


def test_a_notebook_that_fits_its_source_has_not_drifted(chapter):
    assert build.drift() == 0


def test_all_but_what_changes_by_itself_is_deterministic(chapter):
    first, second = (build.execute(chapter)[0] for _ in range(2))
    for notebook in (first, second):
        notebook.cells[-1].outputs = []  # the time of day
    assert nbformat.writes(first) == nbformat.writes(second)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("6 * 7", "6 * 8", "the cells are others"),
        ("# A small chapter", "# A smaller chapter", "the cells are others"),
        ("minutes: 1", "minutes: 2", "metadata"),
    ],
)
def test_a_changed_source_has_drifted_and_the_cure_is_named(chapter, capsys, old, new, told):
    chapter.write_text(chapter.read_text().replace(old, new))
    assert build.drift(["01"]) == 1
    said = capsys.readouterr().out
    assert told in said and "mambalib build 01_small" in said


@pytest.mark.parametrize("part", ["text", "picture", "alt"])
def test_a_changed_output_has_drifted(chapter, capsys, part):
    target = chapter.with_suffix(".ipynb")
    notebook = nbformat.read(target, as_version=4)
    if part == "text":
        outputs(notebook, 2)[0].text = "43\n"
    else:
        data, other = outputs(notebook, 4)[0].data, build.execute(with_another_picture(chapter))[0]
        if part == "alt":
            data["text/html"] = data["text/html"].replace("rises", "falls")
        else:
            data["text/html"] = outputs(other, 4)[0].data["text/html"]
    nbformat.write(notebook, target)
    assert build.drift() == 1
    assert "outputs of: " in capsys.readouterr().out


def with_another_picture(chapter):
    other = chapter.with_name("other.md")
    other.write_text(SOURCE.replace("[3, 4]", "[4, 3]"))
    return other


def test_timings_do_not_count(chapter):
    target = chapter.with_suffix(".ipynb")
    notebook = nbformat.read(target, as_version=4)
    outputs(notebook, 5)[0].text = "another time\n"
    nbformat.write(notebook, target)
    assert build.drift() == 0


def test_a_missing_notebook_has_drifted(chapter):
    chapter.with_suffix(".ipynb").unlink()
    assert build.drift() == 1


def test_a_chapter_that_is_not_there_is_named(chapter):
    with pytest.raises(ValueError, match="no chapter begins with '07'; there are: 01_small"):
        build.build(["07"])


def test_the_learners_progress_does_not_get_into_a_notebook(chapter, tmp_path, monkeypatch):
    monkeypatch.setenv("MAMBALIB_PROGRESS", str(tmp_path / "mine"))
    chapter.write_text(SOURCE.replace("print(6 * 7)", "import os\nprint(os.environ['MAMBALIB_PROGRESS'])", 1))
    notebook, _ = build.execute(chapter)
    assert str(tmp_path / "mine") not in outputs(notebook, 2)[0].text
    assert build.os.environ["MAMBALIB_PROGRESS"] == str(tmp_path / "mine")


def test_an_output_that_names_a_folder_of_this_machine_is_refused(chapter):
    chapter.write_text(SOURCE.replace("print(6 * 7)", "import os\nprint(os.getcwd())", 1))
    with pytest.raises(ValueError, match=r"01_small\.md, cell 2: the output names .* a folder of this machine"):
        build.build()
