#!/bin/sh
# Installs Changeover from the unpacked archive: for everybody below /usr/local when run as root, else for this person below
# ~/.local. `PREFIX=DIR ./install.sh` chooses another place; `./install.sh --remove` takes it all away again. Settings and the
# changes that were made stay where they are.
set -eu
cd "$(dirname "$0")"
if [ -z "${PREFIX:-}" ]; then
  if [ "$(id -u)" = 0 ]; then PREFIX=/usr/local; else PREFIX="$HOME/.local"; fi
fi

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
    sed -i "s|^Exec=changeover|Exec=$PREFIX/bin/changeover|" "$PREFIX/share/applications/changeover.desktop"
    echo "Installed: $PREFIX/bin/changeover"
    ;;
  --remove)
    files | while IFS= read -r file; do rm -f "$PREFIX/$file"; done
    echo "Removed from $PREFIX"
    ;;
  *)
    echo "usage: [PREFIX=DIR] ./install.sh [--remove]" >&2
    exit 2
    ;;
esac
