#include "index/inverter.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <hwy/cache_control.h>
#include <limits>
#include <new>
#include <utility>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/varint.h"
#include "codec/terms_format.h"
#include "index/segment_reader.h"
#include "text/folding.h"

namespace izde::internal {
namespace {

constexpr std::size_t kFirstTableSize = std::size_t{1} << 12;
constexpr std::uint32_t kFirstSliceBytes = 12;
constexpr std::uint32_t kMostSliceBytes = 1024;
constexpr std::uint32_t kLinkBytes = sizeof(Arena::Address);

/// Size of an Inverter::Entry.
constexpr std::uint32_t kEntryBytes = 24;

/// Tokens that are looked up together.
constexpr std::size_t kBatch = 32;

std::uint32_t hash_of(std::uint32_t field, std::string_view term) noexcept {
  return static_cast<std::uint32_t>(hash64(term, field));
}

constexpr std::uint32_t slice_after(std::uint32_t bytes) noexcept {
  return std::min(bytes * 2, kMostSliceBytes);
}

constexpr std::uint32_t rounded(std::uint32_t bytes) noexcept { return (bytes + 3) & ~3U; }

std::uint32_t count_positions(std::span<const Token> tokens) noexcept {
  std::uint32_t count = 1;
  for (std::size_t i = 1; i < tokens.size(); ++i)
    count += tokens[i].position != tokens[i - 1].position ? 1U : 0U;
  return count;
}

/// Whether a token at the same position, before token i, has the same `what`.
bool is_repeated(std::span<const Token> tokens, std::size_t i,
                 std::string_view Token::*what) noexcept {
  for (std::size_t before = i; before > 0;) {
    if (tokens[--before].position != tokens[i].position) return false;
    if (tokens[before].*what == tokens[i].*what) return true;
  }
  return false;
}

}  // namespace

// The postings of a term are a stream of bytes over a chain of slices, each twice as long as the
// one before; the last four bytes of a slice are the address of the next. In a field with
// positions, a document is its distance to the one before, then for each occurrence the distance of
// positions plus 1, then 0; the 0 is written when the next document comes. In a field of families
// it is the distance and the frequency, which is written when the next document comes. In the
// others it is the distance alone.
struct Inverter::Entry {
  DocId last_doc;               ///< kNoMoreDocs before the first; occurrences, of a form.
  std::uint32_t last_position;  ///< Frequency in last_doc, of a family.
  Arena::Address write;         ///< Where the next byte goes.
  Arena::Address slice_end;     ///< Where the slice's link stands.
  std::uint16_t slice_bytes;
  std::uint16_t field;
  std::uint16_t term_bytes;
  std::uint16_t unused;
};

/// Reads back the postings of one term.
class Inverter::PostingsStream {
 public:
  /// Gathers the bytes of the term's slices in `buffer`.
  PostingsStream(const Inverter& inverter, Arena::Address address, std::string& buffer) {
    const Entry& entry = inverter.entry_at(address);
    buffer.clear();
    Arena::Address at = address + kEntryBytes + rounded(entry.term_bytes);
    for (std::uint32_t bytes = kFirstSliceBytes;; bytes = slice_after(bytes)) {
      const Arena::Address end = at + bytes - kLinkBytes;
      const bool last = end == entry.slice_end;
      buffer.append(inverter.arena_.at(at), (last ? entry.write : end) - at);
      if (last) break;
      std::memcpy(&at, inverter.arena_.at(end), kLinkBytes);
    }
    at_ = buffer.data();
    end_ = at_ + buffer.size();
  }

  bool done() const noexcept { return at_ == end_; }

  /// The positions in one document.
  void positions(std::vector<std::uint32_t>& out) noexcept {
    out.clear();
    std::uint32_t position = 0;
    while (!done()) {
      const std::uint32_t step = number();
      if (step == 0) break;
      out.push_back(position += step - 1);
    }
  }

  std::uint32_t number() noexcept {
    std::uint32_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at_++);
      value |= std::uint32_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return value;
    }
  }

 private:
  const char* at_;
  const char* end_;
};

