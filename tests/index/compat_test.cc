// An index of each format that was ever released, kept as files, must open and hold what it held.
//
// IZDE_WRITE_COMPAT=FOLDER makes the index of today's formats anew, in that folder, which must not
// be there: for a new version of a format. Those of earlier versions stay.
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/error.h"

#include "base/bytes.h"
#include "codec/patch_checksums.h"
#include "index/check.h"
#include "index/model.h"
#include "index/plain_analysis.h"
#include "index/snapshot.h"
#include "index/writer.h"

namespace izde::internal {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr std::size_t kVersionAt = 16;

Schema compat_schema() {
  return Schema{}
      .text("body")
      .text("bare", {.stored = false, .families = false})
      .keyword("source")
      .keyword("key", {.column = false})
      .date("published")
      .integer("year")
      .floating("price")
      .boolean("active");
}

Document compat_document(int number) {
  Document document;
  document.set("key", number).set("body", "қала су|сү w" + std::to_string(number % 7));
  for (int i = number % 5; i > 0; --i) document.add("body", "а а тілші|тел");
  if (number % 3 == 0) document.set("bare", "тіл w" + std::to_string(number % 2));
  if (number % 2 == 0) document.add("source", "s" + std::to_string(number % 4));
  if (number % 4 == 0) document.add("source", "қазақ");
  if (number % 5 != 0) document.set("published", "2024-0" + std::to_string(1 + number % 9) + "-11");
  if (number % 3 != 1) document.set("year", 1990 + number % 30).add("year", 2000);
  document.set("price", number % 11 == 0 ? 1e300 : number / 4.0);
  if (number % 6 == 0) document.set("active", number % 4 == 0);
  return document;
}

constexpr int kFirst = 300;  // a segment with lists of several blocks
constexpr int kAll = 320;
const std::vector<int> kDeleted = {5, 77, 299, 310};

std::vector<Document> compat_documents() {
  std::vector<Document> documents;
  for (int i = 0; i < kAll; ++i) documents.push_back(compat_document(i));
  return documents;
}

/// Two segments with deletes, and the first commit by name.
void write_compat(const std::shared_ptr<Directory>& directory) {
  WriterOptions options;
  options.merge.automatic = false;
  WriterCore writer(directory, compat_schema(), kPlainDefinition, plain_analysis(), options);
  for (int i = 0; i < kFirst; ++i) writer.add(compat_document(i));
  writer.commit();
  writer.create_snapshot("first");
  for (int i = kFirst; i < kAll; ++i) writer.add(compat_document(i));
  for (const int number : kDeleted) writer.erase("key", std::to_string(number));
  writer.commit();
}

void expect_compat(const Directory& directory) {
  const auto snapshot = open_latest(directory, Analyzer{}, nullptr);
  ASSERT_NE(snapshot, nullptr);
  EXPECT_EQ(snapshot->segments.size(), 2U);
  EXPECT_EQ(difference(*snapshot, compat_documents()), "");
  EXPECT_EQ(snapshot->deleted_count, kDeleted.size());
  for (const int number : kDeleted) {
    const std::size_t segment = number < kFirst ? 0 : 1;
    ASSERT_NE(snapshot->deleted[segment], nullptr);
    EXPECT_TRUE(snapshot->deleted[segment]->contains(static_cast<DocId>(number) -
                                                     snapshot->doc_bases[segment]));
  }
  const auto first =
      open_snapshot(directory, read_snapshot(directory, "first"), Analyzer{}, nullptr);
  EXPECT_EQ(first->live_count(), static_cast<std::uint32_t>(kFirst));
  const CheckReport report = check_directory(directory, {}, nullptr);
  for (const Finding& finding : report.findings)
    ADD_FAILURE() << finding.file << ": " << finding.what;
}

/// A copy in memory, so that no test writes among the sources.
std::shared_ptr<Directory> copy_of(const fs::path& folder) {
  const auto from = open_fs_directory(folder);
  auto directory = make_memory_directory();
  for (const std::string& name : from->list()) {
    if (name == kLockName) continue;
    const auto file = directory->create(name);
    file->append(from->open(name)->bytes());
    file->close();
  }
  return directory;
}

fs::path compat_folder() { return fs::path(IZDE_SOURCE_DIR) / "tests/data/compat"; }

TEST(Compat, IndexesOfEarlierVersionsHoldWhatTheyHeld) {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(compat_folder())) {
    SCOPED_TRACE(entry.path().string());
    expect_compat(*copy_of(entry.path()));
    ++count;
  }
  EXPECT_GT(count, 0U);
}

TEST(Compat, IndexesOfEarlierVersionsCanBeWrittenTo) {
  for (const auto& entry : fs::directory_iterator(compat_folder())) {
    SCOPED_TRACE(entry.path().string());
    const auto directory = copy_of(entry.path());
    WriterCore writer(directory, compat_schema(), kPlainDefinition, plain_analysis(), {});
    writer.add(compat_document(kAll));
    writer.optimize(1);
    EXPECT_EQ(open_latest(*directory, Analyzer{}, nullptr)->doc_count, kAll + 1 - kDeleted.size());
    EXPECT_TRUE(check_directory(*directory, {}, nullptr).is_sound());
  }
}

// What is written today must not drift from what is kept under the same versions.
TEST(Compat, TodaysFormatsAreKept) {
  const auto today = make_memory_directory();
  write_compat(today);
  expect_compat(*today);
  for (const std::string& name : today->list()) {
    if (name == kLockName) continue;
    const auto version_of = [&name](const Directory& directory) {
      return load_le<std::uint32_t>(directory.open(name)->bytes().data() + kVersionAt);
    };
    bool is_kept = false;
    for (const auto& entry : fs::directory_iterator(compat_folder()))
      is_kept = is_kept || version_of(*copy_of(entry.path())) == version_of(*today);
    EXPECT_TRUE(is_kept) << name << " has a version of which no index is kept";
  }
}

TEST(Compat, OtherVersionsAreRefusedWithAdvice) {
  const auto right = make_memory_directory();
  write_compat(right);
  for (const std::string& name : right->list()) {
    if (name == kLockName || name.starts_with("snapshot.")) continue;
    for (const int step : {-1, 1}) {
      const auto directory = make_memory_directory();
      for (const std::string& each : right->list()) {
        std::string bytes(right->open(each)->bytes());
        if (each == name) {
          const auto version = load_le<std::uint32_t>(bytes.data() + kVersionAt);
          store_le(bytes.data() + kVersionAt, version + static_cast<std::uint32_t>(step));
          patch_footer(bytes);
        }
        directory->create(each)->append(bytes);
      }
      try {
        open_latest(*directory, Analyzer{}, nullptr);
        ADD_FAILURE() << name;
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), step < 0 ? ErrorCode::kVersionTooOld : ErrorCode::kVersionTooNew)
            << name;
        EXPECT_THAT(error.what(), HasSubstr(name));
        EXPECT_THAT(error.what(),
                    HasSubstr(step < 0 ? "index the documents again" : "use a newer izde"));
      }
    }
  }
}

TEST(Compat, WritesTheIndexAnewWhenAsked) {
  const char* const folder = std::getenv("IZDE_WRITE_COMPAT");
  if (folder == nullptr) GTEST_SKIP() << "IZDE_WRITE_COMPAT is not set";
  ASSERT_FALSE(fs::exists(folder));
  write_compat(open_fs_directory(folder));
  fs::remove(fs::path(folder) / kLockName);
  expect_compat(*copy_of(folder));
}

}  // namespace
}  // namespace izde::internal
