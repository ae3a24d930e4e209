#!/usr/bin/env python3
"""Cuts the paper's fonts out of Inter: python3 subset.py FOLDER, see README.md."""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

WEIGHTS = ["Inter-Regular", "Inter-SemiBold"]

# Latin with every accent of European names, the Cyrillic of Ukrainian, and what
# stands between words on a paper. U+25A1 is drawn for a character that is not here.
CHARACTERS = (
    "U+0020-007E,U+00A0-017F,U+02BC,U+0400-045F,U+0490-0491,U+2010-2026,U+2030,"
    "U+2039-203A,U+20AC,U+20B4,U+2116,U+2122,U+2212,U+25A1"
)

# PDF counts glyph widths in thousandths; a font in the same unit has no rounding.
UNITS_PER_EM = 1000


def tabular_digits(font):
    """The glyph of equal width for each digit, from the font's `tnum` feature."""
    gsub = font["GSUB"].table
    feature = next(f.Feature for f in gsub.FeatureList.FeatureRecord if f.FeatureTag == "tnum")
    swaps = {}
    for index in feature.LookupListIndex:
        for table in gsub.LookupList.Lookup[index].SubTable:
            swaps.update(getattr(table, "ExtSubTable", table).mapping)
    digits = {}
    for code in range(ord("0"), ord("9") + 1):
        digits[code] = swaps[font.getBestCmap()[code]]
    return digits


def main(folder):
    for weight in WEIGHTS:
        font = TTFont(folder / f"{weight}.woff2")
        digits = tabular_digits(font)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap.update(digits)

        options = Options()
        options.layout_features = ["kern"]
        options.hinting = False
        options.notdef_outline = True
        options.drop_tables += ["GSUB", "GDEF", "STAT", "DSIG", "meta"]
        options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=parse_unicodes(CHARACTERS))
        subsetter.subset(font)

        scale_upem(font, UNITS_PER_EM)
        font.flavor = None
        font.recalcTimestamp = False
        target = Path(__file__).parent / f"{weight}.ttf"
        font.save(target)
        print(f"{target.name}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
