"""Makes web/fonts/page-math.woff2 from STIXTwoMath-Regular.otf of STIX Two 2.13, github.com/stipub/stixfonts.

Needs fonttools and brotli: python3 scripts/math-font.py STIXTwoMath-Regular.otf
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

# The licence reserves a name and the family's is a trademark, so the subset has a name of its own.
FAMILY = "Page Math"
TARGET = Path(__file__).parent.parent / "web/fonts/page-math.woff2"

# Browsers show a single letter in <mi> by these italics; U+210E stands for the missing italic h.
ITALICS = [0x210E, *range(0x1D434, 0x1D468), *range(0x1D6A4, 0x1D6A6), *range(0x1D6E2, 0x1D71C)]
LATIN = [*range(0x20, 0x7F), 0xA0]
GREEK = [*range(0x391, 0x3A2), *range(0x3A3, 0x3AA), *range(0x3B1, 0x3CA), 0x3D1, 0x3D5, 0x3F5]
SIGNS = "·×÷±−∓∗∘⋅√∫∬∭∑∏∂∇∞∈∉∪∩∧∨¬≈≠≡≤≥≪≫∝∼→←↔⇒↦∣∥‖⌊⌋⌈⌉⟨⟩′″ℓℝℕℤ…⋯°½ˆ˜¯˙ˉ̂̃̄"
INVISIBLE = [0x2061, 0x2062, 0x2063, 0x2064, 0x200A, 0x2009, 0x2003]


def main(source: str) -> None:
    font = TTFont(source)
    options = subset.Options()
    # Letters drawn for indices alone (ssty) would double the weight; browsers scale the others.
    options.layout_features = []
    # WOFF2 compresses repeated outlines better than calls of subroutines.
    options.desubroutinize = True
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[*LATIN, *GREEK, *ITALICS, *INVISIBLE, *map(ord, SIGNS)])
    subsetter.subset(font)
    rename(font)
    font.flavor = "woff2"
    font.save(TARGET)
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes, {len(font.getGlyphOrder())} glyphs")


def rename(font: TTFont) -> None:
    # The same bytes whenever it is made.
    font.recalcTimestamp = False
    names = {1: FAMILY, 3: f"{FAMILY} from STIX Two 2.13", 4: FAMILY, 6: FAMILY.replace(" ", "")}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]
    top = font["CFF "].cff
    top.fontNames = [names[6]]
    top.topDictIndex[0].FullName = top.topDictIndex[0].FamilyName = FAMILY

main(*sys.argv[1:])
