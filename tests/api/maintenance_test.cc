// check_index(), salvage_index() and backup_index(), in folders.
#include "izde/maintenance.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/error.h"
#include "izde/index.h"

#include "support/temporary_folder.h"

namespace izde {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

void write(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string shown(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) text += finding.file + ": " + finding.what + "\n";
  return text;
}

Schema schema() { return Schema{}.text("body").keyword("key").integer("year"); }

/// Long texts that zstd cannot make small, so that a segment has several blocks of stored values.
Document numbered(int number) {
  std::string body = "мектеп";
  unsigned state = static_cast<unsigned>(number) * 2654435761U + 1;
  for (int i = 0; i < 60; ++i) {
    state = state * 1664525U + 1013904223U;
    body += " w" + std::to_string(state >> 8);
  }
  return Document{}.set("key", number).set("body", body).set("year", 2000 + number % 20);
}

/// The keys of all documents, and that each has the values it was given.
std::set<int> keys(const fs::path& path) {
  std::set<int> found;
  const Index index = Index::open(path);
  for (const Hit& hit : index.searcher().search("мектеп", {.limit = 10'000})) {
    const int key = std::stoi(hit.document("key"));
    EXPECT_EQ(hit.document("body"), numbered(key).get("body"));
    EXPECT_TRUE(found.insert(key).second);
  }
  return found;
}

class Maintenance : public ::testing::Test {
 protected:
  static constexpr int kFirst = 200;
  static constexpr int kAll = 240;

  /// Two segments; of the first, every tenth document is deleted.
  void SetUp() override {
    Index index = Index::open(folder_, schema());
    WriterOptions options;
    options.merge.automatic = false;
    IndexWriter writer = index.writer(options);
    for (int i = 0; i < kFirst; ++i) writer.add(numbered(i));
    writer.commit();
    for (int i = kFirst; i < kAll; ++i) writer.add(numbered(i));
    for (int i = 0; i < kFirst; i += 10) writer.erase("key", std::to_string(i));
    writer.commit();
    writer.close();
    for (int i = 0; i < kAll; ++i)
      if (i >= kFirst || i % 10 != 0) living_.insert(i);
    for (const auto& entry : fs::directory_iterator(folder_))
      files_[entry.path().filename().string()] = read(entry.path());
  }

  void restore() const {
    fs::remove_all(folder_);
    fs::create_directory(folder_);
    for (const auto& [name, bytes] : files_) write(folder_ / name, bytes);
  }

  /// Salvages into a folder that is gone again afterwards.
  SalvageReport salvage(std::set<int>& kept) const {
    const testing::TemporaryFolder room;
    const SalvageReport report = salvage_index(folder_, room.path() / "new");
    kept = keys(room.path() / "new");
    EXPECT_EQ(kept.size(), report.documents);
    EXPECT_TRUE(check_index(room.path() / "new", {.analyze = true}).is_sound());
    return report;
  }

  testing::TemporaryFolder room_;
  fs::path folder_ = room_.path() / "index";
  std::map<std::string, std::string> files_;
  std::set<int> living_;
};

TEST_F(Maintenance, ASoundIndexIsSoundAndSalvagedWhole) {
  const CheckReport report = check_index(folder_, {.analyze = true});
  EXPECT_THAT(shown(report.findings), IsEmpty());
  EXPECT_EQ(report.documents, static_cast<std::uint64_t>(kAll));
  std::set<int> kept;
  EXPECT_TRUE(salvage(kept).is_whole());
  EXPECT_EQ(kept, living_);
}

// Each file damaged in its middle, cut, and missing: all is kept that does not stand in it.
TEST_F(Maintenance, SalvageKeepsWhatOtherFilesHold) {
  for (const auto& [name, bytes] : files_) {
    if (name == "lock" || name.starts_with("manifest.")) continue;
    std::string flipped = bytes;
    flipped[bytes.size() / 2] = static_cast<char>(flipped[bytes.size() / 2] ^ 0x55);
    for (const std::string& damaged : {flipped, bytes.substr(0, bytes.size() / 2), std::string()}) {
      restore();
      if (damaged.empty())
        fs::remove(folder_ / name);
      else
        write(folder_ / name, damaged);
      EXPECT_FALSE(check_index(folder_).is_sound()) << name;
      std::set<int> kept;
      const SalvageReport report = salvage(kept);
      if (name.ends_with(".deletes")) {
        EXPECT_EQ(kept.size(), static_cast<std::size_t>(kAll));
        EXPECT_THAT(shown(report.findings), HasSubstr(name));
      } else if (!name.ends_with(".stored")) {
        EXPECT_EQ(kept, living_) << name;
        EXPECT_TRUE(report.is_whole()) << name;
      } else {
        EXPECT_THAT(shown(report.findings), HasSubstr(name));
        EXPECT_GT(report.lost, 0U);
        EXPECT_TRUE(std::includes(living_.begin(), living_.end(), kept.begin(), kept.end()));
        // What was not lost is there, by the numbers that the report gives.
        std::set<int> wanted = living_;
        for (const LostDocuments& lost : report.ranges)
          for (std::uint32_t doc = lost.begin; doc < lost.end; ++doc)
            wanted.erase(static_cast<int>(doc) + (lost.segment == "segment_0" ? 0 : kFirst));
        EXPECT_EQ(kept, wanted) << name;
        if (name == "segment_0.stored" && damaged == flipped) {
          EXPECT_LT(report.lost, 100U);
        }
      }
    }
  }
}

TEST_F(Maintenance, SalvageReadsBlocksWhoseFrameIsDamaged) {
  for (const std::size_t from_end : {std::size_t{1}, std::size_t{30}}) {
    restore();
    std::string bytes = files_.at("segment_0.stored");
    bytes[bytes.size() - from_end] = static_cast<char>(bytes[bytes.size() - from_end] ^ 1);
    write(folder_ / "segment_0.stored", bytes);
    std::set<int> kept;
    const SalvageReport report = salvage(kept);
    EXPECT_EQ(kept, living_);
    EXPECT_EQ(report.lost, 0U);
    EXPECT_FALSE(report.is_whole());
  }
}

TEST_F(Maintenance, SalvageTakesAnOlderCommitAndSaysSo) {
  {
    Index index = Index::open(folder_);
    IndexWriter writer = index.writer();
    writer.create_snapshot("kept");
    writer.add(numbered(kAll));
    writer.commit();
  }
  std::string newest;
  for (const auto& entry : fs::directory_iterator(folder_))
    if (entry.path().filename().string().starts_with("manifest."))
      newest = entry.path().filename().string();
  std::string bytes = read(folder_ / newest);
  bytes[60] = static_cast<char>(bytes[60] ^ 1);
  write(folder_ / newest, bytes);
  std::set<int> kept;
  const SalvageReport report = salvage(kept);
  EXPECT_EQ(report.source, "snapshot.kept");
  EXPECT_EQ(kept, living_);
  EXPECT_THAT(shown(report.findings), HasSubstr(newest + ": "));
  EXPECT_THAT(shown(report.findings), HasSubstr(".stored: the commit that was taken"));
  fs::remove(folder_ / "snapshot.kept");
  try {
    salvage_index(folder_, room_.path() / "none");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kCorruption);
  }
  EXPECT_FALSE(fs::exists(room_.path() / "none"));
}

TEST_F(Maintenance, SalvageNamesFieldsThatWereNotStored) {
  const fs::path other = room_.path() / "unstored";
  {
    Index index = Index::open(other, Schema{}.text("body").text("hidden", {.stored = false}));
    IndexWriter writer = index.writer();
    writer.add(Document{}.set("body", "мектеп").set("hidden", "қала"));
    writer.commit();
  }
  const SalvageReport report = salvage_index(other, room_.path() / "new");
  EXPECT_EQ(report.unstored_fields, std::vector<std::string>{"hidden"});
  EXPECT_FALSE(report.is_whole());
  EXPECT_EQ(report.documents, 1U);
}

TEST_F(Maintenance, ChangesNothingInTheFolder) {
  write(folder_ / "segment_0.stored", files_.at("segment_0.stored").substr(1));
  files_["segment_0.stored"] = read(folder_ / "segment_0.stored");
  check_index(folder_);
  salvage_index(folder_, room_.path() / "new");
  std::map<std::string, std::string> after;
  for (const auto& entry : fs::directory_iterator(folder_))
    after[entry.path().filename().string()] = read(entry.path());
  EXPECT_EQ(after, files_);
}

TEST_F(Maintenance, ABackupIsAnIndexOfItsOwn) {
  const fs::path copy = room_.path() / "copy";
  const BackupReport report = backup_index(folder_, copy);
  EXPECT_EQ(keys(copy), living_);
  EXPECT_GT(report.bytes, 10'000U);
  {
    Index index = Index::open(copy);
    IndexWriter writer = index.writer();
    writer.add(numbered(kAll));
    writer.commit();
  }
  EXPECT_EQ(keys(copy).size(), living_.size() + 1);
  EXPECT_EQ(keys(folder_), living_);
  EXPECT_TRUE(check_index(copy, {.analyze = true}).is_sound());
}

TEST_F(Maintenance, RefusesFoldersThatDoNotFit) {
  const auto code_of = [](const auto& call) {
    try {
      call();
    } catch (const Error& error) {
      return to_string(error.code());
    }
    return std::string_view("none");
  };
  const fs::path none = room_.path() / "none", full = room_.path();
  EXPECT_EQ(code_of([&] { check_index(none); }), "not found");
  EXPECT_EQ(code_of([&] { salvage_index(none, room_.path() / "x"); }), "not found");
  EXPECT_EQ(code_of([&] { backup_index(none, room_.path() / "x"); }), "not found");
  EXPECT_EQ(code_of([&] { check_index(full); }), "not found");
  EXPECT_EQ(code_of([&] { salvage_index(folder_, full); }), "already exists");
  EXPECT_EQ(code_of([&] { backup_index(folder_, full); }), "already exists");
  EXPECT_EQ(code_of([&] { backup_index(folder_, folder_); }), "already exists");
  EXPECT_FALSE(fs::exists(none));
  EXPECT_FALSE(fs::exists(room_.path() / "x"));
}

TEST_F(Maintenance, ChecksTheUserDictionary) {
  const fs::path other = room_.path() / "words";
  {
    IndexOptions options;
    options.analyzer.dictionary = UserDictionary::parse("noun Бекзада\n");
    Index index = Index::open(other, schema(), options);
    IndexWriter writer = index.writer();
    writer.add(numbered(1));
    writer.commit();
  }
  EXPECT_TRUE(check_index(other, {.analyze = true}).is_sound());
  fs::remove(other / "dictionary");
  EXPECT_THAT(shown(check_index(other).findings), HasSubstr("dictionary: "));
}

}  // namespace
}  // namespace izde
