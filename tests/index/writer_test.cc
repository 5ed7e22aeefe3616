#include "index/writer.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/error.h"

#include "base/random.h"
#include "index/model.h"
#include "index/plain_analysis.h"
#include "index/snapshot.h"

namespace izde::internal {
namespace {

using ::testing::HasSubstr;

class WriterTest : public ::testing::Test {
 protected:
  std::unique_ptr<WriterCore> writer(const Schema& schema, const WriterOptions& options = {}) {
    return std::make_unique<WriterCore>(directory_, schema, kPlainDefinition, plain_analysis(),
                                        options);
  }
  std::shared_ptr<const Snapshot> snapshot() const {
    return open_latest(*directory_, Analyzer{}, nullptr);
  }
  template <typename Call>
  static Error error_of(const Call& call) {
    try {
      call();
    } catch (const Error& error) {
      return error;
    }
    return {ErrorCode::kIoError, "nothing thrown"};
  }

  std::shared_ptr<Directory> directory_ = make_memory_directory();
};

// The index of random documents holds what the model holds, whatever the number of documents and
// commits.
TEST_F(WriterTest, RandomDocumentsAgreeWithTheModel) {
  for (const std::uint32_t count : {1U, 2U, 127U, 128U, 129U, 1000U}) {
    SCOPED_TRACE("seed and count " + std::to_string(count));
    directory_ = make_memory_directory();
    Random random(count);
    std::vector<Document> documents;
    const auto core = writer(test_schema());
    for (std::uint32_t i = 0; i < count; ++i) {
      documents.push_back(random_document(random));
      core->add(documents.back());
      if (random() % 400 == 0) core->commit();
    }
    core->commit();
    const auto view = snapshot();
    EXPECT_EQ(difference(*view, documents), "");
    for (const auto& segment : view->segments) segment->verify();
  }
}

/// The plain analysis with numbers for its words (text/word_numbers.h): many that meet in one cell
/// of the inverter, and at times a new one for a word that has one.
class NumberedAnalysis {
 public:
  explicit NumberedAnalysis(unsigned seed) : random_(seed) {}

  AnalysedText operator()(std::string_view text) {
    tokens_ = split_at_blanks(text);
    numbers_.clear();
    std::uint32_t reading = 0;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const bool repeated = i > 0 && tokens_[i].position == tokens_[i - 1].position;
      reading = repeated ? reading + 1 : 0;
      std::uint32_t& number = known_[std::string(tokens_[i].form) + char('0' + reading)];
      if (number == 0 || random_() % 50 == 0) number = next_number();
      numbers_.push_back(number);
    }
    return {tokens_, numbers_};
  }

 private:
  std::uint32_t next_number() {
    ++given_;
    return 1 + given_ / 4 + (given_ % 4 << 20);
  }

