"""Small line charts as SVG, both axes logarithmic. Python's standard library only."""
import dataclasses
import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 460, 300
LEFT, RIGHT, TOP, BOTTOM = 62, 14, 34, 44
COLOURS = ("#1b6ca8", "#c8553d", "#2e7d4f", "#8a4fa3", "#b8860b", "#4d4d4d", "#0f8b8d", "#a23b72")


@dataclasses.dataclass
class Line:
    label: str
    points: list          # (x, y), both over 0
    dashed: bool = False  # a reference, not a measurement


@dataclasses.dataclass
class Chart:
    title: str
    x_label: str
    y_label: str
    lines: list


def number(value):
    """12000 as 12k, 0.25 as it is."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"


def ticks(low, high):
    """1, 2 and 5 times powers of ten in [low, high]; powers of ten alone when that is many."""
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    fine = [m * 10.0 ** e for e in exponents for m in (1, 2, 5)]
    found = [t for t in fine if low * 0.999 <= t <= high * 1.001]
    if len(found) <= 7:
        return found
    return [t for t in (10.0 ** e for e in exponents) if low * 0.999 <= t <= high * 1.001]


class Scale:
    """Maps values to places, logarithmically, with a little room at both ends."""

    def __init__(self, values, begin, end):
        low, high = min(values), max(values)
        room = max(math.log(high / low) * 0.06, 0.05)
        self.low, self.high = math.log(low) - room, math.log(high) + room
        self.begin, self.end = begin, end

    def __call__(self, value):
        return self.begin + (math.log(value) - self.low) / (self.high - self.low) * (self.end - self.begin)

    def ticks(self):
        return ticks(math.exp(self.low), math.exp(self.high))


def text(x, y, content, anchor="middle", extra=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{extra}>{escape(content)}</text>'


def panel(chart):
    """The elements of one chart, its upper left corner at 0, 0."""
    x_values = [x for line in chart.lines for x, _ in line.points]
    y_values = [y for line in chart.lines for _, y in line.points]
    x, y = Scale(x_values, LEFT, WIDTH - RIGHT), Scale(y_values, HEIGHT - BOTTOM, TOP)
    out = [text(WIDTH / 2, 18, chart.title, extra=' font-weight="bold"'),
           text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, chart.x_label),
           text(-HEIGHT / 2, 14, chart.y_label, extra=' transform="rotate(-90)"')]
    for tick in sorted(set(x_values)):
        out += [f'<path class="grid" d="M{x(tick):.1f} {TOP}V{HEIGHT - BOTTOM}"/>', text(x(tick), HEIGHT - BOTTOM + 15, number(tick))]
    for tick in y.ticks():
        out += [f'<path class="grid" d="M{LEFT} {y(tick):.1f}H{WIDTH - RIGHT}"/>', text(LEFT - 5, y(tick) + 4, number(tick), "end")]
    for i, line in enumerate(chart.lines):
        colour = "#777" if line.dashed else COLOURS[i % len(COLOURS)]
        path = " ".join(f"{'L' if k else 'M'}{x(px):.1f} {y(py):.1f}" for k, (px, py) in enumerate(line.points))
        out.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.8"{" stroke-dasharray=" + chr(34) + "5 4" + chr(34) if line.dashed else ""}/>')
        out += [] if line.dashed else [f'<circle cx="{x(px):.1f}" cy="{y(py):.1f}" r="2.6" fill="{colour}"/>' for px, py in line.points]
        out.append(text(LEFT + 8, TOP + 13 + 14 * i, line.label, "start", f' fill="{colour}" class="key"'))
    return "\n".join(out)


def page(charts, columns=2):
    """One picture of several charts."""
    rows = -(-len(charts) // columns)
    width, height = WIDTH * columns, HEIGHT * rows
    panels = "\n".join(f'<g transform="translate({i % columns * WIDTH} {i // columns * HEIGHT})">\n{panel(chart)}\n</g>'
                       for i, chart in enumerate(charts))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'font-family="sans-serif" font-size="11" fill="#222">\n<style>.grid{{stroke:#ddd;fill:none}}.key{{paint-order:stroke;stroke:#fff;stroke-width:3px}}</style>\n'
            f'<rect width="{width}" height="{height}" fill="#fff"/>\n{panels}\n</svg>\n')
