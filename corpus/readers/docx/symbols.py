"""Signs of the fonts Symbol and Wingdings, which files keep as places in the font, as the characters that they show."""

_LETTERS = "".join(map(chr, [*range(0x41, 0x5B), *range(0x61, 0x7B)]))
_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_SYMBOL = {ord(letter): greek for letter, greek in zip(_LETTERS, _GREEK, strict=True)}
_SYMBOL |= {ord(sign): sign for sign in " !#%&()+,./0123456789:;<=>?[]_{|}"}
_SYMBOL |= {
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥", 0x7E: "∼", 0xA0: "€",
    0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±",
    0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈",
    0xBC: "…", 0xC5: "⊕", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xCC: "⊂", 0xCE: "∈", 0xD0: "∠", 0xD1: "∇", 0xD2: "®",
    0xD3: "©", 0xD4: "™", 0xD5: "∏", 0xD6: "√", 0xD7: "⋅", 0xDB: "⇔", 0xDC: "⇐", 0xDE: "⇒", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_WINGDINGS = {
    0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒",
    0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑",
    0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_UNKNOWN = "\ufffd"  # Unicode's own sign for what it can't show
_PRIVATE = range(0xF000, 0xF100)  # where Unicode keeps the places of such fonts


def character(place: str | None, font: str) -> str:
    """What ``w:sym`` shows: ``place`` is hexadecimal."""
    try:
        code = int((place or "")[:6], 16)
    except ValueError:
        return ""
    if code > 0x10FFFF or 0xD800 <= code < 0xE000 or code < 0x20:
        return ""
    return shown(chr(code), font) if code in _PRIVATE else _FONTS.get(font.casefold(), {}).get(code) or chr(code)


def shown(text: str, font: str) -> str:
    """``text`` with the private characters of a font of signs as what they show."""
    if not any(ord(sign) in _PRIVATE for sign in text):
        return text
    signs = _FONTS.get(font.casefold(), _SYMBOL)
    return "".join(signs.get(ord(sign) - _PRIVATE.start, _UNKNOWN) if ord(sign) in _PRIVATE else sign for sign in text)
