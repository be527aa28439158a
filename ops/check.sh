#!/usr/bin/env bash
# Checks the operators' files: alert rules and their tests, the dashboard, the scripts.
set -euo pipefail
cd "$(dirname "$0")"
promtool check rules alerts.yml
promtool test rules alerts_test.yml
python3 -m json.tool dashboard.json >/dev/null && echo 'dashboard.json: valid JSON'
for script in *.sh; do bash -n "$script"; done && echo 'scripts: parsed'
! command -v shellcheck >/dev/null || shellcheck ./*.sh
