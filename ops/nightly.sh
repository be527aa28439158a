#!/usr/bin/env bash
# The nightly regression: simulation, live check, live check of the fallback. Runs all three,
# keeps each output and exit code in the folder, and fails when any of them failed.
# Usage: ops/nightly.sh path/to/aicmo folder      (AICMO_URL probes a deployment instead)
set -uo pipefail
aicmo=$1
reports=$2
mkdir -p "$reports"
target=()
[ -z "${AICMO_URL:-}" ] || target=(--url "$AICMO_URL")
codes="$reports/exit-codes.txt"
: >"$codes"
worst=0

step() {
  local name=$1 output=$2
  shift 2
  echo "== $name"
  "$aicmo" "$@" ${target[@]+"${target[@]}"} 2>&1 | tee "$reports/$output"
  local code=${PIPESTATUS[0]}
  echo "$name: exit code $code" >>"$codes"
  [ "$code" -eq 0 ] || worst=1
}

step simulate simulation.txt simulate --out "$reports" --require-llm
step check-live llm-live-check.txt check-live
keys=0
for name in OPENAI_API_KEY PERPLEXITY_API_KEY ANTHROPIC_API_KEY; do
  [ -z "${!name:-}" ] || keys=$((keys + 1))
done
if [ ${#target[@]} -gt 0 ] || [ "$keys" -gt 1 ]; then
  step check-live-fallback llm-live-check-fallback.txt check-live --force-fallback
else
  echo "check-live-fallback: skipped, only one provider key" >>"$codes"
fi
cat "$codes"
exit "$worst"
