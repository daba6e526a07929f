def svg_number(value: float, digits: int = 1) -> str:
    """A number as SVG 2 writes it: a decimal point, no trailing zeros, never "-0" or an exponent.

    svg_number(12.04) is "12", svg_number(-0.01) is "0".
    """
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def share(part: float, whole: float) -> str:
    """What part is of the whole, in per cent; half where there is no whole."""
    return svg_number(part / whole * 100 if whole else 50, 2)
