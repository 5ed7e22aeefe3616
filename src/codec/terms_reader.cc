#include "codec/terms_reader.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "codec/terms_format.h"

namespace izde::internal {
namespace {

/// One field's part of the file: blocks in [begin, index), then the arrays of prefixes and offsets.
struct FieldTerms {
  std::uint32_t field = 0;
  TermKind kind = TermKind::kPositions;
  std::uint64_t term_count = 0;
  std::size_t begin = 0;
  std::size_t index = 0;
  std::uint32_t block_count = 0;
};

/// Steps through the terms of one block.
class BlockScanner {
 public:
  /// \pre block < field.block_count
  BlockScanner(const FramedInput& file, const FieldTerms& field, std::uint32_t block)
      : field_(&field),
        terms_(file.bytes, 0, 0, file.file->name()),
        infos_(file.bytes, 0, 0, file.file->name()) {
    const auto [begin, end] = block_range(file, field, block);
    ByteReader in(file.bytes, begin, end, file.file->name());
    const std::uint32_t checksum = in.u32();
    const std::string_view content = file.bytes.substr(in.offset(), in.remaining());
    if (checksum != static_cast<std::uint32_t>(hash64(content)))
      in.fail("the checksum of a block of terms is wrong");
    const std::uint64_t terms_size = in.varint64();
    const std::size_t terms_at = in.offset();
    in.skip(terms_size);
    terms_ = ByteReader(file.bytes, terms_at, in.offset(), file.file->name());
    if (field.kind != TermKind::kStatistics) info_.postings_offset = in.varint64();
    if (has_positions(field.kind)) info_.positions_offset = in.varint64();
    positions_offset_ = info_.positions_offset;
    infos_ = in;
    left_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(
        kTermsBlock, field.term_count - std::uint64_t{block} * kTermsBlock));
  }

  /// Moves to the next term of the block; false after the last. info() is to be read for each term.
  bool next() {
    if (left_ == 0) return false;
    --left_;
    const std::uint64_t shared = first_ ? 0 : terms_.varint64();
    const std::uint64_t length = terms_.varint64();
    if (shared > term_.size())
      terms_.fail(fmt::format("{} bytes shared with a term of {}", shared, term_.size()));
    const std::string_view suffix = terms_.bytes(length);
    const bool rises = first_ || std::string_view(term_).substr(shared) < suffix;
    if (!rises) terms_.fail("a term that is not above the one before");
    term_.resize(shared);
    term_ += suffix;
    first_ = false;
    return true;
  }

  const std::string& term() const noexcept { return term_; }

  /// Reads the entry of the term stood on. \pre called once for each term.
  const TermInfo& read_info() {
    info_.singleton_doc = kNoMoreDocs;
    if (has_frequencies(field_->kind)) {
      const std::uint64_t code = infos_.varint64();
      set_doc_freq(code >> 1);
      info_.total_term_freq = info_.doc_freq;
      if ((code & 1) == 0) info_.total_term_freq += infos_.varint64();
      if (info_.total_term_freq < info_.doc_freq) infos_.fail("occurrences over 64 bits");
    } else {
      set_doc_freq(infos_.varint64());
      info_.total_term_freq = info_.doc_freq;
    }
    if (field_->kind == TermKind::kStatistics) return info_;
    if (info_.doc_freq == 1)
      info_.singleton_doc = infos_.varint32();
    else
      info_.postings_offset += infos_.varint64();
    if (has_positions(field_->kind)) {
      if (info_.total_term_freq == 1)
        info_.positions_offset = infos_.varint64();
      else
        info_.positions_offset = positions_offset_ += infos_.varint64();
    }
    return info_;
  }

 private:
  static std::pair<std::size_t, std::size_t> block_range(const FramedInput& file,
                                                         const FieldTerms& field,
                                                         std::uint32_t block) {
    const std::size_t size = field.index - field.begin;
    const char* const offsets =
        file.bytes.data() + field.index + std::size_t{8} * field.block_count;
    const std::size_t begin = load_le<std::uint32_t>(offsets + std::size_t{4} * block);
    const std::size_t end = block + 1 < field.block_count
                                ? load_le<std::uint32_t>(offsets + std::size_t{4} * (block + 1))
                                : size;
    if (begin > end || end > size)
      throw_corruption(file.file->name(),
                       static_cast<std::uint64_t>(offsets - file.bytes.data()) + 4ULL * block,
                       fmt::format("a block of terms from {} to {} of {}", begin, end, size));
    return {field.begin + begin, field.begin + end};
  }

  void set_doc_freq(std::uint64_t doc_freq) {
    if (doc_freq == 0 || doc_freq > std::numeric_limits<std::uint32_t>::max())
      infos_.fail(fmt::format("a term in {} documents", doc_freq));
    info_.doc_freq = static_cast<std::uint32_t>(doc_freq);
  }

  const FieldTerms* field_;
  ByteReader terms_;
  ByteReader infos_;
  std::uint32_t left_ = 0;
  bool first_ = true;
  std::string term_;
  TermInfo info_;
  std::uint64_t positions_offset_ = 0;  ///< Of the last term with positions in their file.
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
  FieldCursor(const FramedInput& file, const FieldTerms& field, std::uint32_t block,
              std::string_view from)
      : file_(&file), field_(&field), block_(block), scanner_(file, field, block) {
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
      if (block_ + 1 >= field_->block_count) return false;
      const std::string last = scanner_.term();
      scanner_ = BlockScanner(*file_, *field_, ++block_);
      if (!scanner_.next()) return false;
      if (scanner_.term() <= last)
        throw_corruption(file_->file->name(), field_->begin,
                         "a block of terms begins below the end of the one before");
    }
    info_ = scanner_.read_info();
    return true;
  }

