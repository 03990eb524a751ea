#!/usr/bin/env bash
# Kills nbrun at random moments: the notebook and the last good output are whole each time.
#   GRADUS_FULL=1: a hundred times instead of twenty
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source Tests/cli/support.bash
nbrun=${NBRUN:-$PWD/.build/release/nbrun}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
times=20
[ "${GRADUS_FULL:-}" = 1 ] && times=100

# Two states of one notebook, with a figure; what each becomes is known beforehand.
for state in 3 4; do
  mkdir -p "$state"
  printf '# Kills\n\n```{gradus}\n#| label: fig-a\nplot([1, %s])\nx = %s\nx\n```\n\n$x^%s$\n' \
    $state $state $state >"$state/source.md"
  cp "$state/source.md" "$state/lesson.md"
  "$nbrun" -q "$state/lesson.md"
  "$nbrun" -q --in-place "$state/lesson.md"
done
cp 3/source.md lesson.md
cp 3/lesson.html .
# How long a run takes, in milliseconds.
start=$(date +%s%N)
"$nbrun" -q -o other.html lesson.md
span=$((($(date +%s%N) - start) / 1000000 + 20))

same() { cmp -s "$1" "$2"; }
bad=0
for ((i = 0; i < times; i++)); do
  state=$((3 + i % 2))
  cp "$state/source.md" fresh.md
  mv fresh.md lesson.md
  if ((i % 4 < 2)); then words=(); else words=(--in-place); fi
  "$nbrun" -q "${words[@]}" lesson.md &
  pid=$!
  sleep "$(printf '0.%03d' $((RANDOM % span)))"
  kill -KILL $pid 2>/dev/null
  wait $pid 2>/dev/null
  same lesson.md "$state/source.md" || same lesson.md "$state/lesson.md" || bad=$((bad + 1))
  same lesson.html 3/lesson.html || same lesson.html 4/lesson.html || bad=$((bad + 1))
  if [ -e lesson_files/fig-a-1.svg ]; then
    same lesson_files/fig-a-1.svg 3/lesson_files/fig-a-1.svg ||
      same lesson_files/fig-a-1.svg 4/lesson_files/fig-a-1.svg || bad=$((bad + 1))
  fi
done
expect "files that are neither old nor new after $times kills" $bad 0

# Somebody edits the notebook while it runs in place: the edit stays, and the run says so.
printf '```{gradus}\nt = clock()\nwhile clock() - t < 1.5; end\n40 + 2\n```\n' >edited.md
"$nbrun" -q --in-place edited.md 2>told &
pid=$!
sleep 0.7
echo 'A line more.' >>edited.md
cp edited.md wanted.md
wait $pid
expect "the exit code when the notebook changed" $? 2
expect "it says so" "$(grep -c 'changed while it ran' told)" 1
same edited.md wanted.md
expect "the edit is there" $? 0
expect "nothing is left beside it" "$(ls | grep -c '^edited\.md\.')" 0

finish kills
