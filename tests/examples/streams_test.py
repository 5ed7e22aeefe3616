"""izde stem, repair and analyze: lines in, lines out."""
import json
import os
import random
import subprocess

from program import PROGRAM, ProgramTest, main


class StemTest(ProgramTest):

    def stems(self, *words):
        out = self.izde("stem", input="".join(w + "\n" for w in words))
        rows = [line.split("\t") for line in out.split("\n")[:-1]]
        self.assertEqual([row[0] for row in rows], list(words))
        return [row[1] for row in rows]

    def test_forms_meet_in_one_stem(self):
        self.assertEqual(set(self.stems("мектеп", "мектептер", "мектептерімізде")), {"мектеп"})
        self.assertEqual(set(self.stems("кітап", "кітабы", "кітаптарды")), {"кітап"})

    def test_capitals_are_normalised(self):
        self.assertEqual(self.stems("МЕКТЕПТЕР", "Мектептер", "мектептер"), ["мектеп"] * 3)

    def test_other_input_comes_back(self):
        words = ["", " ", "two words", "12", "a@b.kz", "\u200b", "-", "hello"]
        for word, stem in zip(words, self.stems(*words)):
            self.assertEqual(stem, word)

    def test_every_line_is_answered_in_order(self):
        rng = random.Random(20)
        words = ["".join(rng.choice("абвгқңөұіАБ-xyz ё7") for _ in range(rng.randrange(12))) for _ in range(5000)]
        self.assertEqual(len(self.stems(*words)), 5000)

    def test_last_line_without_newline_and_line_ends(self):
        self.assertEqual(self.izde("stem", input="мектептер\r\nкітаптар"), "мектептер\tмектеп\nкітаптар\tкітап\n")
        self.assertEqual(self.izde("stem", input=""), "")

    def test_any_bytes(self):
        rng = random.Random(7)
        raw = bytes(rng.randrange(256) for _ in range(20000))
        done = self.run_izde("stem", input=raw)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stdout.count(b"\n"), raw.count(b"\n") + (not raw.endswith(b"\n")))

    def test_file(self):
        path = self.write("words", "мектептер\n")
        self.assertEqual(self.izde("stem", path, "-", input="кітаптар\n"), "мектептер\tмектеп\nкітаптар\tкітап\n")

    def test_answers_before_the_end_of_input(self):
        child = subprocess.Popen([PROGRAM, "stem"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for word, stem in ("мектептер", "мектеп"), ("кітаптар", "кітап"):
            child.stdin.write(f"{word}\n".encode())
            child.stdin.flush()
            self.assertEqual(child.stdout.readline().decode(), f"{word}\t{stem}\n")
        child.stdin.close()
        self.assertEqual(child.wait(timeout=60), 0)
        child.stdout.close()


class RepairTest(ProgramTest):

    def test_damage_is_mended(self):
        self.assertEqual(self.izde("repair", input="пайдаланИан жаӊа\nжаИдайда қИқық ИИН\n"),
                         "пайдаланған жаңа\nжағдайда құқық ИИН\n")

    def test_clean_text_comes_back_byte_for_byte(self):
        text = "Бірінші  жол.\t\n\n  Екінші жол\r\nсоңғы"
        self.assertEqual(self.izde("repair", input=text), text)

    def test_levels(self):
        text = "пайдаланИан жаӊа\n"
        self.assertEqual(self.izde("repair", "--level", "off", input=text), text)
        self.assertEqual(self.izde("repair", "--level", "unambiguous", input=text), "пайдаланИан жаңа\n")

    def test_explain(self):
        done = self.run_izde("repair", "--explain", input="таза\nжаӊа\n")
        self.assertEqual(done.stdout.decode(), "таза\nжаңа\n")
        self.assertRegex(done.stderr.decode(),
                         r"^standard input:2:5: 'ӊ' -> 'ң' \(.+, confidence 1\.00\)\n$")

    def test_long_lines_and_many(self):
        line = "жаӊа сөз " * 100000 + "\n"
        self.assertEqual(self.izde("repair", input=line + "x\n" * 10), line.replace("ӊ", "ң") + "x\n" * 10)

    def test_any_bytes(self):
        rng = random.Random(8)
        raw = bytes(rng.randrange(256) for _ in range(20000))
        done = self.run_izde("repair", input=raw)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stdout.count(b"\n"), raw.count(b"\n"))
        done.stdout.decode()


class AnalyzeTest(ProgramTest):

    def test_table(self):
        lines = self.izde("analyze", "АҚШ-тың", "жаӊа", "мектептері").splitlines()
        self.assertEqual(lines[0].split(), ["original", "repaired", "term", "bytes", "position", "kind"])
        self.assertEqual(lines[2].split(), ["жаӊа", "жаңа", "жаңа", "14-22", "1", "word"])
        self.assertEqual(lines[3].split()[2], "мектеп")
        self.assertEqual(lines[1].split()[2], "ақш")
        self.assertEqual(lines[1].split()[-1], "acronym")

    def test_json_offsets(self):
        text = "  Жаңа  мектептері, 54,7%-ға өсті.\n"
        got = json.loads(self.izde("analyze", "--json", input=text))
        raw = text.encode()
        for token in got["tokens"]:
            self.assertEqual(raw[token["begin"]:token["end"]].decode(), token["original"])
        self.assertEqual(got["tokens"][1]["term"], "мектеп")

    def test_options(self):
        got = json.loads(self.izde("analyze", "--json", "--no-stem", "--repair", "off", "мектептер жаӊа"))
        self.assertEqual([t["term"] for t in got["tokens"]], ["мектептер", "жаӊа"])

    def test_nothing(self):
        self.assertEqual(len(self.izde("analyze", input="").splitlines()), 1)


if __name__ == "__main__":
    main()
