#!/usr/bin/env bash
# Makes what is handed out, for the kind of machine it runs on: a .deb, a .tar.gz with an install script, and their SHA-256
# sums, in `dist/` of cargo's target folder. Needs cargo and cargo-deb (`cargo install cargo-deb --locked`).
set -euo pipefail
cd "$(dirname "$0")/../.."
target=${CARGO_TARGET_DIR:-target}
dist=$target/dist
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
machine=$(uname -m)
name=changeover-$version-linux-$machine

cargo build --release --locked
rm -rf "$dist"
mkdir -p "$dist/shell" "$dist/$name/tree"
program=$target/release/changeover
"$program" man >"$dist/shell/changeover.1"
for shell in bash zsh fish; do "$program" completions "$shell" >"$dist/shell/changeover.$shell"; done

put() { install -D -m "$1" "$2" "$dist/$name/tree/$3"; }
put 755 "$program" bin/changeover
strip "$dist/$name/tree/bin/changeover"
put 644 assets/linux/changeover.desktop share/applications/changeover.desktop
put 644 assets/linux/changeover.metainfo.xml share/metainfo/changeover.metainfo.xml
put 644 assets/icon.svg share/icons/hicolor/scalable/apps/changeover.svg
for size in 48 128 256; do
  put 644 "assets/icon-$size.png" "share/icons/hicolor/${size}x$size/apps/changeover.png"
done
put 644 "$dist/shell/changeover.1" share/man/man1/changeover.1
put 644 "$dist/shell/changeover.bash" share/bash-completion/completions/changeover
put 644 "$dist/shell/changeover.zsh" share/zsh/site-functions/_changeover
put 644 "$dist/shell/changeover.fish" share/fish/vendor_completions.d/changeover.fish
put 644 README.md share/doc/changeover/README.md
for font in Inter JetBrainsMono; do
  put 644 "assets/fonts/$font-LICENSE.txt" "share/doc/changeover/$font-LICENSE.txt"
done
install -m 755 assets/linux/install.sh "$dist/$name/install.sh"
tar --sort=name --owner=0 --group=0 --numeric-owner -C "$dist" -czf "$dist/$name.tar.gz" "$name"

# The same files, as a package: cargo-deb finds the libraries that the program is linked to.

rm -rf "$target/release/deb-tree"
cp -r "$dist/$name/tree" "$target/release/deb-tree"
CARGO_TARGET_DIR=$target cargo deb --no-build --no-strip --output "$dist/changeover_${version}_$(dpkg --print-architecture).deb"
rm -rf "${dist:?}/$name" "$dist/shell" "$target/release/deb-tree"
(cd "$dist" && sha256sum -- *.deb *.tar.gz >SHA256SUMS)
ls -l "$dist"
