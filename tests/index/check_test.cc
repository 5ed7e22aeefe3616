// What the check says of sound indexes, and of indexes with a byte changed whose checksums are
// right.
#include "index/check.h"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/error.h"

#include "base/bytes.h"
#include "base/random.h"
#include "codec/patch_checksums.h"
#include "codec/postings_format.h"
#include "codec/postings_skyband.h"
#include "index/model.h"
#include "index/plain_analysis.h"
#include "index/snapshot.h"
#include "index/watched_directory.h"
#include "index/writer.h"

namespace izde::internal {
namespace {

using ::testing::HasSubstr;

using Files = std::map<std::string, std::string>;

WriterOptions without_merges() {
  WriterOptions options;
  options.merge.automatic = false;
  options.keep_commits = 3;
  return options;
}

CheckReport check(const Directory& directory) {
  CheckOptions options;
  options.analyze = true;
  return check_directory(directory, options,
                         [](const Manifest&, Findings&) { return plain_analysis(); });
}

std::string shown(const CheckReport& report) {
  std::string text;
  for (const Finding& finding : report.findings)
    text += (finding.severity == Severity::kDamage ? "damage " : "note ") + finding.file + ": " +
            finding.what + "\n";
  return text;
}

Files files_of(const Directory& directory) {
  Files files;
  for (const std::string& name : directory.list())
    if (name != kLockName) files[name] = std::string(directory.open(name)->bytes());
  return files;
}

std::shared_ptr<Directory> directory_of(const Files& files) {
  auto directory = make_memory_directory();
  for (const auto& [name, bytes] : files) {
    const auto file = directory->create(name);
    file->append(bytes);
    file->close();
  }
  return directory;
}

std::string forged(std::string bytes, const std::string& name, std::size_t at, unsigned value) {
  bytes[at] = static_cast<char>(value);
  if (name.ends_with(".terms")) patch_terms_blocks(bytes);
  if (name.ends_with(".stored")) patch_stored_blocks(bytes);
  patch_footer(bytes);
  return bytes;
}

/// One document of few words, so that lists are long and files are not.
Document short_document(Random& random, int number) {
  static const std::vector<std::string> kWords = {"тіл", "су", "w1", "w2", "қан|қан", "тілші|тел"};
  Document document;
  std::string body = "а";
  for (std::uint32_t left = random() % 4; left > 0; --left)
    body += " " + kWords[random() % kWords.size()];
  for (std::uint32_t left = random() % 3; left > 0; --left) body += " а";
  document.add("body", body);
  if (random() % 3 == 0) document.add("source", "s" + std::to_string(random() % 3));
  for (std::uint32_t left = random() % 3; left > 0; --left)
    document.add("year", 2000 + random() % 20);
  if (random() % 40 == 0) document.add("price", random() % 2 == 0 ? 0.5 : 1e300);
  if (number % 50 == 0) document.add("body", "r" + std::to_string(number));
  return document;
}

Schema short_schema() {
  return Schema{}.text("body").keyword("source").integer("year").floating("price");
}

/// An index of `count` short documents in one segment, and what it holds.
struct Made {
  std::vector<Document> documents;
  Files files;
};
Made make(int count, unsigned seed) {
  Random random(seed);
  Made made;
  const auto directory = make_memory_directory();
  WriterCore writer(directory, short_schema(), kPlainDefinition, plain_analysis(),
                    without_merges());
  for (int i = 0; i < count; ++i) {
    made.documents.push_back(short_document(random, i));
    writer.add(made.documents.back());
  }
  writer.commit();
  made.files = files_of(*directory);
  return made;
}

/// Whether all that can be read is what it was.
bool reads_the_same(const Directory& directory, const std::vector<Document>& documents) {
  try {
    const auto snapshot = open_latest(directory, Analyzer{}, nullptr);
    return snapshot != nullptr && difference(*snapshot, documents).empty();
  } catch (const Error&) {
    return false;
  }
}

TEST(Check, FindsNothingInSoundIndexes) {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    Random random(seed);
    const auto directory = make_memory_directory();
    WriterCore writer(directory, test_schema(), kPlainDefinition, plain_analysis(),
                      without_merges());
    for (int round = 0; round < 6; ++round) {
      for (std::uint32_t left = random() % 200; left > 0; --left)
        writer.add(random_document(random));
      if (random() % 2 == 0) writer.erase("source", "s" + std::to_string(random() % 4));
      if (random() % 2 == 0) writer.erase("code", std::to_string(random() % 100));
      writer.commit();
      if (round == 2) writer.create_snapshot("third");
      if (round == 4) writer.optimize(2, {.reorder = random() % 2 == 0});
      const CheckReport report = check(*directory);
      ASSERT_EQ(shown(report), "") << "seed " << seed << " round " << round;
      ASSERT_TRUE(report.is_sound());
      ASSERT_GE(report.commits, 1U);
    }
  }
}

TEST(Check, FindsNothingInLongLists) {
  Random random(9);
  const auto directory = make_memory_directory();
  WriterCore writer(directory, short_schema(), kPlainDefinition, plain_analysis(),
                    without_merges());
  for (int i = 0; i < 12'000; ++i) {
    writer.add(short_document(random, i));
    if (i % 4'000 == 3'999) writer.commit();
  }
  EXPECT_EQ(shown(check(*directory)), "");
  writer.optimize(1, {});
  EXPECT_EQ(shown(check(*directory)), "");
  writer.optimize(1, {.reorder = true});
  const CheckReport report = check(*directory);
  EXPECT_EQ(shown(report), "");
  EXPECT_GE(report.documents, 12'000U);
}

/// Changes bytes, makes the checksums right, and returns those that the check does not find though
/// the index reads otherwise.
std::vector<std::string> unfound(const Made& made, const std::string& name,
                                 const std::vector<std::pair<std::size_t, unsigned>>& changes,
                                 std::size_t& found) {
  std::vector<std::string> left;
  Files files = made.files;
  for (const auto& [at, value] : changes) {
    files[name] = forged(made.files.at(name), name, at, value);
    const auto directory = directory_of(files);
    if (!check(*directory).is_sound())
      ++found;
    else if (!reads_the_same(*directory, made.documents))
      left.push_back(name + " at " + std::to_string(at) + " with " + std::to_string(value % 256));
  }
  return left;
}

TEST(Check, FindsEveryForgedByte) {
  const Made made = make(60, 3);
  Random random(3);
  std::size_t found = 0;
  for (const auto& [name, bytes] : made.files) {
    if (name.starts_with("manifest.")) continue;
    std::vector<std::pair<std::size_t, unsigned>> changes;
    for (std::size_t at = kFileHeaderBytes; at < bytes.size() - kFileFooterBytes; ++at)
      changes.emplace_back(at, random() % 2 == 0 ? bytes[at] + 1U : random());
    EXPECT_THAT(unfound(made, name, changes, found), ::testing::IsEmpty());
  }
  EXPECT_GT(found, 1000U);
}

TEST(Check, FindsForgedBytesOfLongLists) {
  const Made made = make(700, 4);
  const unsigned seed = 5;
  Random random(seed);
  std::size_t found = 0;
  for (const std::string extension : {".postings", ".positions", ".lengths", ".columns"}) {
    const std::string name = "segment_0" + extension;
    const std::size_t size = made.files.at(name).size() - kFileHeaderBytes - kFileFooterBytes;
    std::vector<std::pair<std::size_t, unsigned>> changes;
    for (int i = 0; i < 120; ++i)
      changes.emplace_back(kFileHeaderBytes + random() % size, random());
    EXPECT_THAT(unfound(made, name, changes, found), ::testing::IsEmpty()) << "seed " << seed;
  }
  EXPECT_GT(found, 300U);
}

/// Where the list of the most frequent term stands in the postings file.
struct LongList {
  std::uint64_t at;
  SkipLayout skips;
};
LongList longest_list(const Made& made) {
  const auto snapshot = open_latest(*directory_of(made.files), Analyzer{}, nullptr);
  const SegmentReader& segment = *snapshot->segments[0];
  const TermInfo info = *segment.terms().find(0, "а");
  const char* const list = segment.postings_reader().postings_file().bytes.data() +
                           static_cast<std::size_t>(info.postings_offset);
  return {info.postings_offset,
          SkipLayout(load_le<std::uint32_t>(list), load_le<std::uint32_t>(list + 4), true, true)};
}

/// Checks without analysing: neither impacts nor skybands are of a document's text.
bool is_sound(const Files& files) {
  return check_directory(*directory_of(files), {}, {}).is_sound();
}

TEST(Check, FindsImpactsThatDoNotDominate) {
  const Made made = make(9'000, 12);
  const std::string name = "segment_0.postings";
  const LongList list = longest_list(made);
  ASSERT_TRUE(is_sound(made.files));
  Files files = made.files;
  for (std::size_t at = SkipLayout::list_impacts; at < list.skips.last_docs;
       at += sizeof(ImpactCodes)) {
    files[name] = made.files.at(name);
    files[name].replace(list.at + at, sizeof(ImpactCodes), std::string("\1\xff\0\0\0\0\0\0", 8));
    patch_footer(files[name]);
    EXPECT_FALSE(is_sound(files)) << "impacts at " << at;
  }
}

TEST(Check, FindsSkybandsWithoutTheBest) {
  const Made made = make(9'000, 13);
  const std::string name = "segment_0.postings";
  const LongList list = longest_list(made);
  const auto skyband_of = [](const Files& files) {
    Skyband skyband;
    const auto snapshot = open_latest(*directory_of(files), Analyzer{}, nullptr);
    const SegmentReader& segment = *snapshot->segments[0];
    segment.postings(0, *segment.terms().find(0, "а")).skyband(kDeepSkybandDepth, skyband);
    return std::pair(skyband.docs, skyband.freqs);
  };
  const auto right = skyband_of(made.files);
  ASSERT_GE(right.first.size(), kDeepSkybandDepth);
  Random random(13);
  Files files = made.files;
  std::size_t found = 0;
  for (int i = 0; i < 60; ++i) {
    const std::size_t at = list.skips.skyband + random() % (list.skips.size - list.skips.skyband);
    files[name] = forged(made.files.at(name), name, list.at + at, random());
    if (!is_sound(files)) {
      ++found;
    } else {
      EXPECT_EQ(skyband_of(files), right) << "skyband at " << at;
    }
  }
  EXPECT_GT(found, 40U);
}

TEST(Check, FindsFiguresThatAreWrong) {
  const Made made = make(60, 6);
  const auto base = directory_of(made.files);
  const Manifest right = *read_manifest(*base);
  using Change = std::function<void(Manifest&)>;
  const std::vector<Change> changes = {
      [](Manifest& m) { ++m.segments[0].bytes; },
      [](Manifest& m) { ++m.segments[0].fields[0].token_count; },
      [](Manifest& m) { --m.segments[0].fields[1].doc_count; },
      [](Manifest& m) { m.segments[0].fields.pop_back(); },
      [](Manifest& m) { m.next_segment = 0; },
      [](Manifest& m) { m.segments.push_back(m.segments[0]); },
      [](Manifest& m) { ++m.segments[0].doc_count; },
      [](Manifest& m) { m.segments[0].id[0] ^= 1; },
      [](Manifest& m) { m.segments[0].deleted = 1; },
      [](Manifest& m) {
        m.schema = Schema{}.text("body").keyword("source").integer("year").integer("price");
      }};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    Manifest wrong = right;
    changes[i](wrong);
    ++wrong.generation;
    const auto directory = directory_of(made.files);
    write_manifest(*directory, wrong);
    EXPECT_FALSE(check(*directory).is_sound()) << "change " << i;
  }
}

TEST(Check, NamesEachFileThatIsDamagedOrMissing) {
  const Made made = make(60, 7);
  for (const auto& [name, bytes] : made.files) {
    Files files = made.files;
    files[name][bytes.size() / 2] = static_cast<char>(files[name][bytes.size() / 2] ^ 1);
    EXPECT_THAT(shown(check(*directory_of(files))), HasSubstr("damage " + name + ": "));
    files[name] = bytes.substr(0, bytes.size() - 1);
    EXPECT_THAT(shown(check(*directory_of(files))), HasSubstr("damage " + name + ": "));
    files.erase(name);
    const CheckReport report = check(*directory_of(files));
    EXPECT_FALSE(report.is_sound()) << name;
    if (!name.starts_with("manifest.")) {
      EXPECT_THAT(shown(report), HasSubstr("damage " + name + ": it is missing; manifest."));
    }
  }
}

TEST(Check, GoesOnBehindWhatItFinds) {
  Made made = make(60, 8);
  for (const std::string extension : {".terms", ".lengths", ".columns", ".stored"})
    made.files["segment_0" + extension][50] ^= 1;
  const std::string text = shown(check(*directory_of(made.files)));
  for (const std::string extension : {".terms", ".lengths", ".columns", ".stored"})
    EXPECT_THAT(text, HasSubstr("damage segment_0" + extension + ": "));
}

TEST(Check, BoundsItsReport) {
  Findings findings(30);
  for (int file = 0; file < 5; ++file)
    for (int i = 0; i < 100; ++i) findings.damage("f" + std::to_string(file), "x");
  EXPECT_EQ(findings.damages(), 500U);
  EXPECT_EQ(findings.take().size(), 30U);
}

TEST(Check, NotesFilesThatNoCommitNames) {
  Made made = make(20, 10);
  made.files["segment_9.terms"] = "x";
  made.files["manifest.77.tmp"] = "x";
  made.files["notes.txt"] = "x";
  const CheckReport report = check(*directory_of(made.files));
  EXPECT_TRUE(report.is_sound()) << shown(report);
  EXPECT_EQ(report.notes, 3U);
}

TEST(Check, IsNotMisledByAWriterAtWork) {
  for (const std::string extension : {".terms", ".stored", ".deletes"}) {
    Random random(14);
    const auto directory = make_memory_directory();
    WriterOptions options = without_merges();
    options.keep_commits = 1;
    WriterCore writer(directory, short_schema(), kPlainDefinition, plain_analysis(), options);
    for (int i = 0; i < 60; ++i) writer.add(short_document(random, i));
    writer.commit();
    writer.erase("source", "s0");
    writer.commit();
    int left = 2;
    const WatchedDirectory watched(directory, [&](const std::string& name) {
      if (!name.ends_with(extension) || left-- <= 0) return;
      for (int i = 0; i < 20; ++i) writer.add(short_document(random, i));
      writer.erase("source", "s1");
      writer.optimize(1);  // the files of the commit before go
    });
    const CheckReport report = check(watched);
    EXPECT_TRUE(report.is_sound()) << extension << ": " << shown(report);
    EXPECT_GT(report.commits, 1U);  // those that came meanwhile
  }
}

TEST(Check, ReadsDeletesOfAllCommits) {
  Random random(11);
  const auto directory = make_memory_directory();
  WriterCore writer(directory, short_schema(), kPlainDefinition, plain_analysis(),
                    without_merges());
  for (int i = 0; i < 60; ++i) writer.add(short_document(random, i));
  writer.commit();
  for (const std::string source : {"s0", "s1"}) {
    writer.erase("source", source);
    writer.commit();
  }
  ASSERT_EQ(shown(check(*directory)), "");
  const Files right = files_of(*directory);
  std::size_t deletes = 0;
  for (const auto& [name, bytes] : right) {
    if (!name.ends_with(".deletes")) continue;
    ++deletes;
    for (std::size_t at = kFileHeaderBytes; at < bytes.size() - kFileFooterBytes; ++at) {
      Files files = right;
      files[name] = forged(bytes, name, at, bytes[at] ^ 1U);
      EXPECT_THAT(shown(check(*directory_of(files))), HasSubstr("damage " + name + ": "));
    }
  }
  EXPECT_EQ(deletes, 2U);
}

}  // namespace
}  // namespace izde::internal
