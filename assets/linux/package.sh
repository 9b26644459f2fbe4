#!/usr/bin/env bash
# Makes what is handed out, for the kind of machine it runs on: a .deb, a .tar.gz with an install script, and their SHA-256
# sums, in `dist/` of cargo's target folder. Needs cargo, and of Debian or Ubuntu `dpkg-dev`. `--built` packs the release
# build that is there, without building.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
dist=$target/dist
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
machine=$(uname -m)
kind=$(dpkg --print-architecture)
name=changeover-$version-linux-$machine
# The same files from the same commit, whenever they are packed.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y Cargo.toml)}
export SOURCE_DATE_EPOCH

[ "${1:-}" = --built ] || cargo build --release --locked
rm -rf "$dist"
mkdir -p "$dist/shell" "$dist/$name/tree"
program=$target/release/changeover
"$program" man >"$dist/shell/changeover.1"
for shell in bash zsh fish; do "$program" completions "$shell" >"$dist/shell/changeover.$shell"; done

put() { install -D -m "$1" "$2" "$dist/$name/tree/$3"; }
put 755 "$program" bin/changeover
strip --strip-all --remove-section=.comment "$dist/$name/tree/bin/changeover"
put 644 assets/linux/changeover.desktop share/applications/changeover.desktop
meta=internal.changeover.Changeover.metainfo.xml
put 644 "assets/linux/$meta" "share/metainfo/$meta"
put 644 assets/icon.svg share/icons/hicolor/scalable/apps/changeover.svg
for size in 48 128 256; do
  put 644 "assets/icon-$size.png" "share/icons/hicolor/${size}x$size/apps/changeover.png"
done
put 644 "$dist/shell/changeover.1" share/man/man1/changeover.1
put 644 "$dist/shell/changeover.bash" share/bash-completion/completions/changeover
put 644 "$dist/shell/changeover.zsh" share/zsh/site-functions/_changeover
put 644 "$dist/shell/changeover.fish" share/fish/vendor_completions.d/changeover.fish
put 644 README.md share/doc/changeover/README.md
{
  cat LICENSE
  for font in Inter JetBrainsMono; do
    printf '\n\nThe typeface %s, which is part of the program:\n\n' "$font"
    cat "assets/fonts/$font-LICENSE.txt"
  done
} >"$dist/shell/copyright"
put 644 "$dist/shell/copyright" share/doc/changeover/copyright
# What is linked in asks that its licences go along.
assets/linux/notices.sh | gzip -9n >"$dist/shell/third-party.txt.gz"
put 644 "$dist/shell/third-party.txt.gz" share/doc/changeover/third-party.txt.gz
install -m 755 assets/linux/install.sh "$dist/$name/install.sh"
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C "$dist" -cf - "$name" |
  gzip -9n >"$dist/$name.tar.gz"

# The same files, as a package.
root=$dist/deb
mkdir -p "$root/DEBIAN" "$root/usr" "$dist/shell/debian"
cp -r "$dist/$name/tree/." "$root/usr"
mv "$root/usr/share/zsh/site-functions" "$root/usr/share/zsh/vendor-completions"
gzip -9n "$root/usr/share/man/man1/changeover.1"
who="The Changeover developers <nobody@changeover.invalid>"
printf 'changeover (%s) stable; urgency=medium\n\n  * The state of the repository at this version.\n\n -- %s  %s\n' \
  "$version" "$who" "$(date -Rud "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$root/usr/share/doc/changeover/changelog.gz"
# What the program is linked to is found out; what the window opens while it runs is named.
printf 'Source: changeover\n\nPackage: changeover\nArchitecture: %s\n' "$kind" >"$dist/shell/debian/control"
linked=$(cd "$dist/shell" && dpkg-shlibdeps -O -e"$root/usr/bin/changeover" | sed -n 's/^shlibs:Depends=//p')
opened="libegl1, libgl1, libx11-6, libx11-xcb1, libxcb1, libxcursor1, libxi6, libxrandr2, libxkbcommon0, libxkbcommon-x11-0"
{
  printf '%s\n' "Package: changeover" "Version: $version" "Architecture: $kind" "Maintainer: $who" \
    "Installed-Size: $(du -sk "$root/usr" | cut -f1)" "Section: admin" "Priority: optional" \
    "Depends: $linked, ca-certificates, git, $opened" \
    "Recommends: libfontconfig1, libgl1-mesa-dri, libwayland-client0, libwayland-cursor0, libwayland-egl1, xdg-desktop-portal, xdg-utils" \
    "Description: carry out a written change on a Kubernetes or OpenShift cluster"
  sed 's/^$/./; s/^/ /' <<'END'
Changeover is for admins who are not at home on the command line. It loads a
kubeconfig and the repository with the manifests, shows a written procedure as
a wizard beside the live state of pods, jobs and routes, carries out each step
after a confirmation that shows what will change, leads back from every step,
and commits the change at the end.
END
} >"$root/DEBIAN/control"
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
find "$root" -type d -exec chmod 755 {} +
chmod 644 "$root"/DEBIAN/*
dpkg-deb --root-owner-group -Zxz --build "$root" "$dist/changeover_${version}_$kind.deb"

rm -rf "${dist:?}/$name" "$dist/shell" "$root"
(cd "$dist" && sha256sum -- *.deb *.tar.gz >SHA256SUMS)
ls -l "$dist"
