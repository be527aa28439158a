#!/usr/bin/env bash
# One issue a day for a failed check; later failures of the same day become comments.
# Usage: ops/report_failure.sh title labels folder      (GH_TOKEN, GITHUB_* as in a workflow)
set -euo pipefail
title="$1 - $(date -u +%F)"
labels=$2
reports=$3
run="${GITHUB_SERVER_URL:-https://github.com}/${GITHUB_REPOSITORY:?}/actions/runs/${GITHUB_RUN_ID:?}"
body=$(mktemp)
trap 'rm -f "$body"' EXIT

{
  echo "Run: $run"
  echo
  echo '## Exit codes'
  echo
  if [ -s "$reports/exit-codes.txt" ]; then sed 's/^/- /' "$reports/exit-codes.txt"; else echo '- none: it failed before the checks (secrets or build)'; fi
  page="$reports/ALL_PACKS_GOLDEN_SIMULATION_LATEST.md"
  if grep -qs '^## Failures' "$page"; then
    echo
    grep -E '^- (Target|Version|Started|Cases):' "$page" || true
    echo
    # Which pack, which check, how to reproduce; an issue holds at most 65,536 characters.
    sed -n '/^## Failures/,$p' "$page" | head -c 40000
  fi
  for output in llm-live-check llm-live-check-fallback health; do
    [ -s "$reports/$output.txt" ] || continue
    echo
    echo "## $output"
    echo
    echo '````text'
    tail -n 40 "$reports/$output.txt" | tail -c 6000
    echo '````'
  done
  echo
  cat <<'END'
What to do: `docs/operations.md`, by error type. Reproduce a night: section "Reproduce a nightly failure".
END
} >"$body"

while IFS= read -r label; do
  gh label create "$label" --repo "$GITHUB_REPOSITORY" --color d93f0b >/dev/null 2>&1 || true
done < <(tr ',' '\n' <<<"$labels")

# A list that cannot be read must not keep the alarm from being raised: better one issue too many.
number=$(gh issue list --repo "$GITHUB_REPOSITORY" --state open --limit 100 --json number,title \
  --jq "map(select(.title == \"$title\")) | .[0].number // empty") || number=
if [ -n "$number" ]; then
  gh issue comment "$number" --repo "$GITHUB_REPOSITORY" --body-file "$body"
else
  gh issue create --repo "$GITHUB_REPOSITORY" --title "$title" --label "$labels" --body-file "$body"
fi
