"""izde index: what goes in can be found, and what is wrong with it is said."""
import json
import os
import re
import signal
import subprocess
import time

from program import NOTES, PROGRAM, ProgramTest, main


class IndexTest(ProgramTest):

    def test_json_lines(self):
        done = self.run_izde("index", self.index, self.write_notes())
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stderr.decode(), r"^3 documents, 0\.0 MB in .* documents/s, .* MB/s\)\n$")
        self.assertEqual(done.stdout, b"")
        self.assertEqual(self.stats()["documents"], 3)
        self.assertEqual(sorted(self.found("мектептеріміз")), ["a1", "a3"])

    def test_quiet_says_nothing(self):
        done = self.run_izde("index", "--quiet", self.index, self.write_notes())
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))

    def test_adds_to_an_index_that_is_there(self):
        self.make_index()
        more = self.write_notes("more.jsonl", [{"id": "b1", "title": "Тағы бір мектеп"}])
        self.izde("index", self.index, more)
        self.assertEqual(self.stats()["documents"], 4)
        self.assertEqual(sorted(self.found("мектеп")), ["a1", "a3", "b1"])
        types = {field["name"]: field["type"] for field in self.stats()["fields"]}
        self.assertEqual((types["source"], types["published"], types["id"]), ("keyword", "date", "keyword"))

    def test_values_of_all_kinds(self):
        line = ('{"id": 12345678901234567890123, "title": ["бірінші атау", "екінші атау"], "price": 1.50,'
                ' "open": true, "gone": null, "author": {"name": "Абай", "born": {"year": 1845}},'
                ' "tags": [["қызыл"], {"x": "көк"}]}\n')
        self.izde("index", self.index, self.write("kinds.jsonl", line))
        hit, = self.search("абай")["hits"]
        self.assertEqual(hit["id"], "12345678901234567890123")
        self.assertEqual(hit["fields"], {
            "id": "12345678901234567890123", "title": ["бірінші атау", "екінші атау"], "price": "1.50",
            "open": "true", "author.name": "Абай", "author.born.year": "1845", "tags": "қызыл",
            "tags.x": "көк"})
        for query in "екінші", "author.born.year:1845", "көк", "true":
            self.assertEqual(len(self.found(query)), 1, query)

    def test_field_names_are_made_acceptable(self):
        line = json.dumps({"id": "n", "_score": "алма", "two words": "өрік", "a:b": "шие", "": "жүзім",
                           "___": "қауын", "b\tc*": "қарбыз", "long" * 100: "алмұрт"})
        self.izde("index", self.index, self.write("names.jsonl", line))
        hit, = self.search("алма")["hits"]
        long_name = ("long" * 100)[:255]
        self.assertEqual(hit["fields"], {
            "id": "n", "score": "алма", "two_words": "өрік", "a_b": "шие", "field": ["жүзім", "қауын"],
            "b_c_": "қарбыз", long_name: "алмұрт"})

    def test_escapes_and_half_surrogates(self):
        line = r'{"id": "e", "body": "\u049b\u0430\u0437\u0430\u049b \ud83d\ude00 \ud83d. \\ud83d \"тіл\"\n"}'
        self.izde("index", self.index, self.write("escapes.jsonl", line))
        hit, = self.search("қазақ")["hits"]
        self.assertEqual(hit["fields"]["body"], "қазақ \U0001F600 \ufffd. \\ud83d \"тіл\"\n")

    def test_bytes_that_are_no_utf8_are_no_error(self):
        line = '{"id": "bad", "body": "қазақ '.encode() + b"\xff\xfe" + ' тілі"}\n'.encode()
        self.izde("index", self.index, self.write("bytes.jsonl", line))
        hit, = self.search("тілдер")["hits"]
        self.assertRegex(hit["fields"]["body"], "^қазақ \ufffd+ тілі$")

    def test_blank_lines_line_ends_and_byte_order_mark(self):
        lines = '\ufeff{"id": "1", "body": "алма"}\r\n\r\n   \n{"id": "2", "body": "алма"}'
        self.izde("index", self.index, self.write("ends.jsonl", lines))
        self.assertEqual(self.found("алма"), ["1", "2"])

    def test_text_file_is_one_document(self):
        path = self.write("letters/хат.txt", "\ufeffБірінші жол.\nЕкінші жол: мектептер.\n")
        self.izde("index", self.index, path)
        hit, = self.search("мектеп")["hits"]
        self.assertEqual(hit["fields"], {"id": str(path), "title": "хат.txt",
                                         "body": "Бірінші жол.\nЕкінші жол: мектептер.\n"})

    def test_folder_is_walked_in_order(self):
        for name in "b/2.txt", "a/1.txt", "c.txt", "a/deep/0.ndjson":
            content = json.dumps({"id": name, "body": "алма"}) if name.endswith("json") else "алма"
            self.write(f"all/{name}", content)
        self.write("all/picture.png", b"\x89PNG")
        self.izde("index", self.index, self.folder / "all")
        ids = [i.removeprefix(f"{self.folder}/all/") for i in self.found("алма")]
        self.assertEqual(ids[-2:], ["b/2.txt", "c.txt"])
        self.assertEqual(sorted(ids), ["a/1.txt", "a/deep/0.ndjson", "b/2.txt", "c.txt"])

    def test_standard_input_and_pipes(self):
        self.izde("index", self.index, "-", input=self.write_notes().read_bytes())
        self.assertEqual(self.stats()["documents"], 3)
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        child = subprocess.Popen([PROGRAM, "index", "-q", self.index, pipe])
        pipe.write_text('{"id": "p", "body": "құбыр"}\n')
        self.assertEqual(child.wait(timeout=60), 0)
        self.assertEqual(self.found("құбыр"), ["p"])

    def test_legacy_encodings(self):
        note = json.dumps({"id": "k", "title": "Қазақ әдебиеті", "body": "Ғылым мен өнер"}, ensure_ascii=False)
        for number, name in enumerate(("KZ-1048", "PT154", "UTF-16")):
            raw = note.encode({"KZ-1048": "kz1048", "PT154": "ptcp154", "UTF-16": "utf-16"}[name])
            index = self.folder / f"{number}.izde"
            self.izde("index", index, self.write("old.jsonl", raw), "--encoding", name)
            got = json.loads(self.izde("search", "--json", index, "ғылымдар"))
            self.assertEqual(got["hits"][0]["fields"]["title"], "Қазақ әдебиеті", name)

    def test_legacy_text_file(self):
        path = self.write("old.txt", "Қазақ тілі".encode("kz1048"))
        self.izde("index", self.index, path, "--encoding", "kz1048")
        self.assertEqual(self.found("қазақтар"), [str(path)])

    def test_bytes_without_meaning_are_counted(self):
        path = self.write("old.txt", b"a\0\0\xd8b\0")  # half a surrogate pair
        done = self.run_izde("index", "-q", self.index, path, "--encoding", "UTF-16LE")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stderr.decode(), r"^izde: .*old\.txt: 2 bytes mean nothing in \S+ and became")

    def test_id_field(self):
        self.izde("index", self.index, self.write("x.jsonl", '{"key": "K 7", "body": "алма"}'),
                  "--id-field", "key")
        out = json.loads(self.izde("search", "--json", "--id-field", "key", self.index, "алма"))
        self.assertEqual(out["hits"][0]["id"], "K 7")
        self.assertEqual(self.found("алма"), ["#0"])

    def test_boost_raises_a_field(self):
        notes = [{"id": "body", "title": "Басқа сөз", "body": "алма"},
                 {"id": "title", "title": "алма сөз", "body": "басқа"}]
        path = self.write_notes("boost.jsonl", notes)
        for boosted in "title", "body":
            index = self.folder / f"{boosted}.izde"
            self.izde("index", index, path, "--boost", f"{boosted}=5")
            hits = json.loads(self.izde("search", "--json", index, "алма"))["hits"]
            self.assertEqual(hits[0]["id"], boosted)

    def test_no_stem_and_repair_off(self):
        line = '{"id": "1", "body": "мектептер жаӊа"}\n'
        self.izde("index", self.index, self.write("x.jsonl", line), "--no-stem", "--repair", "off")
        self.assertEqual(self.found("мектептер"), ["1"])
        self.assertEqual(self.found("мектеп"), [])
        self.assertEqual(self.found("жаңа"), [])

    def test_settings_of_the_index_stay_unless_contradicted(self):
        path = self.write("x.jsonl", '{"id": "1", "body": "мектептер"}\n')
        self.izde("index", self.index, path, "--no-stem")
        self.izde("index", self.index, path)
        self.assertEqual(self.stats()["documents"], 2)
        self.fails(1, "index", "-q", self.index, path, "--repair", "off", says="test.izde")
        self.fails(1, "index", "-q", self.index, path, "--date", "body", says="body")
        self.assertEqual(self.stats()["documents"], 2)

    def test_commit_every(self):
        notes = [{"id": str(i), "body": "алма"} for i in range(25)]
        self.izde("index", self.index, self.write_notes("n.jsonl", notes), "--commit-every", "10")
        self.assertEqual(self.stats()["documents"], 25)
        self.assertEqual(self.stats()["generation"], 3)

    def test_bad_lines_are_named_and_left_out(self):
        lines = ['{"id": "1", "body": "алма"}', "not json", '{"id": "2"', "[1, 2]", '{"id": "3", "body": "алма"}',
                 '{"id": "4"} trailing', '{"id": "5", "published": "ертең"}', '{"id": "6", "body": "ал\x01ма"}']
        path = self.write("bad.jsonl", "\n".join(lines) + "\n")
        done = self.run_izde("index", self.index, path, "--date", "published", "--quiet")
        self.assertEqual(done.returncode, 1)
        errors = done.stderr.decode().splitlines()
        self.assertEqual([re.match(r"izde: .*/bad\.jsonl:(\d+): ", e) and e.split(":")[2] for e in errors[:-1]],
                         ["2", "3", "4", "6", "7", "8"])
        self.assertIn("byte 1: a JSON object is expected, found 'n'", errors[0])
        self.assertIn("byte 11: ", errors[1])
        self.assertIn("found an array", errors[2])
        self.assertIn("byte 13: ", errors[3])
        self.assertIn("published", errors[4])
        self.assertEqual(errors[-1], "izde: index: 6 bad lines left out")
        self.assertEqual(self.found("алма"), ["1", "3"])

    def test_value_over_the_limit_costs_its_line_alone(self):
        notes = [{"id": "1", "body": "алма"}, {"id": "2" * 1000000, "body": "алма"}, {"id": "3", "body": "алма"}]
        done = self.run_izde("index", "-q", self.index, self.write_notes("long.jsonl", notes))
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr.decode(), r"\Aizde: [^\n]*long\.jsonl:2: [^\n]*id[^\n]*\nizde: index: 1 bad line left out\n\Z")
        self.assertEqual(self.found("алма"), ["1", "3"])

    def test_strict_stops_and_commits_nothing(self):
        self.make_index()
        path = self.write("bad.jsonl", '{"id": "x", "body": "алма"}\nnot json\n{"id": "y", "body": "алма"}\n')
        done = self.run_izde("index", "--strict", "-q", self.index, path)
        self.assertEqual(done.returncode, 1)
        self.assertIn("bad.jsonl:2: byte 1", done.stderr.decode())
        self.assertIn("1 are dropped", done.stderr.decode())
        self.assertEqual(self.stats()["documents"], 3)

    def test_interrupt_keeps_what_is_committed(self):
        child = subprocess.Popen([PROGRAM, "index", self.index, "-", "--commit-every", "2"],
                                 stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        child.stdin.write("".join(json.dumps({"id": str(i), "body": "алма"}) + "\n" for i in range(5)).encode())
        child.stdin.flush()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:  # until both commits are there, the program waits for input
            done = self.run_izde("stats", "--json", self.index)
            if done.returncode == 0 and json.loads(done.stdout)["documents"] == 4:
                break
            time.sleep(0.05)
        time.sleep(0.3)
        child.send_signal(signal.SIGINT)
        _, errors = child.communicate(timeout=60)
        self.assertEqual(child.returncode, 130)
        self.assertRegex(errors.decode(), "interrupted: 4 documents of this run are in the index, 1 are dropped\n$")
        self.assertEqual(self.stats()["documents"], 4)
        self.make_index()  # the lock is free again
        self.assertEqual(self.stats()["documents"], 7)

    def test_progress_lines_without_a_terminal(self):
        child = subprocess.Popen([PROGRAM, "index", self.index, "-"], stdin=subprocess.PIPE,
                                 stderr=subprocess.PIPE)
        for i in range(7):
            child.stdin.write(json.dumps({"id": str(i), "body": "алма"}).encode() + b"\n")
            child.stdin.flush()
            time.sleep(1)
        _, errors = child.communicate(timeout=60)
        lines = errors.decode().splitlines()
        self.assertEqual(len(lines), 2, lines)
        self.assertRegex(lines[0], r"^\d documents  \d documents/s  0\.0 MB/s$")
        self.assertNotIn("\x1b", errors.decode())

    def test_progress_bar_on_a_terminal(self):
        notes = [{"id": str(i), "body": " ".join(f"сөз{i * 99 + k}" for k in range(100))} for i in range(8000)]
        path = self.write_notes("big.jsonl", notes)
        ours, theirs = self.open_terminal()
        child = subprocess.Popen([PROGRAM, "index", self.index, path], stderr=theirs)
        os.close(theirs)
        shown = b""
        try:
            while chunk := os.read(ours, 65536):
                shown += chunk
        except OSError:  # the terminal's other end was closed
            pass
        os.close(ours)
        self.assertEqual(child.wait(timeout=60), 0)
        text = shown.decode()
        self.assertRegex(text, r"\r\[[#.]{24}\]  ?\d+ %  [\d,]+ documents  [\d,]+ documents/s  \d+\.\d MB/s  \d+:\d\d left\x1b\[K")
        self.assertRegex(text, r"\r\x1b\[K8,000 documents, ")

    def test_many_documents(self):
        notes = [{"id": str(i), "title": f"Атау {i}", "body": f"сөз{i % 100} мектеп " * 5} for i in range(5000)]
        self.izde("index", self.index, self.write_notes("n.jsonl", notes), "--buffer", "1")
        self.assertEqual(self.stats()["documents"], 5000)
        got = self.search("мектептер")
        self.assertTrue(5000 >= got["total"] > 1000)
        self.assertEqual(got["total_is_exact"], got["total"] == 5000)
        got = json.loads(self.izde("search", "--json", "--count-all", self.index, "мектептер"))
        self.assertEqual((got["total"], got["total_is_exact"]), (5000, True))
        self.izde("stats", "--verify", self.index)


if __name__ == "__main__":
    main()
