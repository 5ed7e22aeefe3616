#include "izde/analyzer.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "text/blank_words.h"
#include "text/definition.h"
#include "text/letter_scan.h"
#include "text/repair.h"
#include "text/term_builder.h"
#include "text/term_cache.h"
#include "text/token_reader.h"
#include "text/word_numbers.h"

namespace izde {
namespace {

using internal::CutToken;
using internal::TermKey;
using internal::TermRecord;

struct PendingToken {
  TermKey key;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  const TermRecord* candidate = nullptr;
};

// A batch of tokens goes through three steps, one in each round, so that the memory that a step
// asks for is there when the next one needs it.
struct Batch {
  std::size_t count = 0;
  std::array<PendingToken, 32> tokens;
};

}  // namespace

struct Analysis::State {
  std::vector<Token> tokens;  // the first `count` of them; the others are kept for their memory
  std::vector<std::uint32_t> numbers;  // of the tokens; as long as they
  std::size_t count = 0;
  internal::LetterScan scan;
  internal::RepairedText repaired;
  internal::TermCache cache;
  internal::TermBuilder builder;
  std::array<Batch, 3> batches;
  std::string words;  // what the terms of kWhitespace point to
  internal::BlankWords blank_words;
  bool stemmed = true;        // what the cache holds, and
  UserDictionary dictionary;  // what it and the builder were made with

  void make_for(const AnalyzerOptions& options);
  void repair(std::string_view text, RepairLevel level);
};

namespace {

// What is looked at of a token: all of it, but of a run without end no more than a record holds.
std::size_t key_size(std::string_view text, const CutToken& token) noexcept {
  std::size_t size = token.end - token.begin;
  if (size <= internal::TermCache::kMaxKeyBytes) return size;
  size = internal::TermCache::kMaxKeyBytes;
  while ((static_cast<unsigned char>(text[token.begin + size]) & 0xC0U) == 0x80U) --size;
  return size;
}

class Run {
 public:
  Run(Analysis::State& state, bool stem) noexcept
      : state_(state),
        text_(state.repaired.text()),
        cursor_(state.repaired.offsets()),
        stem_(stem) {}

  void analyze() {
    internal::TokenReader reader(text_, state_.scan);
    Batch* cut = &state_.batches[0];
    Batch* found = &state_.batches[1];
    Batch* asked = &state_.batches[2];
    found->count = asked->count = 0;
    do {
      read(reader, *cut);
      ask(*found);
      add(*asked);
      cut = std::exchange(asked, std::exchange(found, cut));
    } while (found->count + asked->count != 0);
  }

 private:
  // Cuts the next tokens and asks for the places where their records are looked up.
  void read(internal::TokenReader& reader, Batch& batch) noexcept {
    batch.count = 0;
    CutToken token;
    while (batch.count < batch.tokens.size() && reader.next(token)) {
      PendingToken& pending = batch.tokens[batch.count++];
      pending.key.set(text_, token.begin, key_size(text_, token), token.shape);
      pending.begin = token.begin;
      pending.end = token.end;
      state_.cache.prefetch(pending.key);
    }
  }

  // Looks the records up and asks for their memory.
  void ask(Batch& batch) const noexcept {
    for (std::size_t i = 0; i < batch.count; ++i) {
      PendingToken& pending = batch.tokens[i];
      pending.candidate = state_.cache.candidate(pending.key);
      __builtin_prefetch(pending.candidate);
    }
  }

  void add(const Batch& batch) {
    make_room();
    for (std::size_t i = 0; i < batch.count; ++i) add(batch.tokens[i]);
  }

  void make_room() {
    constexpr std::size_t kMost =
        2 * std::tuple_size_v<decltype(Batch::tokens)>;  // two tokens for a word of two readings
    if (state_.tokens.size() - state_.count < kMost)
      state_.tokens.resize(2 * state_.tokens.size() + kMost);
    state_.numbers.resize(state_.tokens.size());
  }

  void add(const PendingToken& pending) {
    const TermRecord* record = pending.candidate;
    if (record == nullptr || !record->is(pending.key)) record = state_.cache.find(pending.key);
    if (record == nullptr) record = &make(pending.key);
    if (record->term().empty()) return;
    internal::OffsetMap::Span span{pending.begin, pending.end};
    if (state_.repaired.changed()) span = cursor_.source_span(pending.begin, pending.end);
    state_.numbers[state_.count] = record->number();
    Token& token = state_.tokens[state_.count++];
    token.term = record->term();
    token.form = record->form();
    token.begin = static_cast<std::uint32_t>(span.begin);
    token.end = static_cast<std::uint32_t>(span.end);
    token.position = position_;
    token.kind = internal::kind_of_shape(pending.key.shape());
    token.family = record->family();
    if (!record->second_term().empty()) {
      state_.numbers[state_.count] = record->number() + 1;
      Token& second = state_.tokens[state_.count++];
      second = token;
      second.term = record->second_term();
    }
    ++position_;
  }

