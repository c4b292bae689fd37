#!/usr/bin/env bash
# Builds the book and looks at every page in headless Chromium; pictures of the pages go to the folder named, if one is.
# Run as root on Debian, in the repository, with the course's environment in .venv.
set -euo pipefail

if ! command -v chromium >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check -r tests/browser/requirements.txt
.venv/bin/python -m mambalib.course.publish
.venv/bin/python tests/browser/check_book.py book ${1:+--screenshots "$1"}
