"""The colours of the site, light and dark, made from the house style so that every pair is readable.

A municipality chooses four colours; here they are shaded until the contrast is what WCAG 2.2 asks: 4.5 to 1 for
text (1.4.3) and 3 to 1 for what shows a control (1.4.11). A colour that already has it stays as it was chosen.
"""

from __future__ import annotations

from kapstok.core.colour import TEXT_RATIO, contrast, luminance, mix
from kapstok.render.drawings.drawing import Colours

__all__ = ["CONTROL_RATIO", "TEXT_RATIO", "contrast", "mix", "palette", "readable"]

CONTROL_RATIO = 3.0

_EASY_RATIO = 7.0
_STEPS = 50
_WHITE = "#ffffff"
_BLACK = "#000000"
_NIGHT = "#0e1316"


def palette(colours: Colours) -> dict[str, dict[str, str]]:
    """The colours by scheme (`licht`, `donker`) and name, as `#rrggbb`, for the style sheet of the site."""
    return {"licht": _light(colours), "donker": _dark(colours)}


def readable(colour: str, on: str, ratio: float, towards: str) -> str:
    """`colour`, shaded no further `towards` black or white than needed to reach the ratio on a background."""
    shades = (mix(colour, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next((shade for shade in shades if contrast(shade, on) >= ratio), towards)


def _light(colours: Colours) -> dict[str, str]:
    main = readable(colours.main, _WHITE, TEXT_RATIO, _BLACK)
    text = readable(colours.text, _WHITE, _EASY_RATIO, _BLACK)
    plane = readable(colours.background, text, _EASY_RATIO, _WHITE)
    ground = readable(colours.ground, text, _EASY_RATIO, _WHITE)
    soft, faint = mix(main, _WHITE, 0.9), mix(colours.accent, _WHITE, 0.92)
    darkest = min(ground, plane, soft, faint, key=luminance)
    return {
        "grond": ground,
        "vlak": plane,
        "kaart": ground,
        "kaartrand": main,
        "zacht": soft,
        "rand": mix(text, plane, 0.82),
        "lijn": readable(mix(text, _WHITE, 0.5), darkest, CONTROL_RATIO, _BLACK),
        "tekst": readable(text, darkest, _EASY_RATIO, _BLACK),
        "tekst-zacht": readable(mix(text, _WHITE, 0.35), darkest, TEXT_RATIO, _BLACK),
        "hoofd": main,
        "hoofd-diep": mix(main, _BLACK, 0.35),
        "op-hoofd": _WHITE,
        "kop": readable(main, darkest, _EASY_RATIO, _BLACK),
        "link": readable(colours.link or main, darkest, TEXT_RATIO, _BLACK),
        "nadruk": readable(colours.accent, darkest, TEXT_RATIO, _BLACK),
        "op-nadruk": _WHITE,
        "nadruk-zacht": mix(colours.accent, _WHITE, 0.72),
        "nadruk-vaag": faint,
        "beeld": mix(main, plane, 0.55),
    }


def _dark(colours: Colours) -> dict[str, str]:
    ground, plane = mix(_NIGHT, colours.main, 0.08), mix(_NIGHT, colours.main, 0.2)
    bar = readable(mix(colours.main, _NIGHT, 0.35), _WHITE, _EASY_RATIO, _BLACK)
    soft, faint = mix(_NIGHT, colours.main, 0.34), mix(ground, colours.accent, 0.16)
    lightest = max(ground, plane, soft, faint, key=luminance)
    accent = readable(colours.accent, lightest, TEXT_RATIO, _WHITE)
    line = readable(mix(plane, _WHITE, 0.35), lightest, CONTROL_RATIO, _WHITE)
    return {
        "grond": ground,
        "vlak": plane,
        "kaart": plane,
        "kaartrand": line,
        "zacht": soft,
        "rand": mix(plane, _WHITE, 0.16),
        "lijn": line,
        "tekst": readable("#e9edef", lightest, _EASY_RATIO, _WHITE),
        "tekst-zacht": readable("#b4bfc4", lightest, TEXT_RATIO, _WHITE),
        "hoofd": bar,
        "hoofd-diep": mix(ground, _BLACK, 0.35),
        "op-hoofd": _WHITE,
        "kop": readable("#ffffff", lightest, _EASY_RATIO, _WHITE),
        "link": readable(colours.link or colours.main, lightest, _EASY_RATIO, _WHITE),
        "nadruk": accent,
        "op-nadruk": ground,
        "nadruk-zacht": mix(accent, ground, 0.35),
        "nadruk-vaag": faint,
        "beeld": mix(bar, plane, 0.45),
    }
