// The analyzer of an index: stored, read back, compared; with a user dictionary.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/error.h"
#include "izde/index.h"

#include "index/dictionary_file.h"
#include "index/manifest.h"
#include "store/directory.h"
#include "support/error_of.h"
#include "support/temporary_folder.h"

namespace izde {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::TemporaryFolder;

constexpr std::string_view kDictionary =
    "noun Алмас\nkeep Балалар\nегемендік -> тәуелсіздік\nkeep Windows\n";

IndexOptions with_dictionary(std::string_view text = kDictionary) {
  IndexOptions options;
  options.analyzer.dictionary = UserDictionary::parse(text);
  return options;
}

Schema body() { return Schema{}.text("body"); }

void add(Index& index, std::initializer_list<std::string_view> texts) {
  IndexWriter writer = index.writer();
  for (const std::string_view text : texts) writer.add(Document{}.set("body", text));
  writer.commit();
}

std::vector<std::string> found(const Index& index, std::string_view query) {
  std::vector<std::string> texts;
  for (const Hit& hit : index.searcher().search(query)) texts.push_back(hit.document("body"));
  return texts;
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const fs::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// Writes the manifest again, checksum and all, with another definition.
void store_definition(const fs::path& folder, const std::string& definition) {
  const auto directory = internal::open_fs_directory(folder);
  internal::Manifest manifest = *internal::read_manifest(*directory);
  manifest.analyzer = definition;
  directory->remove("manifest." + std::to_string(manifest.generation));
  internal::write_manifest(*directory, manifest);
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what << " is not in " << text;
  return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

TEST(IndexAnalyzer, ADictionaryGoesWithTheIndex) {
  const TemporaryFolder folder;
  {
    Index index = Index::open(folder.path(), body(), with_dictionary());
    add(index, {"Алмасты көрдім", "алма жеймін", "егемендігіміз", "балалар", "бала"});
  }
  const Index index = Index::open(folder.path());
  EXPECT_EQ(index.analyzer().options().dictionary, with_dictionary().analyzer.dictionary);
  EXPECT_THAT(found(index, "Алмасы"), ::testing::ElementsAre("Алмасты көрдім"));
  EXPECT_THAT(found(index, "алманы"), ::testing::ElementsAre("алма жеймін"));
  EXPECT_THAT(found(index, "тәуелсіздіктің"), ::testing::ElementsAre("егемендігіміз"));
  EXPECT_THAT(found(index, "балалар"), ::testing::ElementsAre("балалар"));
  EXPECT_THAT(found(index, "балаға"), ::testing::ElementsAre("бала"));
  index.verify();
}

TEST(IndexAnalyzer, AWriterThatOpensByPathHasTheDictionaryToo) {
  const TemporaryFolder folder;
  Index::open(folder.path(), body(), with_dictionary());
  Index index = Index::open(folder.path());
  add(index, {"Алмасты көрдім"});
  add(index, {"Алмасқа"});  // commits leave the dictionary where it is
  EXPECT_EQ(found(Index::open(folder.path()), "алмас").size(), 2U);
  EXPECT_EQ(found(Index::open(folder.path(), body(), with_dictionary()), "алмас").size(), 2U);
}

TEST(IndexAnalyzer, InMemory) {
  Index index = Index::in_memory(body(), with_dictionary());
  add(index, {"Алмасты көрдім"});
  EXPECT_EQ(found(index, "Алмасымыз").size(), 1U);
  EXPECT_GT(index.stats().bytes, kDictionary.size());
  index.verify();
}

TEST(IndexAnalyzer, TheDictionaryCountsAmongTheBytes) {
  const TemporaryFolder folder;
  Index index = Index::open(folder.path(), body(), with_dictionary());
  add(index, {"бір"});
  std::uint64_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(folder.path()))
    if (entry.path().filename() != "lock") bytes += entry.file_size();
  EXPECT_EQ(index.stats().bytes, bytes);
}

TEST(IndexAnalyzer, WithoutDictionaryThereIsNoFile) {
  const TemporaryFolder folder;
  write(folder.path() / internal::kDictionaryName, "what a crash has left");
  Index::open(folder.path(), body());
  EXPECT_FALSE(fs::exists(folder.path() / internal::kDictionaryName));
}

TEST(IndexAnalyzer, OtherOptionsAreRefusedAndNamed) {
  const TemporaryFolder folder;
  Index::open(folder.path(), body());
  IndexOptions other;
  other.analyzer.repair = RepairLevel::kOff;
  other.analyzer.stem = false;
  const Error error = error_of([&] { Index::open(folder.path(), body(), other); });
  EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
  EXPECT_THAT(
      error.what(),
      AllOf(HasSubstr(folder.path().string()), HasSubstr("repair is full there and off here"),
            HasSubstr("stem is on there and off here"), HasSubstr("open it by its path alone"),
            Not(HasSubstr("tables"))));
}

TEST(IndexAnalyzer, AnotherDictionaryIsRefused) {
  const TemporaryFolder folder;
  Index::open(folder.path(), body(), with_dictionary());
  const std::string made_with = with_dictionary().analyzer.dictionary.hash();
  const Error without = error_of([&] { Index::open(folder.path(), body()); });
  EXPECT_EQ(without.code(), ErrorCode::kInvalidArgument);
  EXPECT_THAT(without.what(),
              HasSubstr("the user dictionary is " + made_with + " there and none here"));
  const Error other =
      error_of([&] { Index::open(folder.path(), body(), with_dictionary("keep бала")); });
  EXPECT_THAT(other.what(), HasSubstr(made_with));
  Index::open(folder.path(), body(), with_dictionary());  // the same one is right
}

TEST(IndexAnalyzer, AnAlteredDefinitionIsRefused) {
  const std::string good = Analyzer().definition();
  struct Case {
    std::string definition;
    ErrorCode code;
    std::string by_path;
    std::string by_schema;
  };
  const std::size_t lexicon = good.find("lexicon:") + 8;
  std::string tables = good;
  tables.replace(lexicon, 12, "0123456789ab");
  const Case cases[] = {
      {"plain", ErrorCode::kInvalidArgument, "no analyzer", "plain there"},
      {"izde-kazakh/1 repair=full stem=on", ErrorCode::kVersionTooOld, "izde-kazakh/1",
       "izde-kazakh/1 there"},
      {replaced(good, "/3", "/7"), ErrorCode::kVersionTooNew, "izde-kazakh/7",
       "izde-kazakh/7 there"},
      {replaced(good, "stem=on", "stem=of"), ErrorCode::kInvalidArgument, "damaged", "stem is of"},
      {good.substr(0, good.size() - 1), ErrorCode::kCorruption, "\"dictionary\" is missing",
       "the user dictionary is non there"},
      {tables, ErrorCode::kInvalidArgument, "(lexicon)", "(lexicon)"},
  };
  for (const Case& one : cases) {
    const TemporaryFolder folder;
    Index::open(folder.path(), body());
    store_definition(folder.path(), one.definition);
    const Error by_path = error_of([&] { Index::open(folder.path()); });
    EXPECT_EQ(by_path.code(), one.code) << by_path.what();
    EXPECT_THAT(by_path.what(), AllOf(HasSubstr(folder.path().string()), HasSubstr(one.by_path)));
    const Error by_schema = error_of([&] { Index::open(folder.path(), body()); });
    EXPECT_EQ(by_schema.code(), ErrorCode::kInvalidArgument) << by_schema.what();
    EXPECT_THAT(by_schema.what(), AllOf(HasSubstr(folder.path().string()), HasSubstr(one.by_schema),
                                        HasSubstr("documents again")));
  }
}

TEST(IndexAnalyzer, AnIndexReplacedUnderASearcherIsNoticed) {
  const TemporaryFolder folder;
  Index index = Index::open(folder.path(), body());
  add(index, {"бір"});
  EXPECT_EQ(index.searcher().size(), 1U);
  const auto directory = internal::open_fs_directory(folder.path());
  internal::Manifest manifest = *internal::read_manifest(*directory);
  IndexOptions plain;
  plain.analyzer.stem = false;
  manifest.analyzer = Analyzer(plain.analyzer).definition();
  ++manifest.generation;
  internal::write_manifest(*directory, manifest);
  EXPECT_THAT(error_of([&] { static_cast<void>(index.searcher()); }).what(),
              HasSubstr("stem is off there and on here"));
  EXPECT_THAT(error_of([&] { static_cast<void>(index.writer()); }).what(), HasSubstr("stem=off"));
}

TEST(IndexAnalyzer, ADamagedDictionaryIsRefused) {
  const TemporaryFolder folder;
  Index::open(folder.path(), body(), with_dictionary());
  const fs::path path = folder.path() / internal::kDictionaryName;
  const std::string good = read(path);
  for (std::size_t i = 0; i <= good.size(); ++i) {
    std::string damaged = good;
    if (i < good.size()) {
      damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    } else {
      damaged.pop_back();
    }
    write(path, damaged);
    const Error error = error_of([&] { Index::open(folder.path()); });
    // The version is looked at before the checksum.
    EXPECT_TRUE(error.code() == ErrorCode::kCorruption ||
                error.code() == ErrorCode::kVersionTooNew ||
                error.code() == ErrorCode::kVersionTooOld)
        << i << error.what();
    EXPECT_THAT(error.what(), HasSubstr(path.string())) << i;
  }
  fs::remove(path);
  const Error missing = error_of([&] { Index::open(folder.path()); });
  EXPECT_EQ(missing.code(), ErrorCode::kCorruption);
  EXPECT_THAT(missing.what(), HasSubstr("\"dictionary\" is missing"));
  EXPECT_EQ(error_of([&] { Index::open(folder.path(), body(), with_dictionary()); }).code(),
            ErrorCode::kCorruption);
}

TEST(IndexAnalyzer, TheDictionaryOfAnotherIndexIsRefused) {
  const TemporaryFolder folder;
  Index index = Index::open(folder.path(), body(), with_dictionary());
  const auto directory = internal::open_fs_directory(folder.path());
  for (const std::string_view text :
       {"keep бала\n", "nonsense\n", "# a comment, which is not stored\nkeep бала\n"}) {
    internal::write_dictionary(*directory, text);
    const Error error = error_of([&] { Index::open(folder.path()); });
    EXPECT_EQ(error.code(), ErrorCode::kCorruption) << error.what();
    EXPECT_THAT(error.what(), HasSubstr("not the user dictionary")) << text;
  }
}

TEST(IndexAnalyzer, VerifyReadsTheDictionary) {
  const TemporaryFolder folder;
  const Index index = Index::open(folder.path(), body(), with_dictionary());
  const fs::path path = folder.path() / internal::kDictionaryName;
  write(path, replaced(read(path), "windows", "window$"));
  EXPECT_EQ(error_of([&] { index.verify(); }).code(), ErrorCode::kCorruption);
}

}  // namespace
}  // namespace izde
