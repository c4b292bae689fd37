"""Files are whole or not there."""

import os
from pathlib import Path

import pytest

from mambalib import files


@pytest.mark.parametrize(
    ("data", "want"),
    [
        (b"\x00\xff\r\n", b"\x00\xff\r\n"),
        ("Grüße, 世界\n", "Grüße, 世界\n".encode()),  # no carriage return on any system
        ("", b""),
    ],
    ids=["bytes", "text", "nothing"],
)
def test_what_is_written_can_be_read(tmp_path, data, want):
    path = tmp_path / "new" / "folder" / "file.txt"
    files.write_atomically(path, data)
    assert path.read_bytes() == want
    files.write_atomically(path, b"and again")
    assert path.read_bytes() == b"and again"
    assert [found.name for found in path.parent.iterdir()] == ["file.txt"]


def test_others_may_read_the_file(tmp_path):
    files.write_atomically(tmp_path / "file", "shared")
    assert (tmp_path / "file").stat().st_mode & 0o444 == 0o444


@pytest.mark.parametrize("error", [OSError("no space left"), KeyboardInterrupt()], ids=["full disk", "interrupted"])
@pytest.mark.parametrize("stage", ["fsync", "chmod", "replace"])
@pytest.mark.parametrize("old", [None, b"old"], ids=["new file", "old file"])
def test_a_failure_leaves_what_was_there_and_nothing_else(tmp_path, monkeypatch, old, stage, error):
    def fail(*args):
        raise error

    path = tmp_path / "file"
    if old is not None:
        path.write_bytes(old)
    monkeypatch.setattr(os, stage, fail)
    with pytest.raises(type(error)):
        files.write_atomically(path, b"new")
    assert {found.name: found.read_bytes() for found in tmp_path.iterdir()} == ({} if old is None else {"file": old})


def test_until_it_is_moved_the_old_file_can_be_read(tmp_path, monkeypatch):
    path, seen, move = tmp_path / "file", [], os.replace

    def watch(source, target):
        seen.extend([path.read_bytes(), Path(source).read_bytes(), Path(source).parent == tmp_path])
        move(source, target)

    path.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", watch)
    files.write_atomically(path, b"new")
    assert seen == [b"old", b"new", True]
    assert path.read_bytes() == b"new"


def test_a_folder_in_its_place_is_an_error_and_stays(tmp_path):
    (tmp_path / "file").mkdir()
    with pytest.raises(OSError):
        files.write_atomically(tmp_path / "file", b"new")
    assert [(found.name, found.is_dir()) for found in tmp_path.iterdir()] == [("file", True)]


def test_project_folder_is_the_one_with_the_chapters(tmp_path, monkeypatch):
    assert files.project_folder() == Path(__file__).resolve().parents[1]
    monkeypatch.setattr(files, "__file__", str(tmp_path / "site-packages" / "mambalib" / "files.py"))
    monkeypatch.chdir(tmp_path)
    assert files.project_folder() == tmp_path
