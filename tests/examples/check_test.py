"""izde check, izde check --salvage and izde backup."""
from program import NOTES, ProgramTest, main


class CheckTest(ProgramTest):

    def setUp(self):
        super().setUp()
        self.make_index()
        self.new = self.folder / "new.izde"

    def damage(self, ending):
        [path] = self.index.glob("*" + ending)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        return path.name

    def outcome(self, code, *arguments):
        """Lines of standard output; the exit code is `code`, and nothing is on standard error."""
        done = self.run_izde(*arguments)
        self.assertEqual((done.returncode, done.stderr), (code, b""), done.stdout.decode())
        return done.stdout.decode().splitlines()

    def test_sound(self):
        for options in [], ["--deep"]:
            [line] = self.outcome(0, "check", *options, self.index)
            self.assertRegex(line, r"^checked 1 commits, 1 segments, 3 documents, .* bytes: sound$")

    def test_damage_is_named(self):
        name = self.damage(".postings")
        lines = self.outcome(1, "check", self.index)
        self.assertTrue(any(line.startswith(f"damage\t{name}\t") for line in lines), lines)
        self.assertTrue(lines[-1].endswith("1 damages"), lines)

    def test_a_file_of_no_commit_is_a_note(self):
        (self.index / "segment_99.terms").write_bytes(b"x")
        lines = self.outcome(0, "check", self.index)
        self.assertTrue(lines[0].startswith("note\tsegment_99.terms\t"), lines)

    def test_salvage_keeps_documents(self):
        self.damage(".terms")
        lines = self.outcome(0, "check", "--salvage", self.new, self.index)
        self.assertTrue(lines[-1].startswith("3 documents of manifest."), lines)
        self.index = self.new
        self.assertEqual(sorted(self.found("мектептер")), ["a1", "a3"])
        self.outcome(0, "check", "--deep", self.new)

    def test_salvage_names_what_is_lost(self):
        name = self.damage(".stored")
        lines = self.outcome(1, "check", "--salvage", self.new, self.index)
        self.assertTrue(any(line.startswith(f"damage\t{name}\t") for line in lines), lines)
        self.assertIn("lost\tsegment_0\tdocuments 0 to 2", lines)
        self.assertTrue(lines[-1].endswith("3 were lost"), lines)

    def test_backup(self):
        [line] = self.outcome(0, "backup", self.index, self.new)
        self.assertRegex(line, r"^copied commit \d+ and 0 with a name: \d+ files, .* bytes$")
        self.outcome(0, "check", self.new)
        self.index = self.new
        self.assertEqual(self.stats()["documents"], len(NOTES))

    def test_wrong_use(self):
        self.fails(2, "check")
        self.fails(2, "check", self.index, self.new)
        self.fails(2, "check", "--deep", "--salvage", self.new, self.index)
        self.fails(2, "backup", self.index)
        self.fails(2, "backup", self.index, self.new, self.folder)
        self.fails(1, "check", self.folder / "none", says="no such folder")
        self.fails(1, "check", "--salvage", self.folder, self.index, says="not empty")
        self.fails(1, "backup", self.index, self.folder, says="not empty")
        self.fails(1, "backup", self.folder / "none", self.new, says="no such folder")
        self.assertFalse(self.new.exists())


if __name__ == "__main__":
    main()
