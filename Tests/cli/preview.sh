#!/usr/bin/env bash
# The preview, as a browser that speaks HTTP sees it: the page, an edit, a mistake, an endless loop,
# whom it listens to, and its end.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source Tests/cli/support.bash
nbrun=${NBRUN:-$PWD/.build/release/nbrun}
if ! command -v curl >/dev/null; then
  echo "preview: skipped, there is no curl"
  exit 0
fi
work=$(mktemp -d)
cd "$work"
pid=
trap 'kill $pid 2>/dev/null; rm -rf "$work"' EXIT

# The first cell says how often it has run: its draw comes from a stream that goes on.
notebook() {
  printf '# Preview\n\n```{gradus}\n#| label: a\nx = 7\nprint("drawn", rand())\n```\n\n' >new.md
  printf '```{gradus}\n%s\n```\n' "$1" >>new.md
  mv new.md lesson.md
}
begin() { # flags …
  : >address
  "$nbrun" preview "$@" lesson.md >address 2>told &
  pid=$!
  for ((i = 0; i < 100; i++)); do
    [ -s address ] && break
    sleep 0.1
  done
  address=$(cat address)
}
page_shows() { # text: waits for it
  local i
  for ((i = 0; i < 100; i++)); do
    curl -s "$address" >page.html
    grep -qF -- "$1" page.html && break
    sleep 0.1
  done
  expect "the page shows: $1" "$(grep -cF -- "$1" page.html | sed 's/^[1-9].*/yes/')" yes
}
status() { curl -s -o answer -w '%{http_code}' "$@"; }

notebook 'x + 1'
begin
page_shows '>8</pre>'
cp page.html first.html
expect "one script, with its hash in the policy" "$(grep -c '<script>' page.html)" 1
expect "the policy" "$(grep -c "script-src 'sha256-" page.html)" 1
expect "the address" "${address%:*}" http://127.0.0.1

# Server-sent events: told of the new page, and what was drawn stays.
seen=$(grep -o 'events?v=[0-9]*' page.html)
timeout 20 curl -sN "$address$seen" >events &
listener=$!
sleep 0.3
notebook 'x + 2'
page_shows '>9</pre>'
for ((i = 0; i < 50; i++)); do
  grep -q reload events && break
  sleep 0.1
done
expect "events" "$(grep -c 'data: reload' events)" 1
kill $listener 2>/dev/null
wait $listener 2>/dev/null
expect "the first cell did not run again" "$(tail -1 told)" "1 of 2 ran"
expect "what it drew" "$(grep drawn page.html)" "$(grep drawn first.html)"

# Mistakes are shown in the page; a loop is given up when the file changes.
notebook 'sigmod(x)'
page_shows 'did you mean'
notebook $'#| lable: b\nx'
page_shows 'a cell has no option'
mv lesson.md away.md
page_shows 'No such file'
mv away.md lesson.md
notebook 'while true; end'
sleep 1
notebook 'x*x'
page_shows '>49</pre>'

# Whom it answers.
expect "another name" "$(status -H 'Host: evil.example' "$address")" 403
expect "a name without its port" "$(status -H 'Host: 127.0.0.1' "$address")" 403
expect "another method" "$(status -X POST -d x "$address")" 405
expect "another path" "$(status "${address}etc/passwd")" 404
expect "a path that climbs" "$(status --path-as-is "${address}../lesson.md")" 404
port=${address##*:}
port=${port%/}
for other in $(hostname -I 2>/dev/null); do
  case $other in
  *:*) continue ;;
  esac
  expect "not on $other" "$(status --max-time 2 "http://$other:$port/")" 000
done
ends_with 2 "$nbrun" preview --port "$port" lesson.md
says "port $port can't be had" "$nbrun" preview --port "$port" lesson.md
ends_with 2 "$nbrun" preview --port 0 lesson.md
ends_with 2 "$nbrun" preview
ends_with 2 "$nbrun" preview lesson.md -o x.html

# Ctrl-C ends it at once, also within a cell; the port is free again.
kill -INT $pid
wait $pid
expect "the exit code" $? 0
notebook 'while true; end'
begin --port "$port"
expect "the port asked for" "$address" "http://127.0.0.1:$port/"
page_shows "The notebook runs"
sleep 0.5
kill -INT $pid
wait $pid
expect "the exit code within a cell" $? 0
expect "nothing was written" "$(ls | grep -c 'lesson\.html')" 0

finish preview
