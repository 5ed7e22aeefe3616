"""izde restore: words typed without Kazakh letters come back with them, a line for a line."""
from program import ProgramTest, main


class RestoreTest(ProgramTest):

    def test_words_without_an_index(self):
        out = self.izde("restore", input="казак\nТИЛДЕРДИН\r\nбала\n\nhello\n2024\n")
        self.assertEqual(out, "казак\tқазақ\nТИЛДЕРДИН\tтілдердің\nбала\tбала\n\t\nhello\thello\n2024\t2024\n")

    def test_all_spellings_with_their_shares(self):
        rows = [line.split("\t") for line in self.izde("restore", "--all", "4", input="он").splitlines()]
        self.assertEqual({row[0] for row in rows}, {"он"})
        self.assertTrue({"он", "оң"} <= {row[1] for row in rows})
        shares = [float(row[2]) for row in rows]
        self.assertEqual(shares, sorted(shares, reverse=True))
        self.assertLessEqual(sum(shares), 1.0002)

    def test_an_index_decides(self):
        self.make_index([{"id": "1", "body": "шөбжің шөбжің шөбжін"}])
        out = self.izde("restore", "--index", self.index, "--all", "1", input="шобжин\n")
        self.assertRegex(out, r"^шобжин\tшөбжің\t0\.\d{4}\t2\n$")

    def test_wrong_use(self):
        self.fails(1, "restore", "--index", self.folder / "none", says="none")
        self.fails(2, "restore", "--all", "0", says="--all")


if __name__ == "__main__":
    main()
