"""Rows of figures and their table."""
import dataclasses
import operator

COMPARED = {">=": operator.ge, "<=": operator.le, "=": operator.eq}
BEGIN, END = "<!-- quality figures", "<!-- end of quality figures -->"


@dataclasses.dataclass
class Row:
    """One figure. `bar` is ">= 97" or "" when none is set; `digits` behind the decimal point are shown."""
    section: str
    what: str
    figure: float
    bar: str = ""
    unit: str = ""
    peer: str = ""
    digits: int = 2

    @property
    def met(self):
        """Whether the figure reaches the bar as it is, not as it is rounded; None without a bar."""
        if not self.bar:
            return None
        sign, limit = self.bar.split()
        return COMPARED[sign](self.figure, float(limit))


def markdown(rows):
    lines = []
    section = None
    for row in rows:
        if row.section != section:
            section = row.section
            lines += ["", f"| {section} | bar | izde | | others |", "|---|---:|---:|---|---|"]
        unit = f" {row.unit}" if row.unit else ""
        bar = row.bar.replace(">=", "≥").replace("<=", "≤") + unit if row.bar else ""
        verdict = {True: "met", False: "**missed**", None: ""}[row.met]
        lines.append(f"| {row.what} | {bar} | {row.figure:,.{row.digits}f}{unit} | {verdict} | {row.peer} |")
    return "\n".join(lines).strip() + "\n"


def shown_page(page, text):
    """The page with the table between its marks."""
    begin = page.index("\n", page.index(BEGIN)) + 1
    return page[:begin] + text + page[page.index(END):]