Inverter::Inverter() : table_(kFirstTableSize) {
  arena_.allocate(sizeof(Arena::Address));  // so that no entry has the address 0
}

Inverter::Entry& Inverter::entry_at(Arena::Address address) noexcept {
  return *std::launder(reinterpret_cast<Entry*>(arena_.at(address)));
}

const Inverter::Entry& Inverter::entry_at(Arena::Address address) const noexcept {
  return *std::launder(reinterpret_cast<const Entry*>(arena_.at(address)));
}

std::string_view Inverter::term_at(Arena::Address address) const noexcept {
  return {arena_.at(address) + kEntryBytes, entry_at(address).term_bytes};
}

std::size_t Inverter::bytes_used() const noexcept {
  std::size_t bytes = arena_.bytes() + table_.capacity() * sizeof(Slot);
  for (const FieldState& field : fields_) bytes += field.lengths.capacity() * sizeof(std::uint32_t);
  return bytes;
}

Inverter::FieldState& Inverter::touch_field(std::uint32_t field) {
  if (field >= fields_.size()) fields_.resize(field + 1);
  FieldState& state = fields_[field];
  if (state.last_doc != doc_) {
    state.last_doc = doc_;
    ++state.doc_count;
    state.next_position = 0;
  }
  return state;
}

void Inverter::add_text(std::uint32_t field, std::span<const Token> tokens, bool families) {
  if (tokens.empty()) return;
  FieldState& state = touch_field(field);
  if (state.lengths.size() <= doc_) state.lengths.resize(doc_ + 1);
  const std::uint32_t length = count_positions(tokens);
  state.lengths[doc_] += length;
  state.token_count += length;
  const std::uint32_t first_position = state.next_position;
  state.next_position = first_position + tokens.back().position + 1 + kValueGap;
  for (std::size_t begin = 0; begin < tokens.size(); begin += kBatch)
    add_batch(field, first_position, tokens, begin, families);
}

// A token costs two or three cache misses: the cell of the table, the entry, its last slice. All
// cells of a batch are asked for before the first is looked at, then all entries, so that the
// misses overlap.
void Inverter::add_batch(std::uint32_t field, std::uint32_t first_position,
                         std::span<const Token> tokens, std::size_t begin, bool families) {
  std::array<Lookup, 3 * kBatch> lookups;
  std::size_t count = 0;
  const auto add_lookup = [&](std::uint32_t in, std::string_view term, std::uint32_t position) {
    lookups[count++] = {in, hash_of(in, term), term, position};
  };
  for (std::size_t i = begin; i < std::min(begin + kBatch, tokens.size()); ++i) {
    const Token& token = tokens[i];
    add_lookup(field, token.term, first_position + token.position);
    if (families && !token.family.empty() && !is_repeated(tokens, i, &Token::family))
      add_lookup(family_field(field), token.family, 0);
    if (has_kazakh_letter(token.form) && !is_repeated(tokens, i, &Token::form))
      add_lookup(kFormsField, token.form, 0);
  }
  const std::span<const Lookup> batch(lookups.data(), count);
  const std::size_t mask = table_.size() - 1;
  for (const Lookup& each : batch) hwy::Prefetch(&table_[each.hash & mask]);
  for (const Lookup& each : batch) hwy::Prefetch(arena_.at(table_[each.hash & mask].address));
  for (const Lookup& each : batch) add(each);
}

void Inverter::add(const Lookup& lookup) {
  Entry& entry = find_or_add(lookup.field, lookup.term, lookup.hash);
  if (lookup.field < kFirstFamilyField)
    add_occurrence(entry, lookup.position);
  else if (lookup.field != kFormsField)
    add_frequency(entry);
  else if (entry.last_doc != kNoMoreDocs - 1)
    ++entry.last_doc;  // from kNoMoreDocs to 0 at first
}

