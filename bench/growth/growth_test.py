"""The growth benchmark: its bars, its plot, and the whole command over very small collections."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import svg  # noqa: E402

PROGRAMS = pathlib.Path(os.environ["IZDE_PEERS_PROGRAMS"])


class PlotTest(unittest.TestCase):

    def test_scale_is_logarithmic(self):
        scale = svg.Scale([1, 100], 0, 200)
        self.assertAlmostEqual(scale(10), 100)
        self.assertLess(0, scale(1))
        self.assertLess(scale(100), 200)

    def test_ticks(self):
        self.assertEqual(svg.ticks(1, 10), [1, 2, 5, 10])
        self.assertEqual(svg.ticks(0.9, 12000), [1, 10, 100, 1000, 10000])
        self.assertEqual([svg.number(v) for v in (0.5, 20, 10000, 1e6, 2.5e9)], ["0.5", "20", "10k", "1M", "2.5G"])

    def test_page_is_xml_with_every_line(self):
        chart = svg.Chart("a < b & c", "x", "y", [svg.Line("one", [(10, 1), (100, 5)]), svg.Line("two", [(10, 3), (100, 3)], True)])
        root = xml.etree.ElementTree.fromstring(svg.page([chart, chart, chart]))
        texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
        self.assertEqual(texts.count("a < b & c"), 3)
        self.assertEqual(texts.count("two"), 3)
        self.assertEqual(len(list(root.iter("{http://www.w3.org/2000/svg}circle"))), 6)


class CommandTest(unittest.TestCase):

    def test_small_sizes(self):
        with tempfile.TemporaryDirectory(prefix="izde-test-") as out:
            command = [sys.executable, "-B", HERE / "run", "--as-built", "--build", PROGRAMS.parents[1], "--sizes", "100,400",
                       "--queries", "8", "--out", out]
            done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=300)
            self.assertIn(done.returncode, (0, 1), done.stderr)  # times of so little text decide nothing
            sizes = json.loads((pathlib.Path(out) / "growth.json").read_text())
            self.assertEqual([size["documents"] for size in sizes], [100, 400])
            self.assertGreater(sizes[1]["index_bytes"], sizes[0]["index_bytes"])
            self.assertIn("| TOP_10 OR all, µs |", done.stdout)
            self.assertIn("peak memory of its own", done.stdout)
            xml.etree.ElementTree.parse(pathlib.Path(out) / "growth.svg")

    def test_wrong_use(self):
        for sizes in "100", "100,50", "0,5":
            done = subprocess.run([sys.executable, "-B", HERE / "run", "--sizes", sizes], capture_output=True)
            self.assertEqual(done.returncode, 2, sizes)


if __name__ == "__main__":
    unittest.main()
