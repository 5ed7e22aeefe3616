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
constexpr std::size_t kFirstWords = std::size_t{1} << 6;
constexpr std::size_t kMostWords = std::size_t{1} << 18;
constexpr std::uint32_t kFirstSliceBytes = 12;
constexpr std::uint32_t kMostSliceBytes = 1024;
constexpr std::uint32_t kLinkBytes = sizeof(Arena::Address);

/// Size of an Inverter::Entry.
constexpr std::uint32_t kEntryBytes = 24;

/// Tokens that are looked up together.
constexpr std::size_t kBatch = 32;

/// Terms whose entries are asked for ahead, when all are written.
constexpr std::size_t kAhead = 12;

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

// The postings of a term are a stream of varints over a chain of slices, each twice as long as the
// one before; the last four bytes of a slice are the address of the next. Documents are distances
// to the one before, the first to -1.
// In a field with positions: 2 * document + 1 and the first position, then 2 * distance for each
// further one. In a field of families: 2 * document, and 1 more when the frequency in the document
// before was 1; else that frequency follows. In the others the document alone.
struct Inverter::Entry {
  DocId last_doc;               ///< kNoMoreDocs before the first.
  std::uint32_t last_position;  ///< Frequency in last_doc, of a family; occurrences, of a form.
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
  /// Gathers the bytes of the term's slices in `buffer` when there are several.
  PostingsStream(const Inverter& inverter, Arena::Address address, std::string& buffer) {
    const Entry& entry = inverter.entry_at(address);
    Arena::Address at = address + kEntryBytes + rounded(entry.term_bytes);
    if (entry.slice_bytes == kFirstSliceBytes) {
      at_ = inverter.arena_.at(at);
      end_ = at_ + (entry.write - at);
      return;
    }
    buffer.clear();
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

  /// The positions behind the number of a document.
  void positions(std::vector<std::uint32_t>& out) noexcept {
    out.clear();
    auto position = static_cast<std::uint32_t>(number());
    out.push_back(position);
    while (!done() && (*at_ & 1) == 0) {
      position += static_cast<std::uint32_t>(number() >> 1);
      out.push_back(position);
    }
  }

  std::uint64_t number() noexcept {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at_++);
      value |= std::uint64_t{byte & 0x7FU} << shift;
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
  std::size_t bytes = arena_.bytes() + table_.capacity() * sizeof(Slot) +
                      forms_.capacity() * sizeof(Arena::Address);
  for (const FieldState& field : fields_)
    bytes += field.lengths.capacity() * sizeof(std::uint32_t) +
             field.words.size() * (sizeof(Word) + sizeof(Arena::Address)) +
             (field.terms.capacity() + field.families.capacity()) * sizeof(Arena::Address);
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

// A token costs cache misses: the cell of its word, the entries of its term and family, their last
// slices. Those of a batch are asked for before the first is looked at, so that the misses overlap.
void Inverter::add_text(std::uint32_t field, std::span<const Token> tokens,
                        std::span<const std::uint32_t> words, WordParts parts) {
  assert(words.empty() || words.size() == tokens.size());
  if (tokens.empty()) return;
  FieldState& state = touch_field(field);
  if (state.lengths.size() <= doc_) state.lengths.resize(doc_ + 1);
  const std::uint32_t length = count_positions(tokens);
  state.lengths[doc_] += length;
  state.token_count += length;
  const std::uint32_t first_position = state.next_position;
  state.next_position = first_position + tokens.back().position + 1 + kValueGap;
  std::array<Word, kBatch> batch;
  std::array<std::uint32_t, kBatch> hashes{};
  for (std::size_t begin = 0; begin < tokens.size(); begin += kBatch) {
    const std::size_t count = std::min(kBatch, tokens.size() - begin);
    if (words.empty())
      ask_for_terms(field, tokens.subspan(begin, count), hashes.data());
    else if (!state.words.empty())
      for (std::size_t i = 0; i < count; ++i)
        hwy::Prefetch(&state.words[words[begin + i] & (state.words.size() - 1)]);
    for (std::size_t i = 0; i < count; ++i) {
      batch[i] = find_word(field, tokens, words, begin + i, parts, hashes[i]);
      hwy::Prefetch(arena_.at(batch[i].term));
      hwy::Prefetch(arena_.at(batch[i].family));
    }
    for (std::size_t i = 0; i < count; ++i) {
      hwy::Prefetch(arena_.at(entry_at(batch[i].term).write));
      if (batch[i].family != 0) hwy::Prefetch(arena_.at(entry_at(batch[i].family).write));
    }
    for (std::size_t i = 0; i < count; ++i) {
      add_occurrence(entry_at(batch[i].term), first_position + tokens[begin + i].position);
      if (batch[i].family != 0) add_frequency(entry_at(batch[i].family));
    }
  }
}

Inverter::Word Inverter::find_word(std::uint32_t field, std::span<const Token> tokens,
                                   std::span<const std::uint32_t> words, std::size_t i,
                                   WordParts parts, std::uint32_t hash) {
  Arena::Address form = 0;
  if (words.empty()) {
    const Word word = resolve(field, tokens, i, parts, hash, form);
    count_form(form, 1);
    return word;
  }
  FieldState& state = fields_[field];
  if (2 * state.resolved >= state.words.size() && state.words.size() < kMostWords)
    grow_words(state);
  const std::size_t at = words[i] & (state.words.size() - 1);
  Word& word = state.words[at];
  if (word.number != words[i]) {
    count_form(state.forms[at], word.count);
    hash = hash_of(field, tokens[i].term);
    hwy::Prefetch(&table_[hash & (table_.size() - 1)]);
    word = resolve(field, tokens, i, parts, hash, state.forms[at]);
    word.number = words[i];
    ++state.resolved;
  }
  ++word.count;
  return word;
}

Inverter::Word Inverter::resolve(std::uint32_t field, std::span<const Token> tokens, std::size_t i,
                                 WordParts parts, std::uint32_t hash, Arena::Address& form) {
  const Token& token = tokens[i];
  Word word;
  if (parts.families && !token.family.empty() && !is_repeated(tokens, i, &Token::family)) {
    const std::uint32_t in = family_field(field);
    word.family = find_or_add(in, token.family, hash_of(in, token.family));
  }
  form = 0;
  if (parts.forms && token.form.size() < kMostTermBytes / 2 && has_kazakh_letter(token.form) &&
      !is_repeated(tokens, i, &Token::form)) {
    fold_kazakh_letters(token.form, folded_);
    folded_ += '\0';
    folded_ += token.form;
    form = find_or_add(kFormsField, folded_, hash_of(kFormsField, folded_));
  }
  word.term = find_or_add(field, token.term, hash);
  return word;
}

void Inverter::ask_for_terms(std::uint32_t field, std::span<const Token> tokens,
                             std::uint32_t* hashes) const {
  const std::size_t mask = table_.size() - 1;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    hashes[i] = hash_of(field, tokens[i].term);
    hwy::Prefetch(&table_[hashes[i] & mask]);
  }
  for (std::size_t i = 0; i < tokens.size(); ++i)
    hwy::Prefetch(arena_.at(table_[hashes[i] & mask].address));
}

void Inverter::count_form(Arena::Address form, std::uint32_t count) noexcept {
  if (form == 0) return;
  std::uint32_t& sum = entry_at(form).last_position;
  sum += std::min(count, kNoMoreDocs - sum);
}

void Inverter::grow_words(FieldState& state) {
  const std::size_t size = std::max(kFirstWords, 2 * state.words.size());
  std::vector<Word> words(size);
  std::vector<Arena::Address> forms(size);
  for (std::size_t i = 0; i < state.words.size(); ++i) {
    if (state.words[i].number == 0) continue;
    const std::size_t at = state.words[i].number & (size - 1);
    words[at] = state.words[i];
    forms[at] = state.forms[i];
  }
  state.words = std::move(words);
  state.forms = std::move(forms);
}

void Inverter::add_occurrence(Entry& entry, std::uint32_t position) {
  char bytes[2 * kMaxVarintBytes];
  char* end = bytes;
  if (entry.last_doc != doc_) {
    end = put_varint(end, std::uint64_t{doc_ - entry.last_doc} << 1 | 1);
    end = put_varint(end, position);
    entry.last_doc = doc_;
  } else {
    if (position == entry.last_position) return;
    end = put_varint(end, std::uint64_t{position - entry.last_position} << 1);
  }
  entry.last_position = position;
  append(entry, bytes, end);
}

void Inverter::add_frequency(Entry& entry) {
  if (entry.last_doc == doc_) {
    ++entry.last_position;
    return;
  }
  char bytes[2 * kMaxVarintBytes];
  const bool once = entry.last_position <= 1;  // 0: there is none before
  char* end = put_varint(bytes, std::uint64_t{doc_ - entry.last_doc} << 1 | (once ? 1U : 0U));
  if (!once) end = put_varint(end, entry.last_position);
  entry.last_doc = doc_;
  entry.last_position = 1;
  append(entry, bytes, end);
}

void Inverter::add_keyword(std::uint32_t field, std::string_view term) {
  touch_field(field);
  Entry& entry = entry_at(find_or_add(field, term, hash_of(field, term)));
  if (entry.last_doc == doc_) return;
  char bytes[kMaxVarintBytes];
  char* const end = put_varint(bytes, doc_ - entry.last_doc);
  entry.last_doc = doc_;
  append(entry, bytes, end);
}

Arena::Address Inverter::find_or_add(std::uint32_t field, std::string_view term,
                                     std::uint32_t hash) {
  assert(term.size() <= std::numeric_limits<std::uint16_t>::max());
  const std::size_t mask = table_.size() - 1;
  std::size_t at = hash & mask;
  for (; table_[at].address != 0; at = (at + 1) & mask)
    if (table_[at].hash == hash && entry_at(table_[at].address).field == field &&
        term_at(table_[at].address) == term)
      return table_[at].address;
  const Arena::Address address = add_entry(field, term);
  terms_of(field).push_back(address);
  table_[at] = {hash, address};
  if (++term_count_ * 2 > table_.size()) grow_table();
  return address;
}

std::vector<Arena::Address>& Inverter::terms_of(std::uint32_t field) {
  if (field == kFormsField) return forms_;
  return is_family_field(field) ? fields_[field - kFirstFamilyField].families
                                : fields_[field].terms;
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

std::vector<Inverter::SortedTerm> Inverter::sorted(std::vector<Arena::Address>&& terms) const {
  std::vector<SortedTerm> sorted;
  sorted.reserve(terms.size());
  for (const Arena::Address address : terms)
    sorted.push_back({first_letters(term_at(address)), address});
  std::vector<Arena::Address>().swap(terms);
  std::sort(sorted.begin(), sorted.end(), [this](const SortedTerm& a, const SortedTerm& b) {
    if (a.letters[0] != b.letters[0]) return a.letters[0] < b.letters[0];
    if (a.letters[1] != b.letters[1]) return a.letters[1] < b.letters[1];
    return term_at(a.address) < term_at(b.address);
  });
  return sorted;
}

void Inverter::write(const Schema& schema, TermsWriter& terms, PostingsWriter& postings,
                     LengthsWriter& lengths) {
  std::vector<Slot>().swap(table_);  // the memory is needed for what follows
  for (FieldState& state : fields_) {
    for (std::size_t i = 0; i < state.words.size(); ++i)
      count_form(state.forms[i], state.words[i].count);
    std::vector<Word>().swap(state.words);
    std::vector<Arena::Address>().swap(state.forms);
  }
  for (std::uint32_t field = 0; field < fields_.size(); ++field)
    if (!fields_[field].terms.empty())
      write_field(field, term_kind(schema.fields()[field].type),
                  sorted(std::move(fields_[field].terms)), terms, postings);
  for (std::uint32_t field = 0; field < fields_.size(); ++field)
    if (!fields_[field].families.empty())
      write_field(family_field(field), TermKind::kFrequencies,
                  sorted(std::move(fields_[field].families)), terms, postings);
  write_forms(terms);
  write_lengths(schema, lengths);
}

void Inverter::write_field(std::uint32_t field, TermKind kind, std::span<const SortedTerm> sorted,
                           TermsWriter& terms, PostingsWriter& postings) const {
  terms.begin_field(field, kind);
  const std::uint32_t text_field = is_family_field(field) ? field - kFirstFamilyField : field;
  const std::vector<std::uint32_t>& lengths = fields_[text_field].lengths;
  std::string buffer;
  std::vector<std::uint32_t> positions;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i + kAhead < sorted.size()) hwy::Prefetch(arena_.at(sorted[i + kAhead].address));
    const Arena::Address address = sorted[i].address;
    PostingsStream stream(*this, address, buffer);
    postings.begin_term(kind, lengths);
    if (kind == TermKind::kPositions) {
      for (DocId doc = kNoMoreDocs; !stream.done();) {
        doc += static_cast<DocId>(stream.number() >> 1);
        stream.positions(positions);
        postings.add(doc, positions);
      }
    } else if (kind == TermKind::kFrequencies) {
      DocId doc = kNoMoreDocs + static_cast<DocId>(stream.number() >> 1);
      while (!stream.done()) {
        const std::uint64_t next = stream.number();
        postings.add(doc, (next & 1) != 0 ? 1 : static_cast<std::uint32_t>(stream.number()));
        doc += static_cast<DocId>(next >> 1);
      }
      postings.add(doc, entry_at(address).last_position);
    } else {
      for (DocId doc = kNoMoreDocs; !stream.done();)
        postings.add(doc += static_cast<DocId>(stream.number()), 1);
    }
    terms.add(term_at(address), postings.end_term());
  }
}

void Inverter::write_forms(TermsWriter& terms) {
  if (forms_.empty()) return;
  terms.begin_field(kFormsField, TermKind::kStatistics);
  for (const SortedTerm& each : sorted(std::move(forms_))) {
    TermInfo info;
    info.doc_freq = entry_at(each.address).last_position;
    terms.add(term_at(each.address), info);
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
