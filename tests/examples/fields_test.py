"""Typed fields from JSON to JSON: numbers, dates, booleans, ranges, orders of hits."""
import json
import struct

from program import ProgramTest, main

GOODS = [
    {"id": "a", "body": "қызыл алма", "year": 2024, "price": 2.77, "new": True, "made": "2024-05-01"},
    {"id": "b", "body": "көк алма", "year": -7, "price": 0.1, "new": False, "made": "2024-05-31T23:59:59Z"},
    {"id": "c", "body": "сары алма", "year": 9223372036854775807, "price": 1e300, "made": "2023-12-31"},
    {"id": "d", "body": "жасыл алма", "year": [2, 1999], "price": [5, 1e-7]},
    {"id": "e", "body": "алма"},
]
TYPES = ("--integer", "year", "--float", "price", "--boolean", "new", "--date", "made")


class FieldsTest(ProgramTest):

    def setUp(self):
        super().setUp()
        self.izde("index", self.index, self.write_notes("goods.jsonl", GOODS), *TYPES)

    def ids(self, query, *options):
        out = self.izde("search", "--json", *options, self.index, query)
        return [hit["id"] for hit in json.loads(out)["hits"]]

    def test_values_come_back_as_they_went_in(self):
        out = self.izde("search", "--json", "--sort", "id", self.index, "алма")
        hits = json.loads(out)["hits"]
        self.assertEqual([hit["fields"] for hit in hits], GOODS)
        for hit, good in zip(hits, GOODS):
            for value in ("price", "year", "new"):
                self.assertEqual(type(hit["fields"].get(value)), type(good.get(value)))
        self.assertIn('"price":2.77,', out)
        self.assertEqual(struct.pack("d", hits[2]["fields"]["price"]), struct.pack("d", 1e300))

    def test_infinity_is_a_string(self):
        self.izde("index", self.index, self.write_notes("more.jsonl", [{"id": "f", "body": "шие", "price": "inf"}]), *TYPES)
        hit = json.loads(self.izde("search", "--json", self.index, "шие"))["hits"][0]
        self.assertEqual(hit["fields"]["price"], "inf")

    def test_values_and_ranges_are_found(self):
        self.assertEqual(self.ids("year:2024"), ["a"])
        self.assertEqual(self.ids("made:2024-05", "--sort", "id"), ["a", "b"])
        self.assertEqual(self.ids("new:true"), ["a"])
        self.assertEqual(self.ids("year:[0 TO 2024]", "--sort", "id"), ["a", "d"])
        self.assertEqual(self.ids("price:[1 TO *]", "--sort", "price"), ["d", "a", "c"])
        self.assertEqual(self.ids("+алма +year:[* TO 0]"), ["b"])

    def test_hits_in_the_order_of_values(self):
        self.assertEqual(self.ids("алма", "--sort", "year"), ["b", "d", "a", "c", "e"])
        self.assertEqual(self.ids("алма", "--sort", "year:desc"), ["c", "a", "d", "b", "e"])
        self.assertEqual(self.ids("алма", "--sort", "price:desc", "--limit", "2"), ["c", "d"])
        self.assertEqual(self.ids("алма", "--sort", "new", "--sort", "id:desc"), ["b", "a", "e", "d", "c"])
        self.assertEqual(self.ids("алма", "--sort", "_added:desc"), ["e", "d", "c", "b", "a"])
        self.assertEqual(self.ids("алма", "--sort", "_score"), self.ids("алма"))

    def test_orders_that_make_no_sense_are_refused(self):
        self.fails(1, "search", self.index, "алма", "--sort", "nowhere", says="nowhere")
        self.fails(1, "search", self.index, "алма", "--sort", "body", says="body")
        self.fails(2, "search", self.index, "алма", "--sort", "year:up", says="--sort year:up")
        self.fails(2, "search", self.index, "алма", "--sort", "", says="--sort")

    def test_wrong_values_cost_their_line(self):
        notes = [{"id": "1", "year": 1.5}, {"id": "2", "price": "көп"}, {"id": "3", "new": 2}, {"id": "4", "year": 2e3},
                 {"id": "5", "year": 9223372036854775808}, {"id": "6", "price": True}]
        done = self.run_izde("index", "-q", self.index, self.write_notes("bad.jsonl", notes), *TYPES)
        self.assertEqual(done.returncode, 1)
        errors = done.stderr.decode().splitlines()
        self.assertEqual(len(errors), 6)
        for line, error in zip((1, 2, 3, 5, 6), errors):
            self.assertIn(f"bad.jsonl:{line}: ", error)
        self.assertEqual(self.ids("year:2000"), ["4"])

    def test_a_field_has_one_type(self):
        notes = self.write_notes("n.jsonl", GOODS)
        self.fails(1, "index", "-q", self.index, notes, "--integer", "price", says="price")
        self.fails(2, "index", "-q", self.index, notes, "--integer", "x", "--float", "x", says="--float x")

    def test_fields_that_come_later(self):
        more = [{"id": "g", "body": "алма", "weight": 3}, {"id": "h", "body": "алма", "weight": 2}]
        self.izde("index", self.index, self.write_notes("more.jsonl", more), "--integer", "weight")
        self.assertEqual(self.ids("алма", "--sort", "weight", "--limit", "2"), ["h", "g"])
        self.assertEqual(self.ids("weight:[3 TO 5]"), ["g"])
        stats = json.loads(self.izde("stats", "--json", "--verify", self.index))
        self.assertEqual({f["name"]: (f["type"], f["documents"]) for f in stats["fields"]}["weight"], ("integer", 2))


if __name__ == "__main__":
    main()
