"""Build the book with whatever this machine has: `python -m mambalib.course.publish`.

An mdBook on PATH is used as it is. Without one, Debian's package is fetched into the ignored folder `.build/`: no root,
nothing installed, the machine's own package lists untouched. The package comes from Debian 13, and a Debian 12 has
too old a libc for it, so Debian 13's libc is unpacked beside it and the program is started through that libc's loader.
The place to fetch from is the one that this machine's apt uses already, with the release's name replaced.

Debian's mdBook leaves things out for which every page asks: 0.4.48 the script `book.js`, behind the menu of themes and
the colours of code, and 0.5.4 a theme's `fonts.css`. A book without them gets them here; the script is in Debian's
package of mdBook's source.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from mambalib.course.typeset import BookError, vendor_katex

RELEASE = "trixie"  # Debian 13, the first with a package of mdBook
PACKAGES = ("mdbook", "libc6", "libgcc-s1", "librust-mdbook-dev")
BY_HAND = "install mdBook 0.4.48 or newer by hand and put it on PATH"


def publish(root: Path) -> Path:
    """Build the book and return the folder of its pages.

    Args:
        root: the folder with `book.toml`.

    Raises:
        BookError: mdBook or KaTeX cannot be had, or the build fails.
    """
    mdbook = find_mdbook(root)
    theme = vendor_katex(root).parent
    # The preprocessor runs on this very Python, whatever `python3` is on this machine.
    env = os.environ | {"MDBOOK_PREPROCESSOR__NOTEBOOKS__COMMAND": f"'{sys.executable}' -m mambalib.course.book"}
    if subprocess.run([*mdbook, "build"], cwd=root, env=env).returncode:
        raise BookError("mdbook could not build the book; its reason stands above")
    site = root / "book"
    if not (site / "book.js").is_file():
        script = next(debian_mdbook(root).glob("usr/share/cargo/registry/mdbook-*/src/front-end/js/book.js"))
        shutil.copyfile(script, site / "book.js")
    if not (site / "fonts/fonts.css").is_file():
        shutil.copytree(theme / "fonts", site / "fonts", dirs_exist_ok=True)
    return site


def find_mdbook(root: Path) -> list[str]:
    """The command that starts mdBook, which is fetched if this machine has none."""
    installed = shutil.which("mdbook")
    if installed:
        return [installed]
    home = debian_mdbook(root)
    loader = next(home.glob("usr/lib/*/ld-linux*.so.*"))
    return [str(loader), "--library-path", str(loader.parent), str(home / "usr/bin/mdbook")]


def debian_mdbook(root: Path) -> Path:
    """The folder into which Debian's packages are unpacked, filled if it is not there."""
    home = root / ".build" / f"mdbook-{RELEASE}"
    if not home.is_dir():
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home.parent) as scratch:
            unpacked = Path(scratch, "unpacked")
            for package in download(Path(scratch)):
                subprocess.run(["dpkg-deb", "--extract", package, unpacked], check=True)
            unpacked.rename(home)
    return home


def download(folder: Path) -> list[Path]:
    """Fetch the packages with an apt whose lists, cache and settings live in `folder` alone."""
    for tool in ("apt-get", "dpkg-deb"):
        if shutil.which(tool) is None:
            raise BookError(f"mdbook is not on PATH and there is no {tool} to fetch it with: {BY_HAND}")
    sources = folder / "sources.list"
    sources.write_text(release_sources())
    (folder / "state/lists/partial").mkdir(parents=True)
    (folder / "cache/archives/partial").mkdir(parents=True)
    (folder / "status").touch()
    settings = {
        "Dir::State": folder / "state",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder / "cache",
        "Dir::Etc::SourceList": sources,
        "Dir::Etc::SourceParts": "/dev/null",
        "APT::Update::Error-Mode": "any",
        "APT::Sandbox::User": "root",  # apt's own user may not enter this folder
    }
    apt = ["apt-get", "--quiet", "--quiet", *(f"--option={name}={value}" for name, value in settings.items())]
    for action in (["update"], ["download", *PACKAGES]):
        run = subprocess.run([*apt, *action], cwd=folder, capture_output=True, text=True)
        found = list(folder.glob("*.deb"))
        if run.returncode or (action[0] == "download" and len(found) != len(PACKAGES)):
            reason = (run.stderr.strip().splitlines() or ["no reason given"])[0]
            raise BookError(f"apt could not fetch mdbook (is there a network? it said: {reason}): {BY_HAND}")
    return found


def release_sources() -> str:
    """This machine's own source of Debian packages, as a line of `sources.list` for RELEASE."""
    codename = ""
    if Path("/etc/os-release").is_file():
        facts = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line)
        codename = facts.get("VERSION_CODENAME", "") if facts.get("ID") == "debian" else ""
    if not codename:
        raise BookError(f"mdbook is not on PATH, and only on Debian can it be fetched: {BY_HAND}")
    fields = [
        "apt-get",
        "indextargets",
        "--no-release-info",
        "--format",
        "$(REPO_URI)",
        "Identifier: Packages",
        "Component: main",
    ]
    places = subprocess.run([*fields, f"Release: {codename}"], capture_output=True, text=True).stdout.split()
    if not places:
        raise BookError(f"mdbook is not on PATH, and this machine's apt names no source of {codename}: {BY_HAND}")
    return f"deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] {places[0]} {RELEASE} main\n"


if __name__ == "__main__":
    try:
        print(f"The book is in {publish(Path.cwd())}")
    except BookError as error:
        sys.exit(f"book: {error}")
