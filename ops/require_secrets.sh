#!/usr/bin/env bash
# Fails early when the nightly run has nothing to work with. Prints names, never values.
set -euo pipefail
if [ -n "${AICMO_URL:-}" ]; then
  [ -n "${AICMO_ADMIN_KEY:-}" ] || {
    echo "::error::AICMO_URL is set, but the secret AICMO_ADMIN_KEY is not: the fallback cannot be checked"
    exit 1
  }
  echo "Target: the deployment in the variable AICMO_URL"
  exit 0
fi
found=()
for name in OPENAI_API_KEY PERPLEXITY_API_KEY ANTHROPIC_API_KEY; do
  [ -z "${!name:-}" ] || found+=("$name")
done
if [ ${#found[@]} -eq 0 ]; then
  echo "::error::No provider key: set the secret OPENAI_API_KEY, PERPLEXITY_API_KEY or ANTHROPIC_API_KEY under Settings > Secrets and variables > Actions"
  exit 1
fi
echo "Target: this build, with ${found[*]}"
[ ${#found[@]} -gt 1 ] || echo "::warning::Only one provider key: the fallback cannot be checked"
