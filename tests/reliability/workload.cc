#include "reliability/workload.h"

#include <algorithm>
#include <utility>

#include "index/plain_analysis.h"
#include "query/rewrite.h"
#include "search/collection.h"
#include "search/for_each_match.h"
#include "search/snapshot_vocabulary.h"
#include "search/workspace.h"

namespace izde::internal {
namespace {

constexpr std::uint32_t kWordsOfAKey = 4;
constexpr std::uint32_t kFirstYear = 2000;
constexpr std::uint32_t kYears = 30;

Schema workload_schema() {
  return Schema{}.keyword("number").keyword("key").text("body").integer("year");
}

// Numbers and words need no analysis, so that any analyzer does.
void find_matches(const std::shared_ptr<const Snapshot>& snapshot, const Query& query,
                  const MatchVisitor& visit) {
  const Collection collection(snapshot, snapshot->manifest.schema);
  Workspace work;
  const SnapshotVocabulary vocabulary(*snapshot, work.terms);
  const Rewritten rewritten =
      rewrite(query, collection.schema(), snapshot->analyzer, vocabulary, {}, work.analysis);
  for_each_match(rewritten.root, collection, {}, work, visit);
}

}  // namespace

std::unique_ptr<WriterCore> make_writer(std::shared_ptr<Directory> directory,
                                        const WriterOptions& options) {
  return std::make_unique<WriterCore>(std::move(directory), workload_schema(), kPlainDefinition,
                                      plain_analysis(), options, Analyzer{}, find_matches);
}

std::string Workload::draw_word() {
  return "сөз" + std::to_string(random_() % (kWordsOfAKey * keys_));
}

Document Workload::draw(Traits& traits) {
  Document document;
  document.add("number", std::to_string(documents_.size()));
  traits.key = "k" + std::to_string(random_() % keys_);
  document.add("key", traits.key);
  std::string body;
  for (std::uint32_t left = random_() % (most_words_ + 1); left > 0; --left) {
    const std::string word = draw_word();
    body += (body.empty() ? "" : " ") + word;
    traits.words.insert(word);
  }
  document.add("body", body);
  traits.year = kFirstYear + random_() % kYears;
  document.add("year", traits.year);
  return document;
}

template <typename Condition>
void Workload::forget(const Condition& condition) {
  std::erase_if(live_, [&](std::uint32_t number) { return condition(traits_[number]); });
}

void Workload::change(WriterCore* writer) {
  const std::uint32_t choice = random_() % 16;
  if (choice < 13) {
    Traits traits;
    Document document = draw(traits);
    const bool replaces = choice >= 8;
    const auto number = static_cast<std::uint32_t>(documents_.size());
    documents_.push_back(document);
    traits_.push_back(traits);
    if (writer != nullptr && replaces) writer->update("key", document);
    if (writer != nullptr && !replaces) writer->add(document);
    if (replaces) forget([&](const Traits& other) { return other.key == traits.key; });
    live_.push_back(number);
  } else if (choice == 13) {
    const std::string key = "k" + std::to_string(random_() % keys_);
    if (writer != nullptr) writer->erase("key", key);
    forget([&](const Traits& other) { return other.key == key; });
  } else if (choice == 14) {
    const std::string word = draw_word();
    if (writer != nullptr) writer->erase(Query::term(word, "body"));
    forget([&](const Traits& other) { return other.words.contains(word); });
  } else {
    const std::uint32_t year = kFirstYear + random_() % kYears;
    const std::string text = std::to_string(year);
    if (writer != nullptr) writer->erase(Query::range("year", text, text));
    forget([&](const Traits& other) { return other.year == year; });
  }
}

}  // namespace izde::internal
