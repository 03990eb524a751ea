#!/usr/bin/env bash
# Training steps must not make the process grow: 100 times as many (a million with GRADUS_FULL) take no more memory.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source Tests/cli/support.bash
bin=${BIN:-.build/release}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

steps=100000
[ -n "${GRADUS_FULL:-}" ] && steps=1000000

# The most memory, in KB, that so many steps of the XOR net take.
peak() { # steps
  cat >"$work/train.gradus" <<EOF
X = [0, 0; 0, 1; 1, 0; 1, 1]
Y = [0; 1; 1; 0]
net(p, X) = σ(σ(X*p[1] .+ p[2])*p[3] .+ p[4])
loss(p, X, Y) = mse(net(p, X), Y)
p = ([0.1, 0.2; 0.5, -0.6], [0.0, 0.1], [0.5; -0.4], [0.1])
for i in 1:$1
  p = p - 0.5*grad(loss)(p, X, Y)
end
EOF
  python3 - "$bin/gradus" "$work/train.gradus" <<'EOF'
import resource, subprocess, sys
subprocess.run([sys.argv[1], "run", sys.argv[2]], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
EOF
}

few=$(peak $((steps / 100)))
many=$(peak "$steps")
[ "$many" -lt $((few + 4096)) ] && growth=none || growth="$few KB to $many KB"
expect "memory that $steps training steps add" "$growth" none
finish memory
