#!/usr/bin/env bash
# Zet een map met een gemaakte site op de tak pages, zonder wat daar eerder stond.
# Gebruik: publiceren.sh MAP. Uit de omgeving: BEWAARPLAATS (webadres) en KAPSTOK_TAK_TOKEN (mag de tak plaatsen).
set -euo pipefail
map=$1
test -f "$map/index.html"
git init --quiet --initial-branch=pages "$map"
git -C "$map" add --all
git -C "$map" -c user.name=Kapstok -c user.email=kapstok@example.invalid commit --quiet --message "Zet de site neer"
if [ -n "${KAPSTOK_TAK_TOKEN:-}" ]; then
  sleutel=$(printf 'gitlab-ci-token:%s' "$KAPSTOK_TAK_TOKEN" | base64 | tr -d '\n')
  export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=http.extraHeader GIT_CONFIG_VALUE_0="Authorization: Basic $sleutel"
fi
git -C "$map" push --quiet --force "$BEWAARPLAATS" HEAD:refs/heads/pages
