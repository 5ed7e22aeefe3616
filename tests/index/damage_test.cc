// Every byte of every file of a small index damaged, and every file cut at every length.
#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "izde/error.h"

#include "base/random.h"
#include "codec/patch_checksums.h"
#include "index/model.h"
#include "index/plain_analysis.h"
#include "index/snapshot.h"
#include "index/writer.h"

namespace izde::internal {
namespace {

const std::set<ErrorCode> kAllowed = {ErrorCode::kCorruption, ErrorCode::kVersionTooOld,
                                      ErrorCode::kVersionTooNew};

/// The keyword whose documents are deleted.
const std::string kErased = "s1";

/// Few different words, so that some terms have full blocks of postings and all files stay small.
Document small_document(Random& random) {
  static const std::vector<std::string> kWords = {"а", "тіл", "су", "w1", "w2", "w3"};
  Document document;
  std::string body = "а";
  for (std::uint32_t left = random() % 4; left > 0; --left)
    body += " " + kWords[random() % kWords.size()];
  if (random() % 10 == 0) body += " r" + std::to_string(random() % 100);
  document.add("body", body);
  if (random() % 3 == 0) document.add("source", "s" + std::to_string(random() % 2));
  for (std::uint32_t left = random() % 3; left > 0; --left)
    document.add("year", 2000 + random() % 20);
  if (random() % 40 == 0) document.add("price", random() % 2 == 0 ? 0.5 : 1e300);
  return document;
}

class DamageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Random random(1);
    const auto directory = make_memory_directory();
    const Schema schema = Schema{}.text("body").keyword("source").integer("year").floating("price");
    WriterCore writer(directory, schema, kPlainDefinition, plain_analysis(), {});
    for (int i = 0; i < 150; ++i) {
      documents_.push_back(small_document(random));
      writer.add(documents_.back());
    }
    writer.commit();
    writer.erase("source", kErased);
    writer.commit();
    for (const std::string& name : directory->list())
      files_[name] = std::string(directory->open(name)->bytes());
    ASSERT_EQ(files_.size(), 8U);
  }

  std::shared_ptr<Directory> directory_with(const std::string& name,
                                            const std::string& bytes) const {
    auto directory = make_memory_directory();
    for (const auto& [each, content] : files_)
      directory->create(each)->append(each == name ? bytes : content);
    return directory;
  }

  /// Reads everything. Returns what was wrong: nothing when it was found or all came back right.
  std::string outcome(const std::string& name, const std::string& bytes, bool may_differ) const {
    const auto directory = directory_with(name, bytes);
    try {
      const auto snapshot = open_latest(*directory, Analyzer{}, nullptr);
      if (snapshot == nullptr) return "no commit found";
      std::string text = difference(*snapshot, documents_);
      if (text.empty()) text = deletes_difference(*snapshot);
      return may_differ ? "" : text;
    } catch (const Error& error) {
      if (!kAllowed.contains(error.code())) return error.what();
      const std::string what = error.what();
      return what.find(name) == std::string::npos ? "the file is not named: " + what : "";
    }
  }

  std::string deletes_difference(const Snapshot& snapshot) const {
    const std::pair<std::string, std::string> erased("source", kErased);
    for (DocId doc = 0; doc < documents_.size(); ++doc) {
      const auto& values = documents_[doc].values();
      const bool is_erased = std::find(values.begin(), values.end(), erased) != values.end();
      if (snapshot.deleted[0] == nullptr || snapshot.deleted[0]->contains(doc) != is_erased)
        return "document " + std::to_string(doc) + " is deleted, or is not";
    }
    return {};
  }

  std::vector<Document> documents_;
  std::map<std::string, std::string> files_;
};

TEST_F(DamageTest, UndamagedFilesAreRight) { EXPECT_EQ(outcome("", "", false), ""); }

TEST_F(DamageTest, EveryTruncationIsFound) {
  std::size_t truncations = 0;
  for (const auto& [name, bytes] : files_)
    for (std::size_t length = 0; length < bytes.size(); ++length, ++truncations)
      ASSERT_EQ(outcome(name, bytes.substr(0, length), false), "") << name << " cut at " << length;
  RecordProperty("truncations", std::to_string(truncations));
}

TEST_F(DamageTest, EveryFlippedByteIsFound) {
  Random random(2);
  std::size_t flips = 0;
  for (const auto& [name, bytes] : files_)
    for (std::size_t at = 0; at < bytes.size(); ++at, ++flips) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 + random() % 255));
      ASSERT_EQ(outcome(name, damaged, false), "") << name << " damaged at " << at;
    }
  RecordProperty("flips", std::to_string(flips));
}

// The checksums are right, the content is not: any answer or kCorruption, but no crash and no
// endless loop.
TEST_F(DamageTest, EveryForgedByteIsHarmless) {
  Random random(3);
  std::size_t forgeries = 0;
  for (const auto& [name, bytes] : files_)
    for (std::size_t at = kFileHeaderBytes; at < bytes.size() - kFileFooterBytes; ++at)
      for (const unsigned value : {bytes[at] + 1U, random()}) {
        std::string forged = bytes;
        forged[at] = static_cast<char>(value);
        if (name.ends_with(".terms")) patch_terms_blocks(forged);
        if (name.ends_with(".stored")) patch_stored_blocks(forged);
        patch_footer(forged);
        const std::string text = outcome(name, forged, true);
        // Damage in the manifest or the dictionary may show in a file that it leads to.
        if (text.starts_with("the file is not named")) continue;
        ASSERT_EQ(text, "") << name << " forged at " << at << " with " << value;
        ++forgeries;
      }
  RecordProperty("forgeries", std::to_string(forgeries));
}

}  // namespace
}  // namespace izde::internal