  Random random_;
  std::vector<Token> tokens_;
  std::vector<std::uint32_t> numbers_;
  std::map<std::string, std::uint32_t> known_;
  std::uint32_t given_ = 0;
};

TEST_F(WriterTest, WordsByNumberAgreeWithTheModel) {
  for (const unsigned seed : {1U, 2U, 3U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    directory_ = make_memory_directory();
    Random random(seed);
    std::vector<Document> documents;
    WriterCore core(directory_, test_schema(), kPlainDefinition,
                    [seed]() -> TextAnalysis { return NumberedAnalysis(seed); }, {});
    for (int i = 0; i < 1000; ++i) {
      documents.push_back(random_document(random));
      if (i % 2 == 0) documents.back().add("body", fmt::format("қ{} ұ{}", i, random() % 500));
      core.add(documents.back());
      if (i == 500) core.commit();
    }
    core.commit();
    EXPECT_EQ(difference(*snapshot(), documents), "");
  }
}

/// The bytes of all files of segments, one behind the other, without their ids and checksums.
std::string segment_bytes(const Directory& directory) {
  constexpr std::size_t kIdBegin = 24;
  constexpr std::size_t kIdEnd = 40;
  constexpr std::size_t kFooter = 16;
  std::string all;
  for (const std::string& name : directory.list()) {
    if (!name.starts_with("segment_")) continue;
    const auto file = directory.open(name);
    const std::string_view bytes = file->bytes();
    all += name;
    all += bytes.substr(0, kIdBegin);
    all += bytes.substr(kIdEnd, bytes.size() - kIdEnd - kFooter);
  }
  return all;
}

// Words without tokens are written as tokens of the same words that have no families and forms.
TEST_F(WriterTest, BareWordsAreWrittenAsTokens) {
  const Schema schema = Schema{}.text("body", {.families = false});
  const AnalysisMaker bare = []() -> TextAnalysis {
    return [words = std::make_shared<BlankWords>()](std::string_view text) {
      const std::span<const std::string_view> cut = words->cut(text);
      return AnalysedText(words->text(), cut);
    };
  };
  const auto written = [&](const AnalysisMaker& analysis) {
    const std::shared_ptr<Directory> directory = make_memory_directory();
    WriterCore core(directory, schema, kPlainDefinition, analysis, {});
    Random random(21);
    for (int i = 0; i < 3000; ++i) {
      Document document;
      for (std::uint32_t values = random() % 3; values > 0; --values) {
        std::string text;
        for (std::uint32_t left = random() % 200; left > 0; --left) {
          const std::uint32_t word = random() % (1 + random() % 5000);
          text.append(random() % 20 == 0 ? word % 120 : word % 9, 'x');
          text += fmt::format("{}{}", word % 2 == 0 ? "" : "слово", word);
          text.append(1 + random() % 2, ' ');
        }
        document.add("body", text);
      }
      core.add(document);
    }
    core.commit();
    return segment_bytes(*directory);
  };
  EXPECT_EQ(written(bare), written(plain_analysis()));
}

TEST_F(WriterTest, AFullBufferBecomesASegment) {
  Random random(7);
  std::vector<Document> documents;
  const auto core = writer(test_schema(), {.buffer_bytes = std::size_t{1} << 20});
  for (int i = 0; i < 12000; ++i) {
    documents.push_back(random_document(random));
    core->add(documents.back());
    EXPECT_EQ(core->pending_documents(), documents.size());
  }
  EXPECT_EQ(snapshot(), nullptr);
  core->commit();
  EXPECT_GT(snapshot()->segments.size(), 1U);
  EXPECT_EQ(difference(*snapshot(), documents), "");
}

TEST_F(WriterTest, CommitsAreNumberedAndKeepWhatIsThere) {
  Random random(8);
  std::vector<Document> documents;
  for (std::uint64_t generation = 1; generation <= 5; ++generation) {
    const auto core = writer(test_schema());
    for (int i = 0; i < 3; ++i) {
      documents.push_back(random_document(random));
      core->add(documents.back());
    }
    EXPECT_EQ(core->commit(), generation);
    EXPECT_EQ(core->pending_documents(), 0U);
    EXPECT_EQ(core->commit(), generation) << "nothing was added";
    EXPECT_EQ(difference(*snapshot(), documents), "");
  }
}

TEST_F(WriterTest, FirstCommitMakesAnEmptyIndex) {
  EXPECT_EQ(writer(test_schema())->commit(), 1U);
  ASSERT_NE(snapshot(), nullptr);
  EXPECT_EQ(snapshot()->doc_count, 0U);
  EXPECT_EQ(snapshot()->manifest.schema.fields().size(), test_schema().fields().size());
}

TEST_F(WriterTest, NothingIsVisibleBeforeCommitOrAfterRollback) {
  const auto core = writer(test_schema());
  core->add(Document{}.set("title", "one"));
  core->commit();
  core->add(Document{}.set("title", "two"));
  EXPECT_EQ(snapshot()->doc_count, 1U);
  core->rollback();
  EXPECT_EQ(core->pending_documents(), 0U);
  core->add(Document{}.set("title", "three"));
  core->commit();
  EXPECT_EQ(difference(*snapshot(), std::vector<Document>{Document{}.set("title", "one"),
                                                          Document{}.set("title", "three")}),
            "");
}

TEST_F(WriterTest, DestructionForgetsWhatWasNotCommitted) {
  writer(test_schema())->add(Document{}.set("title", "lost"));
  EXPECT_TRUE(directory_->list().empty());
}

TEST_F(WriterTest, OnlyTheLastCommitsFilesStay) {
  const auto core = writer(test_schema());
  for (int i = 0; i < 3; ++i) {
    core->add(Document{}.set("title", "x"));
    core->commit();
  }
  const std::vector<std::string> names = directory_->list();
  EXPECT_EQ(std::count_if(names.begin(), names.end(),
                          [](const std::string& name) { return name.starts_with("manifest."); }),
            1);
  for (const std::string& name : names) EXPECT_TRUE(is_index_file(name)) << name;
}

TEST_F(WriterTest, OpeningRemovesOrphansAndNothingElse) {
  {
    const auto core = writer(test_schema());
    core->add(Document{}.set("title", "x"));
    core->commit();
  }
  for (const char* name : {"segment_7.terms", "manifest.99.tmp", "notes.txt", "segment_x.terms"})
    directory_->create(name)->append("x");
  const auto core = writer(test_schema());
  const std::vector<std::string> names = directory_->list();
  const auto has = [&](const char* name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  EXPECT_FALSE(has("segment_7.terms"));
  EXPECT_FALSE(has("manifest.99.tmp"));
  EXPECT_TRUE(has("notes.txt"));
  EXPECT_TRUE(has("segment_x.terms"));
  EXPECT_EQ(snapshot()->doc_count, 1U);
}

TEST_F(WriterTest, ADocumentThatIsRefusedLeavesNothing) {
  const auto core = writer(test_schema());
  const auto refused = [&](const Document& document) {
    return error_of([&] { core->add(document); });
  };
  const Error unknown = refused(Document{}.set("title", "seen").set("colour", "red"));
  EXPECT_EQ(unknown.code(), ErrorCode::kInvalidArgument);
  EXPECT_THAT(unknown.what(), HasSubstr("\"colour\""));
  const Error date = refused(Document{}.set("title", "seen").set("published", "May"));
  EXPECT_EQ(date.code(), ErrorCode::kInvalidArgument);
  EXPECT_THAT(date.what(), HasSubstr("field \"published\": \"May\""));
  const Error keyword =
      refused(Document{}.set("title", "seen").set("source", std::string(kMostTermBytes + 1, 'k')));
  EXPECT_EQ(keyword.code(), ErrorCode::kResourceExhausted);
  EXPECT_EQ(core->pending_documents(), 0U);
  const std::vector<Document> documents = {
      Document{}.set("title", "kept").set("source", std::string(kMostTermBytes, 'k'))};
  core->add(documents[0]);
  core->commit();
  EXPECT_EQ(difference(*snapshot(), documents), "");
}

TEST_F(WriterTest, DatesAreFoundInUtcAndStoredAsGiven) {
  const auto core = writer(test_schema());
  core->add(Document{}.set("published", "2024-05-01T02:00:00+05:00"));
  core->commit();
  const auto view = snapshot();
  const SegmentReader& segment = *view->segments[0];
  const ColumnReader* const column = segment.column(3);
  ASSERT_NE(column, nullptr);
  EXPECT_EQ(column->value(column->least_code(0).value()), 1714510800);
  EXPECT_EQ(segment.stored().read(0)[0].value, "2024-05-01T02:00:00+05:00");
}

TEST_F(WriterTest, DynamicFieldsAreAddedWhenMet) {
  const auto core = writer(Schema{}.text("title").dynamic());
  core->add(Document{}.set("title", "a"));
  core->commit();
  core->add(Document{}.set("colour", "red").set("title", "b"));
  EXPECT_EQ(error_of([&] { core->add(Document{}.set("bad name", "x").set("new", "y")); }).code(),
            ErrorCode::kInvalidArgument);
  core->commit();
  core->add(Document{}.set("forgotten", "x"));
  core->rollback();
  EXPECT_EQ(core->schema().fields().size(), 2U);
  const auto view = snapshot();
  ASSERT_EQ(view->manifest.schema.fields().size(), 2U);
  EXPECT_EQ(view->manifest.schema.fields()[1].name, "colour");
  EXPECT_EQ(
      difference(*view, std::vector<Document>{Document{}.set("title", "a"),
                                              Document{}.set("colour", "red").set("title", "b")}),
      "");
}

TEST_F(WriterTest, ALaterSchemaAddsFields) {
  writer(Schema{}.text("title"))->commit();
  writer(Schema{}.keyword("source"))->commit();
  const Schema schema = snapshot()->manifest.schema;
  ASSERT_EQ(schema.fields().size(), 2U);
  EXPECT_EQ(schema.fields()[1].name, "source");
  EXPECT_EQ(error_of([&] { writer(Schema{}.text("source")); }).code(), ErrorCode::kInvalidArgument);
}

TEST_F(WriterTest, AnotherAnalyzerIsRefused) {
  writer(test_schema())->commit();
  const Error error =
      error_of([&] { WriterCore(directory_, test_schema(), "other", plain_analysis(), {}); });
  EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
  EXPECT_THAT(error.what(), HasSubstr("\"plain\""));
}

TEST_F(WriterTest, ASecondWriterIsLockedOut) {
  auto first = writer(test_schema());
  EXPECT_EQ(error_of([&] { writer(test_schema()); }).code(), ErrorCode::kLocked);
  first->close();
  writer(test_schema());
}

TEST_F(WriterTest, AClosedWriterIsUnavailable) {
  const auto core = writer(test_schema());
  core->add(Document{}.set("title", "x"));
  core->close();
  core->close();
  for (const Error& error :
       {error_of([&] { core->add(Document{}); }), error_of([&] { core->commit(); }),
        error_of([&] { core->rollback(); })})
    EXPECT_EQ(error.code(), ErrorCode::kUnavailable);
  EXPECT_EQ(core->pending_documents(), 0U);
}

TEST_F(WriterTest, BufferSizesOutOfRangeAreRefused) {
  for (const std::size_t bytes :
       {std::size_t{0}, (std::size_t{1} << 20) - 1, (std::size_t{2} << 30) + 1})
    EXPECT_EQ(error_of([&] { writer(test_schema(), {.buffer_bytes = bytes}); }).code(),
              ErrorCode::kInvalidArgument);
}

TEST_F(WriterTest, TooManyValuesAreRefused) {
  const auto core = writer(test_schema());
  Document document;
  for (int i = 0; i <= 1'000'000; ++i) document.add("title", "");
  EXPECT_EQ(error_of([&] { core->add(document); }).code(), ErrorCode::kResourceExhausted);
}

TEST_F(WriterTest, AnAnalysisThatFailsMakesTheWriterFail) {
  bool fail = false;
  std::vector<Token> none;
  WriterCore core(directory_, test_schema(), kPlainDefinition,
                  [&]() -> TextAnalysis {
                    return [&](std::string_view) {
                      if (fail) throw std::bad_alloc();
                      return std::span<const Token>(none);
                    };
                  },
                  {});
  core.add(Document{}.set("title", "a"));
  core.commit();
  fail = true;
  EXPECT_EQ(error_of([&] { core.add(Document{}.set("title", "b")); }).code(),
            ErrorCode::kResourceExhausted);
  EXPECT_EQ(error_of([&] { core.commit(); }).code(), ErrorCode::kUnavailable);
  EXPECT_EQ(snapshot()->doc_count, 1U);
  fail = false;
  core.rollback();
  core.add(Document{}.set("title", "c"));
  core.commit();
  EXPECT_EQ(snapshot()->doc_count, 2U);
}

}  // namespace
}  // namespace izde::internal