void Inverter::add_occurrence(Entry& entry, std::uint32_t position) {
  if (entry.last_doc == doc_ && entry.last_position == position) return;
  char bytes[2 * kMaxVarintBytes];
  char* end = bytes;
  if (entry.last_doc != doc_) {
    if (entry.last_doc != kNoMoreDocs) *end++ = 0;
    end = put_varint(end, entry.last_doc == kNoMoreDocs ? doc_ : doc_ - entry.last_doc);
    entry.last_doc = doc_;
    entry.last_position = 0;
  }
  end = put_varint(end, std::uint64_t{position} - entry.last_position + 1);
  entry.last_position = position;
  append(entry, bytes, end);
}

void Inverter::add_frequency(Entry& entry) {
  if (entry.last_doc == doc_) {
    ++entry.last_position;
    return;
  }
  char bytes[2 * kMaxVarintBytes];
  char* end = bytes;
  const bool first = entry.last_doc == kNoMoreDocs;
  if (!first) end = put_varint(end, entry.last_position);
  end = put_varint(end, first ? doc_ : doc_ - entry.last_doc);
  entry.last_doc = doc_;
  entry.last_position = 1;
  append(entry, bytes, end);
}

void Inverter::add_keyword(std::uint32_t field, std::string_view term) {
  touch_field(field);
  Entry& entry = find_or_add(field, term, hash_of(field, term));
  if (entry.last_doc == doc_) return;
  char bytes[kMaxVarintBytes];
  char* const end = put_varint(bytes, entry.last_doc == kNoMoreDocs ? doc_ : doc_ - entry.last_doc);
  entry.last_doc = doc_;
  append(entry, bytes, end);
}

Inverter::Entry& Inverter::find_or_add(std::uint32_t field, std::string_view term,
                                       std::uint32_t hash) {
  assert(term.size() <= kMostTermBytes);
  const std::size_t mask = table_.size() - 1;
  std::size_t at = hash & mask;
  for (; table_[at].address != 0; at = (at + 1) & mask)
    if (table_[at].hash == hash) {
      Entry& entry = entry_at(table_[at].address);
      if (entry.field == field && term_at(table_[at].address) == term) return entry;
    }
  const Arena::Address address = add_entry(field, term);
  table_[at] = {hash, address};
  if (++term_count_ * 2 > table_.size()) grow_table();
  return entry_at(address);
}

Arena::Address Inverter::add_entry(std::uint32_t field, std::string_view term) {
  const auto head =
      static_cast<std::uint32_t>(sizeof(Entry)) + rounded(static_cast<std::uint32_t>(term.size()));
  const bool has_postings = field != kFormsField;
  const Arena::Address address = arena_.allocate(head + (has_postings ? kFirstSliceBytes : 0));
  const Arena::Address slice = address + head;
  new (arena_.at(address)) Entry{kNoMoreDocs,
                                 0,
                                 slice,
                                 slice + kFirstSliceBytes - kLinkBytes,
                                 kFirstSliceBytes,
                                 static_cast<std::uint16_t>(field),
                                 static_cast<std::uint16_t>(term.size()),
                                 0};
  std::copy(term.begin(), term.end(), arena_.at(address) + kEntryBytes);
  return address;
}

void Inverter::grow_table() {
  std::vector<Slot> larger(table_.size() * 2);
  const std::size_t mask = larger.size() - 1;
  for (const Slot& slot : table_) {
    if (slot.address == 0) continue;
    std::size_t at = slot.hash & mask;
    while (larger[at].address != 0) at = (at + 1) & mask;
    larger[at] = slot;
  }
  table_ = std::move(larger);
}

void Inverter::append(Entry& entry, const char* bytes, const char* end) {
  while (bytes != end) {
    if (entry.write == entry.slice_end) add_slice(entry);
    const auto room = static_cast<std::ptrdiff_t>(entry.slice_end - entry.write);
    const char* const stop = bytes + std::min(end - bytes, room);
    char* to = arena_.at(entry.write);
    entry.write += static_cast<Arena::Address>(stop - bytes);
    while (bytes != stop) *to++ = *bytes++;  // two or three bytes: a call of memcpy costs more
  }
}

