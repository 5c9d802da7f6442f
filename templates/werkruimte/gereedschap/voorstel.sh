#!/usr/bin/env bash
# Zet wat een knop wijzigde op een eigen tak, en zegt waar u er een voorstel van maakt.
# Gebruik: voorstel.sh TAK ONDERWERP. Uit de omgeving: KAPSTOK_TAK_TOKEN (mag de tak plaatsen), KAPSTOK_VOORSTEL (het begin
# van het adres waar een voorstel begint) en KAPSTOK_VERSLAG (bestand waarin het verslag ook komt).
set -euo pipefail
tak=$1
onderwerp=$2

zeg() {
  printf '%s\n' "$1"
  if [ -n "${KAPSTOK_VERSLAG:-}" ]; then printf '%s\n' "$1" >> "$KAPSTOK_VERSLAG"; fi
}

if [ -z "$(git status --porcelain)" ]; then
  zeg "Er is niets gewijzigd, dus er is geen tak gemaakt."
  exit 0
fi
git switch --quiet --create "$tak"
git add --all
git -c user.name=Kapstok -c user.email=kapstok@example.invalid commit --quiet --message "$onderwerp"
if [ -n "${KAPSTOK_TAK_TOKEN:-}" ]; then
  # Zo staat het token niet in een opdracht en niet in de instellingen van git.
  sleutel=$(printf 'gitlab-ci-token:%s' "$KAPSTOK_TAK_TOKEN" | base64 | tr -d '\n')
  export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=http.extraHeader GIT_CONFIG_VALUE_0="Authorization: Basic $sleutel"
fi
git push --quiet origin "HEAD:refs/heads/$tak"
zeg "De wijziging staat op de tak $tak. Maak er hier een voorstel van: ${KAPSTOK_VOORSTEL:-}$tak"
