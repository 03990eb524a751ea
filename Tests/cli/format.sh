#!/usr/bin/env bash
# `gradus fmt` on files as they are: it changes what it can read, and loses nothing of what it can't.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source Tests/cli/support.bash
gradus=$PWD/.build/release/gradus
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

printf 'x=1+2\n' >loose.gradus
ends_with 1 "$gradus" fmt --check loose.gradus
shows "formatted loose.gradus" "$gradus" fmt loose.gradus
expect "the text is laid out" "$(cat loose.gradus)" "x = 1 + 2"
ends_with 0 "$gradus" fmt --check loose.gradus

# Bytes that are no UTF-8 stay what they are.
printf 'x=1 # caf\xe9\n' >latin1.gradus
cp latin1.gradus kept.gradus
says "it is not UTF-8 text" "$gradus" fmt latin1.gradus
ends_with 2 "$gradus" fmt latin1.gradus
ends_with 0 cmp latin1.gradus kept.gradus

# So does what does not parse.
printf 'x = (1 +\n' >broken.gradus
cp broken.gradus kept.gradus
ends_with 1 "$gradus" fmt broken.gradus
ends_with 0 cmp broken.gradus kept.gradus

# A link stays a link, and permissions stay.
printf 'y=2\n' >real.gradus
chmod 640 real.gradus
ln -s real.gradus link.gradus
ends_with 0 "$gradus" fmt link.gradus
expect "the link" "$(readlink link.gradus)" real.gradus
expect "what it leads to" "$(cat real.gradus) $(stat -c %a real.gradus)" "y = 2 640"
expect "no temporary file is left" "$(ls)" "$(printf '%s\n' broken.gradus kept.gradus latin1.gradus link.gradus loose.gradus real.gradus)"

finish format