void Inverter::add_slice(Entry& entry) {
  const std::uint32_t bytes = slice_after(entry.slice_bytes);
  const Arena::Address slice = arena_.allocate(bytes);
  std::memcpy(arena_.at(entry.slice_end), &slice, kLinkBytes);
  entry.write = slice;
  entry.slice_end = slice + bytes - kLinkBytes;
  entry.slice_bytes = static_cast<std::uint16_t>(bytes);
}

std::vector<Inverter::SortedTerm> Inverter::sorted_terms() const {
  std::vector<SortedTerm> sorted;
  sorted.reserve(term_count_);
  for (const Slot& slot : table_)
    if (slot.address != 0)
      sorted.push_back(
          {term_prefix(term_at(slot.address)), slot.address, entry_at(slot.address).field});
  std::sort(sorted.begin(), sorted.end(), [this](const SortedTerm& a, const SortedTerm& b) {
    if (a.field != b.field) return a.field < b.field;
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    return term_at(a.address) < term_at(b.address);
  });
  return sorted;
}

void Inverter::write(const Schema& schema, TermsWriter& terms, PostingsWriter& postings,
                     LengthsWriter& lengths) {
  const std::vector<SortedTerm> sorted = sorted_terms();
  std::vector<Slot>().swap(table_);  // the memory is needed for what follows
  std::span<const SortedTerm> rest(sorted);
  while (!rest.empty()) {
    const std::uint32_t field = rest.front().field;
    const auto end = std::partition_point(
        rest.begin(), rest.end(), [field](const SortedTerm& each) { return each.field == field; });
    const auto of_field = rest.first(static_cast<std::size_t>(end - rest.begin()));
    if (field == kFormsField)
      write_forms(of_field, terms);
    else
      write_field(
          field,
          is_family_field(field) ? TermKind::kFrequencies : term_kind(schema.fields()[field].type),
          of_field, terms, postings);
    rest = rest.subspan(of_field.size());
  }
  write_lengths(schema, lengths);
}

void Inverter::write_field(std::uint32_t field, TermKind kind, std::span<const SortedTerm> sorted,
                           TermsWriter& terms, PostingsWriter& postings) const {
  terms.begin_field(field, kind);
  std::string buffer;
  std::vector<std::uint32_t> positions;
  for (const SortedTerm& each : sorted) {
    PostingsStream stream(*this, each.address, buffer);
    postings.begin_term(kind);
    for (DocId doc = 0; !stream.done();) {
      doc += stream.number();
      if (has_positions(kind)) {
        stream.positions(positions);
        postings.add(doc, positions);
      } else if (kind == TermKind::kFrequencies) {
        postings.add(doc, stream.done() ? entry_at(each.address).last_position : stream.number());
      } else {
        postings.add(doc, 1);
      }
    }
    terms.add(term_at(each.address), postings.end_term());
  }
}

void Inverter::write_forms(std::span<const SortedTerm> forms, TermsWriter& terms) const {
  std::vector<std::pair<std::string, std::uint32_t>> folded;
  folded.reserve(forms.size());
  std::string term;
  for (const SortedTerm& each : forms) {
    const std::string_view form = term_at(each.address);
    fold_kazakh_letters(form, term);
    term += '\0';
    term += form;
    folded.emplace_back(term, entry_at(each.address).last_doc + 1);
  }
  std::sort(folded.begin(), folded.end());
  terms.begin_field(kFormsField, TermKind::kStatistics);
  for (const auto& [each, count] : folded) {
    TermInfo info;
    info.doc_freq = count;
    terms.add(each, info);
  }
}

void Inverter::write_lengths(const Schema& schema, LengthsWriter& lengths) {
  for (std::uint32_t field = 0; field < fields_.size(); ++field) {
    FieldState& state = fields_[field];
    if (state.doc_count == 0 || schema.fields()[field].type != FieldType::kText) continue;
    state.lengths.resize(doc_);
    lengths.add(field, state.lengths);
  }
}

std::vector<FieldSums> Inverter::sums() const {
  std::vector<FieldSums> sums;
  for (std::uint32_t field = 0; field < fields_.size(); ++field)
    if (fields_[field].doc_count > 0)
      sums.push_back({field, fields_[field].doc_count, fields_[field].token_count});
  return sums;
}

}  // namespace izde::internal
