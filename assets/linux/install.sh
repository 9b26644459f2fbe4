#!/bin/sh
# Installs Changeover from the unpacked archive: for everybody below /usr/local when run as root, else for this person below
# ~/.local. `PREFIX=DIR ./install.sh` chooses another place; `./install.sh --remove` takes it all away again. Settings and the
# changes that were made stay where they are.
set -eu
if [ -z "${PREFIX:-}" ]; then
  if [ "$(id -u)" = 0 ]; then PREFIX=/usr/local; else PREFIX="$HOME/.local"; fi
fi
case "$PREFIX" in
  /*) ;;
  *) PREFIX="$PWD/$PREFIX" ;;
esac
cd "$(dirname "$0")"

files() {
  (cd tree && find . -type f | sed 's|^\./||')
}

case "${1:-}" in
  "")
    files | while IFS= read -r file; do
      mkdir -p "$PREFIX/$(dirname "$file")"
      # Beside it first and then renamed: a program that runs is not written into.
      cp "tree/$file" "$PREFIX/$file.new"
      mv -f "$PREFIX/$file.new" "$PREFIX/$file"
    done
    # The menu finds the program where PATH does not.
    path=$(printf '%s' "$PREFIX" | sed 's/[&|\\]/\\&/g')
    sed -i "s|^Exec=changeover|Exec=\"$path/bin/changeover\"|" "$PREFIX/share/applications/changeover.desktop"
    echo "Installed: $PREFIX/bin/changeover"
    ;;
  --remove)
    files | while IFS= read -r file; do rm -f "$PREFIX/$file"; done
    # Of the folders only this one is the program's own.
    rmdir "$PREFIX/share/doc/changeover" 2>/dev/null || true
    echo "Removed from $PREFIX"
    ;;
  *)
    echo "usage: [PREFIX=DIR] ./install.sh [--remove]" >&2
    exit 2
    ;;
esac
