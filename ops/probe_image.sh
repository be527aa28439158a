#!/usr/bin/env bash
# Starts an image as Render would (read-only, no privileges), probes it and looks at its size.
# Usage: ops/probe_image.sh image
set -euo pipefail
image=$1
container=$(docker run --detach --read-only --cap-drop ALL --security-opt no-new-privileges \
  --publish 127.0.0.1::8000 "$image")
trap 'docker rm --force "$container" >/dev/null' EXIT
address=$(docker port "$container" 8000/tcp | head -n 1)
for _ in $(seq 50); do
  curl -fsS "http://$address/health/live" >/dev/null 2>&1 && break
  sleep 0.2
done
curl -fsS "http://$address/health/live"
echo
curl -fsS "http://$address/health/ready"
echo
docker exec "$container" /usr/local/bin/aicmo ping
user=$(docker inspect --format '{{.Config.User}}' "$image")
case $user in '' | root | 0) echo "the image runs as root"; exit 1 ;; esac
size=$(docker image inspect --format '{{.Size}}' "$image")
echo "image: $((size / 1000000)) MB, user $user"
docker stop --time 40 "$container" >/dev/null
[ "$(docker inspect --format '{{.State.ExitCode}}' "$container")" = 0 ]
echo 'image: ok'
