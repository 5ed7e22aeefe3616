#include "codec/terms_reader.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "codec/terms_block.h"
#include "codec/terms_format.h"
#include "codec/terms_index.h"
#include "codec/terms_letters.h"

namespace izde::internal {
namespace {

/// Steps through the terms of one block and turns them back into what they were.
class BlockScanner {
 public:
  explicit BlockScanner(TermsBlock block) : block_(std::move(block)) {}

  /// Moves to the next term of the block; false after the last.
  bool next() {
    if (!block_.next(part_)) return false;
    const std::size_t coded = part_.suffix.size();
    if (ends_.size() <= part_.shared + coded) ends_.resize(part_.shared + coded + 1);
    if (suffix_.size() <= 2 * coded) suffix_.resize(2 * coded + 1);
    std::uint32_t* const ends = ends_.data() + part_.shared;
    shared_ = *ends & ~kOpenEnd;
    const std::string_view suffix(suffix_.data(),
                                  decode_letters(part_.suffix, suffix_.data(), ends));
    if ((ends[coded] & kOpenEnd) != 0) block_.fail("a term that breaks off within a letter");
    if (!first_ && std::string_view(term_).substr(shared_) >= suffix)
      block_.fail("a term that is not above the one before");
    first_ = false;
    term_.resize(shared_);
    term_ += suffix;
    return true;
  }

  const std::string& term() const noexcept { return term_; }
  /// Bytes that the term has from the one before it in the block; 0 for the first.
  std::size_t shared() const noexcept { return shared_; }
  /// \pre called once for a term at most
  const TermInfo& read_info() { return block_.read_info(); }

 private:
  TermsBlock block_;
  TermsBlock::Part part_;
  bool first_ = true;
  std::size_t shared_ = 0;
  std::string term_;
  std::vector<char> suffix_;
  std::vector<std::uint32_t> ends_ = {0};  ///< Of the term: see decode_letters().
};

/// The cursor over no term at all.
class EmptyCursor final : public TermsCursor {
 public:
  bool next() override { return false; }
  std::string_view term() const noexcept override { return {}; }
  const TermInfo& info() const noexcept override { return info_; }

 private:
  TermInfo info_;
};

class FieldCursor final : public TermsCursor {
 public:
  FieldCursor(const FieldTerms& field, std::uint32_t block, std::string_view from)
      : field_(&field), block_(block), scanner_(field.block(block)) {
    while (step())
      if (scanner_.term() >= from) {
        pending_ = true;
        return;
      }
  }

  bool next() override {
    if (std::exchange(pending_, false)) return true;
    return step();
  }
  std::string_view term() const noexcept override { return scanner_.term(); }
  const TermInfo& info() const noexcept override { return info_; }

 private:
  bool step() {
    if (!scanner_.next()) {
      if (block_ + 1 >= field_->block_count()) return false;
      const std::string last = scanner_.term();
      scanner_ = BlockScanner(field_->block(++block_));
      if (!scanner_.next()) return false;
      if (scanner_.term() <= last)
        field_->fail(block_, "a block of terms begins below the end of the one before");
    }
    info_ = scanner_.read_info();
    return true;
  }

  const FieldTerms* field_;
  std::uint32_t block_;
  BlockScanner scanner_;
  TermInfo info_;
  bool pending_ = false;
};

/// Walks the terms that an automaton matches. Between two blocks it asks for the least string that
/// can still match, and goes on at its block.
class MatchingCursor final : public TermsCursor {
 public:
  MatchingCursor(const FieldTerms& field, TermAutomaton& automaton)
      : field_(&field), automaton_(&automaton), states_(1, automaton.start()) {
    if (states_[0] == TermAutomaton::kDead) return;
    if (!automaton.is_match(states_[0]) && !aim(0, 0)) return;
    go_to(block_of_target());
  }

  bool next() override {
    while (scanner_) {
      if (!scanner_->next()) {
        go_on();
      } else if (matches()) {
        info_ = scanner_->read_info();
        return true;
      }
    }
    return false;
  }
  std::string_view term() const noexcept override { return scanner_->term(); }
  const TermInfo& info() const noexcept override { return info_; }

 private:
  // states_ has the states after each of the first `live_` bytes of the last term; the byte behind
  // them was dead unless the term ended.
  bool matches() {
    const std::string& term = scanner_->term();
    const std::size_t shared = scanner_->shared();
    if (shared > live_) return false;
    if (states_.size() <= term.size()) states_.resize(term.size() + 1);
    live_ = shared + automaton_->run(states_[shared], std::string_view(term).substr(shared),
                                     &states_[shared] + 1);
    return live_ == term.size() && automaton_->is_match(states_[live_]);
  }

