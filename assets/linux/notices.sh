#!/usr/bin/env bash
# Writes the licences of everything that is linked into the program to standard output: each package with its licence, then
# each text once, with the packages that it came with. Needs cargo, and the packages' sources as cargo keeps them.
set -euo pipefail
cd "$(dirname "$0")/../.."
sources=${CARGO_HOME:-$HOME/.cargo}/registry/src
declare -A text_of packages_of
declare -a order=()

# Our own package has a path behind its version; what it is made under stands in LICENSE.
listed=$(cargo tree --locked --edges normal --prefix none --no-dedupe --format '{p}|{l}' | grep -v ' (/' | sort -u)
echo "Changeover holds these packages:"
echo
while IFS='|' read -r package licence; do
  read -r name version _ <<<"$package"
  echo "  $name ${version#v}: ${licence:-see below}"
  found=$(find "$sources"/*/"$name-${version#v}" -maxdepth 2 -type f \
    \( -iname 'licen[cs]e*' -o -iname 'copying*' -o -iname 'notice*' -o -iname 'unlicense*' -o -path '*/fonts/*.txt' \) \
    ! -name '*.rs' | sort)
  while IFS= read -r file; do
    [ -n "$file" ] || continue
    sum=$(sha256sum <"$file")
    [ -n "${text_of[$sum]:-}" ] || order+=("$sum")
    text_of[$sum]=$file
    packages_of[$sum]+=" $name"
  done <<<"$found"
done <<<"$listed"
for sum in "${order[@]}"; do
  printf '\n%s\n' "=================================================================================================="
  printf '%s\n' "${packages_of[$sum]# }" | tr ' ' '\n' | sort -u | paste -sd ' ' | fold -s -w 98
  printf '%s\n\n' "=================================================================================================="
  cat "${text_of[$sum]}"
done
