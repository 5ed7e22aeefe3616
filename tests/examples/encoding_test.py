"""--encoding: files in old encodings, named or found out, are read as what they say."""
import json

from program import NOTES, SOURCE, ProgramTest, main

KAZAKH = "Ұлттық кітапханада ғылыми әдебиеттер көрмесі өтті. Оқырмандар жаңа кітаптармен танысты."
RUSSIAN = "В библиотеке открылась выставка новых книг, читатели могут посетить её до конца недели."
ENCODINGS = {"utf8": KAZAKH, "kz1048": KAZAKH, "ptcp154": KAZAKH, "utf-16": KAZAKH, "utf-16-be": KAZAKH,
             "cp1251": RUSSIAN, "cp866": RUSSIAN, "koi8-r": RUSSIAN}


class EncodingTest(ProgramTest):

    def test_index_auto_takes_each_file_as_it_looks(self):
        for name, text in ENCODINGS.items():
            self.write(f"old/{name}.txt", text.encode(name))
            line = json.dumps({"id": name, "body": text}, ensure_ascii=False) + "\n"
            self.write(f"old/{name}.jsonl", (line * 2).encode(name))
        done = self.run_izde("index", "-q", self.index, self.folder / "old", "--encoding", "auto")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(self.stats()["documents"], 3 * len(ENCODINGS))
        self.assertEqual(self.search("әдебиет")["total"], 3 * 5)
        self.assertEqual(self.search("читатели")["total"], 3 * 3)
        bodies = {hit["fields"]["body"] for hit in self.search("әдебиет")["hits"]}
        self.assertEqual(bodies, {KAZAKH})

    def test_index_says_what_is_not_clear(self):
        path = self.write("short.txt", "Да".encode("cp866"))
        done = self.run_izde("index", "-q", self.index, path, "--encoding", "auto")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stderr.decode(),
                         r"^izde: .*short\.txt: the encoding is not clear, read as \S+ \(confidence 0\.\d\d\)\n$")

    def test_repair_reads_any_encoding_and_writes_utf8(self):
        damaged = "Мектеп жанындаИы кітапхана. " + KAZAKH + "\n" + KAZAKH
        mended = damaged.replace("жанындаИы", "жанындағы")
        for name in "kz1048", "ptcp154", "utf-16":
            path = self.write(f"{name}.txt", damaged.encode(name))
            self.assertEqual(self.izde("repair", "--encoding", "auto", path), mended, name)
            self.assertEqual(self.izde("repair", "--encoding", name.replace("pt", "pt-"), path), mended, name)
        self.assertEqual(self.izde("repair", "--encoding", "AUTO", input=damaged), mended)

    def test_transliterate_and_analyze(self):
        raw = (KAZAKH + "\r\n").encode("kz1048")
        from_utf8 = self.izde("transliterate", "--to", "latin2021", input=KAZAKH + "\r\n")
        self.assertEqual(self.izde("transliterate", "--to", "latin2021", "--encoding", "auto", input=raw), from_utf8)
        got = json.loads(self.izde("analyze", "--json", "--encoding", "KZ-1048", input=raw))
        self.assertEqual(got, json.loads(self.izde("analyze", "--json", input=KAZAKH + "\r\n")))

    def test_sample_files(self):
        folder = SOURCE / "examples/data/legacy"
        self.izde("index", "-q", self.index, folder, "--encoding", "auto")
        texts = {t["id"]: t for t in
                 map(json.loads, (SOURCE / "examples/data/texts.jsonl").read_text("utf8").splitlines())}
        bodies = [hit["fields"]["body"] for hit in self.search("*")["hits"]]
        self.assertEqual(len(bodies), 2)
        for text in texts["t31"], texts["t20"]:
            self.assertTrue(any(text["body"] in body for body in bodies), text["id"])

    def test_unknown_names_are_refused(self):
        path = self.write_notes(notes=NOTES)
        for command in (["index", self.index, path], ["repair", path], ["analyze"],
                        ["transliterate", "--to", "chat", path]):
            self.fails(2, *command, "--encoding", "martian", says="--encoding martian: no such encoding")


if __name__ == "__main__":
    main()
