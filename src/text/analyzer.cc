#include "izde/analyzer.h"

#include <array>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/utf8.h"
#include "text/repair.h"
#include "text/term_builder.h"
#include "text/term_cache.h"
#include "text/tokenizer.h"

namespace izde {

struct Analysis::State {
  std::vector<Token> tokens;
  internal::RepairedText repaired;
  internal::TermCache cache;
  internal::TermBuilder builder;
  bool stemmed = true;  // what the cache holds
};

namespace {

using internal::RawToken;
using internal::TermRecord;

// Tokens are looked up in batches, so that the memory they need is on its way while others are cut.
constexpr std::size_t kBatch = 32;

// All that the record of a token depends on besides its bytes.
std::uint32_t shape_of(const RawToken& token) noexcept {
  const auto kind = static_cast<std::uint32_t>(token.kind);
  const std::size_t sign = token.core_begin - token.begin;
  const std::size_t behind = token.end - token.core_end;
  return kind | (sign != 0 ? 8U : 0U) | (static_cast<std::uint32_t>(behind) << 4U);
}

// What is looked at of a token: all of it, but of a run without end no more than a record holds.
std::string_view spelling_of(std::string_view text, const RawToken& token) noexcept {
  std::size_t end = token.end;
  if (end - token.begin > internal::TermCache::kMaxKeyBytes) {
    end = token.begin + internal::TermCache::kMaxKeyBytes;
    while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  }
  return text.substr(token.begin, end - token.begin);
}

class Run {
 public:
  Run(Analysis::State& state, bool stem) noexcept
      : state_(state),
        text_(state.repaired.text()),
        cursor_(state.repaired.offsets()),
        stem_(stem) {}

  void analyze() {
    internal::Tokenizer tokenizer(text_);
    bool more = true;
    while (more) {
      std::size_t count = 0;
      while (count < kBatch && (more = tokenizer.next(batch_[count].token))) {
        Pending& pending = batch_[count++];
        pending.spelling = spelling_of(text_, pending.token);
        pending.hash = internal::hash64(pending.spelling);
        state_.cache.prefetch(pending.hash);
      }
      for (std::size_t i = 0; i < count; ++i) {
        batch_[i].candidate = state_.cache.candidate(batch_[i].hash);
        __builtin_prefetch(batch_[i].candidate);
      }
      for (std::size_t i = 0; i < count; ++i) add(batch_[i]);
    }
  }

 private:
  struct Pending {
    RawToken token;
    std::string_view spelling;
    std::uint64_t hash = 0;
    const TermRecord* candidate = nullptr;
  };

  void add(const Pending& pending) {
    const std::uint32_t shape = shape_of(pending.token);
    const TermRecord* record = pending.candidate;
    if (record == nullptr || !record->is(shape, pending.spelling))
      record = state_.cache.find(pending.hash, shape, pending.spelling);
    if (record == nullptr) record = &make(pending, shape);
    if (record->term().empty()) return;
    const internal::OffsetMap::Span span =
        state_.repaired.changed()
            ? cursor_.source_span(pending.token.begin, pending.token.end)
            : internal::OffsetMap::Span{pending.token.begin, pending.token.end};
    state_.tokens.push_back({record->term(), record->form(), static_cast<std::uint32_t>(span.begin),
                             static_cast<std::uint32_t>(span.end), position_++,
                             pending.token.kind});
  }

  const TermRecord& make(const Pending& pending, std::uint32_t shape) {
    const RawToken& token = pending.token;
    const std::size_t core_begin = token.core_begin - token.begin;
    const std::string_view core =
        pending.spelling.substr(core_begin, token.core_end - token.core_begin);
    state_.builder.build({pending.spelling, core, token.kind}, stem_);
    return state_.cache.add(pending.hash, shape, pending.spelling, state_.builder.form(),
                            state_.builder.term());
  }

  Analysis::State& state_;
  std::string_view text_;
  internal::OffsetMap::Cursor cursor_;
  bool stem_;
  std::uint32_t position_ = 0;
  std::array<Pending, kBatch> batch_;
};

std::string_view name_of(RepairLevel level) noexcept {
  switch (level) {
    case RepairLevel::kOff:
      return "off";
    case RepairLevel::kUnambiguous:
      return "unambiguous";
    default:
      return "full";
  }
}

}  // namespace

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

Analysis::Analysis() : state_(std::make_unique<State>()) {}
Analysis::~Analysis() = default;
Analysis::Analysis(Analysis&&) noexcept = default;
Analysis& Analysis::operator=(Analysis&&) noexcept = default;

std::span<const Token> Analysis::tokens() const noexcept {
  return state_ == nullptr ? std::span<const Token>{} : std::span<const Token>{state_->tokens};
}

std::size_t Analysis::replaced_bytes() const noexcept {
  return state_ == nullptr ? 0 : state_->repaired.replaced_bytes();
}

Analyzer::Analyzer(AnalyzerOptions options) : options_(options) {}

Analysis Analyzer::analyze(std::string_view text) const {
  Analysis analysis;
  analyze(text, analysis);
  return analysis;
}

void Analyzer::analyze(std::string_view text, Analysis& out) const {
  if (out.state_ == nullptr) out.state_ = std::make_unique<Analysis::State>();
  Analysis::State& state = *out.state_;
  state.tokens.clear();
  if (state.stemmed != options_.stem) state.cache.clear();
  state.stemmed = options_.stem;
  state.cache.begin_text();
  internal::repair_text(text, options_.repair, state.repaired);
  Run(state, options_.stem).analyze();
}

std::string Analyzer::definition() const {
  return std::string("izde-kazakh/1 repair=")
      .append(name_of(options_.repair))
      .append(options_.stem ? " stem=on" : " stem=off");
}

}  // namespace izde
