#!/usr/bin/env bash
# Drives the built `gradus` as a shell would: values, exit codes, diagnostics.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source Tests/cli/support.bash
gradus=$PWD/.build/release/gradus

shows "f'(x) = 2*x*cos(x^2)" "$gradus" -e "f(x) = sin(x^2); f'"
shows 2 "$gradus" -e "(x -> x * (y -> x*y)'(1))'(1)"
equations=$'x = 1; u = 2\nf := x^2 + y^2\ny := x + u\n'
shows 8 "$gradus" -e "${equations}∂f/∂x"
shows 2 "$gradus" -e "${equations}∂f/∂x | y"
shows $'a\n3\nb\n4' "$gradus" -e 'print("a"); display(3); print("b"); 4'
ends_with 0 "$gradus" --version
ends_with 1 "$gradus" -e 'sigmod(1)'
says "did you mean sigmoid?" "$gradus" -e 'x = sigmod(1)'
ends_with 2 "$gradus" run no-such-file.gradus
says "no-such-file.gradus" "$gradus" run no-such-file.gradus
ends_with 2 "$gradus" explode
ends_with 0 "$gradus" fmt --help
ends_with 0 "$PWD/.build/release/nbrun" grade --help
ends_with 2 "$gradus" -e

# A script on standard input: no prompt, no colour.
result=$(printf 'x = 4\nx*2\n' | "$gradus")
expect "standard input" "$result" 8
result=$(printf 'sigmod(1)\n' | "$gradus" 2>&1 | tr -d '[:print:]\n')
expect "no escape codes in a pipe" "$result" ""

# ctrl-C ends an endless loop with 130.
"$gradus" -e 'while true; end' 2>/dev/null &
process=$!
sleep 1
kill -INT "$process"
wait "$process"
expect "interrupted" $? 130

# A session on a terminal (util-linux's script makes one): the guide, help on a name, and leaving.
session=$(printf 'help\nhelp relu\n6*7\nquit\nnever = read\n' |
  timeout 20 script -qec "$gradus" /dev/null)
for part in 'explain ∂y/∂w the chain rule' 'relu(x)' '42'; do
  case "$session" in
  *"$part"*) passed=$((passed + 1)) ;;
  *) expect "the session" "$session" "…$part…" ;;
  esac
done
case "$session" in
*'unknown name'*) expect "quit leaves the session" "$session" "nothing after quit" ;;
*) passed=$((passed + 1)) ;;
esac

# OpenBLAS that can't be loaded is a diagnostic of the first factorization, and of nothing else.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo "not a library" >"$folder/libopenblas.so.0"
broken() { LD_LIBRARY_PATH=$folder "$gradus" -e "$1"; }
says "E0242" broken 'svd([1, 2; 3, 4])'
shows "[5, 11]" broken '[1, 2; 3, 4] * [1, 2]'

# Completion, in each shell that is installed.
"$gradus" completion bash >"$folder/gradus.bash"
completed() { # words …: what bash offers for the last one
  bash -c 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _gradus
    echo "${COMPREPLY[@]}"' - "$folder/gradus.bash" gradus "$@"
}
PATH=$(dirname "$gradus"):$PATH
shows "explain-error" completed ex
shows "sigmoid sign" completed help sig
shows "" completed help relu si
shows "--check" completed fmt --
shows "tree" completed dump ""
if command -v fish >/dev/null; then
  mkdir -p "$folder/fish/completions"
  "$gradus" completion fish >"$folder/fish/completions/gradus.fish"
  completed() { XDG_CONFIG_HOME=$folder fish -c "complete -C '$1'" | tr '\n' ' '; }
  shows "explain-error " completed "gradus ex"
  shows "sigmoid sign " completed "gradus help sig"
  shows "" completed "gradus help relu si"
  shows "--check " completed "gradus fmt --"
  shows "tree " completed "gradus dump "
fi

finish gradus
