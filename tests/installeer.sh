#!/usr/bin/env bash
# Put in place what the tests need besides Python packages: a browser, a clock that can be moved, git,
# LibreOffice and the readers of poppler.
# On Debian and its relatives through apt, and only what is missing; elsewhere it says what to install.
set -euo pipefail

missing=()
command -v git >/dev/null || missing+=(git)
command -v faketime >/dev/null || missing+=(faketime)
command -v chromium >/dev/null || missing+=(chromium)
command -v soffice >/dev/null || missing+=(libreoffice-writer)
command -v pdftotext >/dev/null || missing+=(poppler-utils)
if [ "${#missing[@]}" -eq 0 ]; then exit 0; fi

if ! command -v apt-get >/dev/null; then
    echo "Installeer eerst: ${missing[*]}" >&2
    exit 1
fi
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update -q
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}"
