#!/usr/bin/env bash
# The daily check of the deployment in AICMO_URL.
# Usage: ops/daily_health.sh path/to/aicmo folder
set -uo pipefail
aicmo=$1
reports=$2
mkdir -p "$reports"
"$aicmo" health --url "${AICMO_URL:?the address of the deployment}" 2>&1 | tee "$reports/health.txt"
code=${PIPESTATUS[0]}
echo "health: exit code $code" >"$reports/exit-codes.txt"
exit "$code"