  const FramedInput* file_;
  const FieldTerms* field_;
  std::uint32_t block_;
  BlockScanner scanner_;
  TermInfo info_;
  bool pending_ = false;
};

}  // namespace

struct TermsReader::Impl {
  FramedInput file;
  std::vector<FieldTerms> fields;

  void read_table();
  FieldTerms read_field(ByteReader& in, std::uint64_t table) const;
  const FieldTerms* find(std::uint32_t field) const noexcept;
  std::uint64_t prefix(const FieldTerms& field, std::uint32_t block) const noexcept;
  std::string_view first_term(const FieldTerms& field, std::uint32_t block) const;
  std::uint32_t block_of(const FieldTerms& field, std::string_view term) const;
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
    const FieldTerms field = read_field(in, table);
    if (!fields.empty() && field.field <= fields.back().field)
      in.fail(fmt::format("field {} after field {}", field.field, fields.back().field));
    fields.push_back(field);
  }
}

FieldTerms TermsReader::Impl::read_field(ByteReader& in, std::uint64_t table) const {
  FieldTerms field;
  field.field = in.u32();
  const std::uint32_t kind = in.u32();
  if (kind > static_cast<std::uint32_t>(TermKind::kFrequencies))
    in.fail(fmt::format("terms of kind {}", kind));
  field.kind = static_cast<TermKind>(kind);
  field.term_count = in.u64();
  const std::uint64_t begin = in.u64();
  const std::uint64_t index = in.u64();
  const std::uint64_t blocks =
      field.term_count / kTermsBlock + (field.term_count % kTermsBlock != 0);
  if (begin < kFileHeaderBytes || begin > index || index > table || blocks > (table - index) / 12)
    in.fail(fmt::format("field {}: {} terms from {} and their index at {}", field.field,
                        field.term_count, begin, index));
  field.begin = static_cast<std::size_t>(begin);
  field.index = static_cast<std::size_t>(index);
  field.block_count = static_cast<std::uint32_t>(blocks);
  return field;
}

const FieldTerms* TermsReader::Impl::find(std::uint32_t field) const noexcept {
  for (const FieldTerms& each : fields)
    if (each.field == field) return &each;
  return nullptr;
}

std::uint64_t TermsReader::Impl::prefix(const FieldTerms& field,
                                        std::uint32_t block) const noexcept {
  return load_le<std::uint64_t>(file.bytes.data() + field.index + std::size_t{8} * block);
}

std::string_view TermsReader::Impl::first_term(const FieldTerms& field, std::uint32_t block) const {
  const char* const offsets = file.bytes.data() + field.index + std::size_t{8} * field.block_count;
  ByteReader in(file.bytes, field.begin, field.index, file.file->name());
  in.skip(load_le<std::uint32_t>(offsets + std::size_t{4} * block));
  in.skip(4);     // checksum
  in.varint64();  // size of the terms
  return in.bytes(in.varint64());
}

// Returns the last block whose first term is not above `term`, or 0. The prefixes decide nearly
// always; the terms themselves are only compared among blocks whose first terms share eight bytes.
std::uint32_t TermsReader::Impl::block_of(const FieldTerms& field, std::string_view term) const {
  const std::uint64_t wanted = term_prefix(term);
  std::uint32_t low = 0;  // blocks below begin at or below the term
  for (std::uint32_t high = field.block_count; low < high;) {
    const std::uint32_t middle = low + (high - low) / 2;
    const std::uint64_t found = prefix(field, middle);
    if (found < wanted || (found == wanted && first_term(field, middle) <= term))
      low = middle + 1;
    else
      high = middle;
  }
  return low == 0 ? 0 : low - 1;
}

TermsReader::TermsReader(const Directory& directory, const std::string& name, const FileId& id)
    : impl_(std::make_unique<Impl>()) {
  impl_->file = open_framed(directory, name, kTermsFormat, kTermsVersion, kTermsVersion, &id);
  impl_->read_table();
}

TermsReader::~TermsReader() = default;

std::optional<TermInfo> TermsReader::find(std::uint32_t field, std::string_view term) const {
  const FieldTerms* const terms = impl_->find(field);
  if (terms == nullptr || terms->block_count == 0) return std::nullopt;
  BlockScanner scanner(impl_->file, *terms, impl_->block_of(*terms, term));
  while (scanner.next()) {
    const TermInfo& info = scanner.read_info();
    const int order = scanner.term().compare(term);
    if (order == 0) return info;
    if (order > 0) break;
  }
  return std::nullopt;
}

std::unique_ptr<TermsCursor> TermsReader::seek(std::uint32_t field, std::string_view from) const {
  const FieldTerms* const terms = impl_->find(field);
  if (terms == nullptr || terms->block_count == 0) return std::make_unique<EmptyCursor>();
  return std::make_unique<FieldCursor>(impl_->file, *terms, impl_->block_of(*terms, from), from);
}

std::uint64_t TermsReader::term_count(std::uint32_t field) const noexcept {
  const FieldTerms* const terms = impl_->find(field);
  return terms == nullptr ? 0 : terms->term_count;
}

const FramedInput& TermsReader::file() const noexcept { return impl_->file; }

}  // namespace izde::internal