  const TermRecord& make(const TermKey& key) {
    state_.builder.build({key.view(), internal::core_of_shape(key.shape(), key.view()),
                          internal::kind_of_shape(key.shape())},
                         stem_);
    return state_.cache.add(key, {state_.builder.form(), state_.builder.term(),
                                  state_.builder.family(), state_.builder.second_term()});
  }

  Analysis::State& state_;
  std::string_view text_;
  internal::OffsetMap::Cursor cursor_;
  bool stem_;
  std::uint32_t position_ = 0;
};

// Where the blank or control character behind a word stands, from `at` within it on.
std::size_t end_of_word(std::string_view text, std::size_t at) noexcept {
  while (at < text.size() && static_cast<unsigned char>(text[at]) > 0x20) ++at;
  return at;
}

void cut_at_blanks(Analysis::State& state) {
  state.words = state.repaired.text();
  const std::string_view text = state.words;
  const std::span<const std::string_view> words = state.blank_words.cut(text);
  if (state.tokens.size() < words.size()) state.tokens.resize(words.size());
  internal::OffsetMap::Cursor cursor(state.repaired.offsets());
  for (const std::string_view term : words) {
    const auto begin = static_cast<std::size_t>(term.data() - text.data());
    const std::size_t end = end_of_word(text, begin + term.size());
    const auto span = state.repaired.changed() ? cursor.source_span(begin, end)
                                               : internal::OffsetMap::Span{begin, end};
    state.tokens[state.count] = {term,
                                 term,
                                 static_cast<std::uint32_t>(span.begin),
                                 static_cast<std::uint32_t>(span.end),
                                 static_cast<std::uint32_t>(state.count),
                                 TokenKind::kWord,
                                 {}};
    ++state.count;
  }
}

}  // namespace

// What another analyzer made is forgotten.
void Analysis::State::make_for(const AnalyzerOptions& options) {
  const bool same_words = dictionary == options.dictionary;
  if (!same_words) builder = internal::TermBuilder(options.dictionary);
  if (!same_words || stemmed != options.stem) cache.clear();
  if (dictionary.state() != options.dictionary.state()) dictionary = options.dictionary;
  stemmed = options.stem;
}

// Most texts are clean: they are read once, by the scan that the tokenizer needs in any case.
void Analysis::State::repair(std::string_view text, RepairLevel level) {
  scan.scan(text);
  if (scan.is_clean()) return repaired.keep(text);
  internal::repair_text(text, level, repaired);
  if (repaired.changed()) scan.scan(repaired.text());
}

std::string_view to_string(TokenKind kind) noexcept {
  switch (kind) {
    case TokenKind::kNumber:
      return "number";
    case TokenKind::kAcronym:
      return "acronym";
    case TokenKind::kUrl:
      return "url";
    case TokenKind::kEmail:
      return "email";
    case TokenKind::kTag:
      return "tag";
    default:
      return "word";
  }
}

Analysis::Analysis() = default;  // many are made that nothing is analysed into
Analysis::~Analysis() = default;
Analysis::Analysis(Analysis&&) noexcept = default;
Analysis& Analysis::operator=(Analysis&&) noexcept = default;

std::span<const Token> Analysis::tokens() const noexcept {
  if (state_ == nullptr) return {};
  return {state_->tokens.data(), state_->count};
}

std::span<const std::uint32_t> internal::WordNumbers::of(const Analysis& analysis) noexcept {
  if (analysis.state_ == nullptr || analysis.state_->numbers.empty()) return {};
  return {analysis.state_->numbers.data(), analysis.state_->count};
}

std::size_t Analysis::replaced_bytes() const noexcept {
  return state_ == nullptr ? 0 : state_->repaired.replaced_bytes();
}

Analyzer::Analyzer(AnalyzerOptions options) : options_(std::move(options)) {}

Analysis Analyzer::analyze(std::string_view text) const {
  Analysis analysis;
  analyze(text, analysis);
  return analysis;
}

void Analyzer::analyze(std::string_view text, Analysis& out) const {
  if (out.state_ == nullptr) out.state_ = std::make_unique<Analysis::State>();
  Analysis::State& state = *out.state_;
  state.count = 0;
  if (options_.tokenizer == TokenizerKind::kWhitespace) {
    state.numbers.clear();
    internal::repair_text(text, RepairLevel::kOff, state.repaired);
    cut_at_blanks(state);
    return;
  }
  state.make_for(options_);
  state.cache.begin_text();
  state.repair(text, options_.repair);
  Run(state, options_.stem).analyze();
}

std::string Analyzer::definition() const { return internal::definition_of(options_); }

Analyzer Analyzer::from_definition(std::string_view text, UserDictionary dictionary) {
  return Analyzer(internal::read_definition(text, std::move(dictionary)));
}

}  // namespace izde