  // Sets target_, which begins as the last term, to the least string that can match and has at most
  // `length` bytes of it, then a greater one: at least `least` when all `length` are kept.
  bool aim(std::size_t length, unsigned least) {
    for (;;) {
      const unsigned byte = automaton_->next_byte(states_[length], least);
      if (byte < 256) {
        target_.resize(length);
        target_ += static_cast<char>(byte);
        return true;
      }
      if (length == 0) return false;
      least = static_cast<unsigned char>(target_[--length]) + 1U;
    }
  }

  std::uint32_t block_of_target() { return field_->block_of(CodedTerm(target_).view()); }

  void go_to(std::uint32_t block) {
    block_ = block;
    scanner_.emplace(field_->block(block));
    live_ = 0;
  }

  void go_on() {
    target_ = scanner_->term();
    const bool ended = live_ == target_.size();
    const unsigned least = ended ? 0 : static_cast<unsigned char>(target_[live_]) + 1U;
    if (block_ + 1 >= field_->block_count() || !aim(live_, least)) return scanner_.reset();
    go_to(std::max(block_ + 1, block_of_target()));
  }

  const FieldTerms* field_;
  TermAutomaton* automaton_;
  std::vector<TermAutomaton::State> states_;
  std::size_t live_ = 0;
  std::string target_;
  std::uint32_t block_ = 0;
  std::optional<BlockScanner> scanner_;
  TermInfo info_;
};

}  // namespace

struct TermsReader::Impl {
  FramedInput file;
  std::vector<FieldTerms> fields;

  void read_table();
  const FieldTerms* find(std::uint32_t field) const noexcept;
};

void TermsReader::Impl::read_table() {
  const std::string& name = file.file->name();
  if (file.content_end < kFileHeaderBytes + 8)
    throw_corruption(name, file.content_end, "no room for the place of the table of fields");
  const std::size_t place = file.content_end - 8;
  const auto table = load_le<std::uint64_t>(file.bytes.data() + place);
  if (table < kFileHeaderBytes || table > place || (place - table) % kTermsFieldBytes != 0)
    throw_corruption(name, place, fmt::format("the table of fields cannot stand at {}", table));
  ByteReader in(file.bytes, static_cast<std::size_t>(table), place, name);
  while (in.remaining() > 0) {
    FieldTerms field(file, in, table);
    if (!fields.empty() && field.field() <= fields.back().field())
      in.fail(fmt::format("field {} after field {}", field.field(), fields.back().field()));
    fields.push_back(std::move(field));
  }
}

const FieldTerms* TermsReader::Impl::find(std::uint32_t field) const noexcept {
  for (const FieldTerms& each : fields)
    if (each.field() == field) return each.block_count() > 0 ? &each : nullptr;
  return nullptr;
}

TermsReader::TermsReader(const Directory& directory, const std::string& name, const FileId& id)
    : impl_(std::make_unique<Impl>()) {
  impl_->file = open_framed(directory, name, kTermsFormat, kTermsVersion, kTermsVersion, &id);
  impl_->read_table();
}

TermsReader::~TermsReader() = default;

std::optional<TermInfo> TermsReader::find(std::uint32_t field, std::string_view term) const {
  const FieldTerms* const terms = impl_->find(field);
  if (terms == nullptr) return std::nullopt;
  const CodedTerm coded(term);
  TermsBlock block = terms->block(terms->block_of(coded.view()));
  if (!block.find(coded.view())) return std::nullopt;
  return block.read_info();
}

std::unique_ptr<TermsCursor> TermsReader::seek(std::uint32_t field, std::string_view from) const {
  const FieldTerms* const terms = impl_->find(field);
  if (terms == nullptr) return std::make_unique<EmptyCursor>();
  return std::make_unique<FieldCursor>(*terms, terms->block_of(CodedTerm(from).view()), from);
}

std::unique_ptr<TermsCursor> TermsReader::seek(std::uint32_t field,
                                               TermAutomaton& automaton) const {
  const FieldTerms* const terms = impl_->find(field);
  if (terms == nullptr) return std::make_unique<EmptyCursor>();
  return std::make_unique<MatchingCursor>(*terms, automaton);
}

std::uint64_t TermsReader::term_count(std::uint32_t field) const noexcept {
  const FieldTerms* const terms = impl_->find(field);
  return terms == nullptr ? 0 : terms->term_count();
}

std::vector<TermsReader::FieldEntry> TermsReader::fields() const {
  std::vector<FieldEntry> entries;
  for (const FieldTerms& each : impl_->fields)
    entries.push_back({each.field(), each.kind(), each.term_count()});
  return entries;
}

const FramedInput& TermsReader::file() const noexcept { return impl_->file; }

}  // namespace izde::internal
