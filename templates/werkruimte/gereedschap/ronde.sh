#!/usr/bin/env bash
# Kijkt alles na, ook de taal, en maakt elke uitgave; er verandert niets. Alles komt aan de beurt, ook na een fout.
# Uit de omgeving: DATUM (kijk alsof het deze dag is), STRENG (true: waarschuwingen tellen als fouten) en UITGAVEN.
set -euo pipefail
opties=()
if [ -n "${DATUM:-}" ]; then opties+=("--date=$DATUM"); fi
ook=()
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then ook+=("--ook=samenvatting=$GITHUB_STEP_SUMMARY"); fi
streng=()
if [ "${STRENG:-true}" = true ]; then streng+=(--strict); fi

uitslag=0
kapstok check --opmerkingen alle "${opties[@]}" "${streng[@]}" "${ook[@]}" || uitslag=1
kapstok kaders "${opties[@]}" || uitslag=1
kapstok leesbaarheid "${opties[@]}" || uitslag=1
for uitgave in ${UITGAVEN:-inwoners raad griffie partners werkvloer management bestuur}; do
  kapstok build --audience "$uitgave" "${opties[@]}" || uitslag=1
done
exit "$uitslag"
