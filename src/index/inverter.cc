#include "index/inverter.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <hwy/base.h>
#include <hwy/cache_control.h>
#include <limits>
#include <new>
#include <utility>

#include "base/bytes.h"
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

std::uint32_t hash_of(std::uint32_t field, const TermKey& term) noexcept {
  return static_cast<std::uint32_t>((term.hash() ^ field) * 0x9E37'79B9'7F4A'7C15U >> 32U);
}

constexpr std::uint32_t slice_after(std::uint32_t bytes) noexcept {
  return std::min(bytes * 2, kMostSliceBytes);
}

constexpr std::uint32_t rounded(std::uint32_t bytes) noexcept { return (bytes + 3) & ~3U; }

/// Numbers below it take at most four bytes as varints.
constexpr std::uint64_t kShortVarints = std::uint64_t{1} << 28;

/// Such a varint, made without a branch.
struct ShortVarint {
  explicit ShortVarint(std::uint64_t number) noexcept
      : size(1U + (number > 0x7F ? 1U : 0U) + (number > 0x3FFF ? 1U : 0U) +
             (number > 0x1FFFFF ? 1U : 0U)) {
    constexpr std::uint64_t kMore = 0x80808080;
    bytes = (number & 0x7F) | (number & 0x3F80) << 1 | (number & 0x1FC000) << 2 |
            (number & 0xFE00000) << 3 | (kMore & ((std::uint64_t{1} << (8 * (size - 1))) - 1));
  }
  std::uint64_t bytes;  ///< From the lowest on.
  std::uint32_t size;
};

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
  /// A document takes a byte at least, with a position two. \pre nothing was read
  std::uint64_t most_docs(TermKind kind) const noexcept {
    return static_cast<std::uint64_t>(end_ - at_) / (has_positions(kind) ? 2 : 1);
  }

  /// The positions behind the number of a document. `room` is kept for its memory, never empty.
  std::span<const std::uint32_t> positions(std::vector<std::uint32_t>& room) {
    auto position = static_cast<std::uint32_t>(number());
    room[0] = position;
    std::size_t count = 1;
    while (!done() && (*at_ & 1) == 0) {
      position += static_cast<std::uint32_t>(number() >> 1);
      if (count == room.size()) room.resize(2 * count);
      room[count++] = position;
    }
    return {room.data(), count};
  }

  std::uint64_t number() noexcept {
    std::uint64_t value = static_cast<unsigned char>(*at_++);
    if (value < 0x80) return value;
    value &= 0x7F;
    for (unsigned shift = 7;; shift += 7) {
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

// Counts a value, of which the last word stands at `last_position`. Returns the position that the
// document has for its position 0.
std::uint32_t Inverter::begin_value(std::uint32_t field, std::uint32_t length,
                                    std::uint32_t last_position) {
  FieldState& state = touch_field(field);
  if (state.lengths.size() <= doc_) state.lengths.resize(doc_ + 1);
  state.lengths[doc_] += length;
  state.token_count += length;
  return std::exchange(state.next_position, state.next_position + last_position + 1 + kValueGap);
}

// A token costs cache misses: the cell of its word, the entries of its term and family, their last
// slices. Those of a batch are asked for before the first is looked at, so that the misses overlap.
void Inverter::add_text(std::uint32_t field, std::span<const Token> tokens,
                        std::span<const std::uint32_t> words, bool families) {
  assert(words.empty() || words.size() == tokens.size());
  if (tokens.empty()) return;
  const std::uint32_t first_position =
      begin_value(field, count_positions(tokens), tokens.back().position);
  const FieldState& state = fields_[field];
  std::array<Word, kBatch> batch;
  for (std::size_t begin = 0; begin < tokens.size(); begin += kBatch) {
    const std::size_t count = std::min(kBatch, tokens.size() - begin);
    if (!words.empty() && !state.words.empty())
      for (std::size_t i = 0; i < count; ++i)
        hwy::Prefetch(&state.words[words[begin + i] & (state.words.size() - 1)]);
    for (std::size_t i = 0; i < count; ++i) {
      batch[i] = find_word(field, tokens, words, begin + i, families);
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

// Inlined always: GCC takes a call that does nothing but ask for memory for one without effect, and
// leaves it out.
HWY_INLINE void Inverter::ask_for_cell(std::uint32_t field, const TermKey& term) const noexcept {
  hwy::Prefetch(&table_[hash_of(field, term) & (table_.size() - 1)]);
}

HWY_INLINE void Inverter::ask_for_entry(std::uint32_t field, const TermKey& term) const noexcept {
  const Slot& slot = table_[hash_of(field, term) & (table_.size() - 1)];
  const char* const entry = arena_.at(slot.address);
  hwy::Prefetch(entry);
  hwy::Prefetch(entry + kEntryBytes + TermKey::kHeadBytes - 1);
}

void Inverter::add_words(std::uint32_t field, std::string_view text,
                         std::span<const std::string_view> words) {
  if (words.empty()) return;
  const auto length = static_cast<std::uint32_t>(words.size());
  std::uint32_t position = begin_value(field, length, length - 1);
  std::array<TermKey, kBatch> keys;
  std::array<Entry*, kBatch> entries;
  for (; !words.empty(); words = words.subspan(std::min(kBatch, words.size()))) {
    const std::size_t count = std::min(kBatch, words.size());
    for (std::size_t i = 0; i < count; ++i) {
      keys[i].set(text, static_cast<std::size_t>(words[i].data() - text.data()), words[i].size(),
                  0);
      ask_for_cell(field, keys[i]);
    }
    for (std::size_t i = 0; i < count; ++i) ask_for_entry(field, keys[i]);
    for (std::size_t i = 0; i < count; ++i) {
      entries[i] = &entry_at(find_or_add(field, keys[i]));
      hwy::Prefetch(arena_.at(entries[i]->write));
    }
    for (std::size_t i = 0; i < count; ++i) add_occurrence(*entries[i], position++);
  }
}

Inverter::Word Inverter::find_word(std::uint32_t field, std::span<const Token> tokens,
                                   std::span<const std::uint32_t> words, std::size_t i,
                                   bool families) {
  Arena::Address form = 0;
  if (words.empty()) {
    const Word word = resolve(field, tokens, i, families, form);
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
    word = resolve(field, tokens, i, families, state.forms[at]);
    word.number = words[i];
    ++state.resolved;
  }
  ++word.count;
  return word;
}

Inverter::Word Inverter::resolve(std::uint32_t field, std::span<const Token> tokens, std::size_t i,
                                 bool families, Arena::Address& form) {
  const Token& token = tokens[i];
  const bool has_family =
      families && !token.family.empty() && !is_repeated(tokens, i, &Token::family);
  const bool has_form = token.form.size() < kMostTermBytes / 2 && has_kazakh_letter(token.form) &&
                        !is_repeated(tokens, i, &Token::form);
  // All parts are asked for before the first is looked up.
  const TermKey term(token.term);
  ask_for_cell(field, term);
  const std::uint32_t in = family_field(field);
  const TermKey family(has_family ? token.family : std::string_view());
  if (has_family) ask_for_cell(in, family);
  folded_.clear();
  if (has_form) {
    fold_kazakh_letters(token.form, folded_);
    folded_ += '\0';
    folded_ += token.form;
  }
  const TermKey vocabulary(folded_);
  if (has_form) ask_for_cell(kFormsField, vocabulary);
  ask_for_entry(field, term);
  if (has_family) ask_for_entry(in, family);
  if (has_form) ask_for_entry(kFormsField, vocabulary);
  Word word;
  if (has_family) word.family = find_or_add(in, family);
  form = has_form ? find_or_add(kFormsField, vocabulary) : 0;
  word.term = find_or_add(field, term);
  return word;
}

void Inverter::count_form(Arena::Address form, std::uint32_t count) noexcept {
  if (form == 0) return;
  std::uint32_t& sum = entry_at(form).last_position;
  sum += std::min(count, kNoMoreDocs - sum);
}

void Inverter::grow_words(FieldState& state) {
  const std::size_t size = std::max(kFirstWords, 2 * state.words.size());
  LargeVector<Word> words(size);
  LargeVector<Arena::Address> forms(size);
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
  if (entry.last_doc != doc_) {
    append(entry, std::uint64_t{doc_ - entry.last_doc} << 1 | 1, position);
    entry.last_doc = doc_;
  } else {
    if (position == entry.last_position) return;
    append(entry, std::uint64_t{position - entry.last_position} << 1);
  }
  entry.last_position = position;
}

void Inverter::add_frequency(Entry& entry) {
  if (entry.last_doc == doc_) {
    ++entry.last_position;
    return;
  }
  const std::uint64_t distance = doc_ - entry.last_doc;
  if (entry.last_position <= 1)  // 0: there is none before
    append(entry, distance << 1 | 1);
  else
    append(entry, distance << 1, entry.last_position);
  entry.last_doc = doc_;
  entry.last_position = 1;
}

void Inverter::add_keyword(std::uint32_t field, std::string_view term) {
  touch_field(field);
  Entry& entry = entry_at(find_or_add(field, TermKey(term)));
  if (entry.last_doc == doc_) return;
  append(entry, doc_ - entry.last_doc);
  entry.last_doc = doc_;
}

Arena::Address Inverter::find_or_add(std::uint32_t field, const TermKey& term) {
  assert(term.view().size() <= std::numeric_limits<std::uint16_t>::max());
  const std::uint32_t hash = hash_of(field, term);
  const std::size_t mask = table_.size() - 1;
  std::size_t at = hash & mask;
  for (; table_[at].address != 0; at = (at + 1) & mask)
    if (table_[at].hash == hash && is_term(table_[at].address, field, term))
      return table_[at].address;
  const Arena::Address address = add_entry(field, term.view());
  terms_of(field).push_back(address);
  table_[at] = {hash, address};
  if (++term_count_ * 2 > table_.size()) grow_table();
  return address;
}

bool Inverter::is_term(Arena::Address address, std::uint32_t field,
                       const TermKey& term) const noexcept {
  static_assert(TermKey::kHeadBytes <= Arena::kReadableBehind);
  const Entry& entry = entry_at(address);
  return entry.field == field && entry.term_bytes == term.view().size() &&
         term.stands_at(arena_.at(address) + kEntryBytes);
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
  LargeVector<Slot> larger(table_.size() * 2);
  const std::size_t mask = larger.size() - 1;
  for (const Slot& slot : table_) {
    if (slot.address == 0) continue;
    std::size_t at = slot.hash & mask;
    while (larger[at].address != 0) at = (at + 1) & mask;
    larger[at] = slot;
  }
  table_ = std::move(larger);
}

void Inverter::append(Entry& entry, std::uint64_t first, std::uint64_t second) {
  if ((first | second) >= kShortVarints) {
    char bytes[2 * kMaxVarintBytes];
    return append(entry, bytes, put_varint(put_varint(bytes, first), second));
  }
  const ShortVarint one(first);
  if (second < 0x80) return append_short(entry, one.bytes | second << (8 * one.size), one.size + 1);
  const ShortVarint two(second);
  append_short(entry, one.bytes | two.bytes << (8 * one.size), one.size + two.size);
}

void Inverter::append(Entry& entry, std::uint64_t number) {
  if (number >= kShortVarints) {
    char bytes[kMaxVarintBytes];
    return append(entry, bytes, put_varint(bytes, number));
  }
  const ShortVarint one(number);
  append_short(entry, one.bytes, one.size);
}

// More is written than there is where the slice and its link, which is not there yet, have room.
void Inverter::append_short(Entry& entry, std::uint64_t bytes, std::uint32_t size) {
  const std::uint32_t room = entry.slice_end - entry.write;
  if (size <= room) {
    char* const to = arena_.at(entry.write);
    if (room >= sizeof bytes - kLinkBytes)
      store_le(to, bytes);
    else
      store_le(to, static_cast<std::uint32_t>(bytes));
    entry.write += size;
    return;
  }
  char all[sizeof bytes];
  store_le(all, bytes);
  append(entry, all, all + size);
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

LargeVector<Inverter::SortedTerm> Inverter::sorted(std::vector<Arena::Address>&& terms) const {
  LargeVector<SortedTerm> sorted;
  sorted.reserve(terms.size());
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (i + kAhead < terms.size()) hwy::Prefetch(arena_.at(terms[i + kAhead]));
    sorted.push_back({first_letters(term_at(terms[i])), terms[i]});
  }
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
  LargeVector<Slot>().swap(table_);  // the memory is needed for what follows
  for (FieldState& state : fields_) {
    for (std::size_t i = 0; i < state.words.size(); ++i)
      count_form(state.forms[i], state.words[i].count);
    LargeVector<Word>().swap(state.words);
    LargeVector<Arena::Address>().swap(state.forms);
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
  std::vector<std::uint32_t> positions(64);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i + kAhead < sorted.size()) hwy::Prefetch(arena_.at(sorted[i + kAhead].address));
    const Arena::Address address = sorted[i].address;
    PostingsStream stream(*this, address, buffer);
    postings.begin_term(kind, lengths, stream.most_docs(kind));
    if (kind == TermKind::kPositions) {
      for (DocId doc = kNoMoreDocs; !stream.done();) {
        doc += static_cast<DocId>(stream.number() >> 1);
        postings.add(doc, stream.positions(positions));
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
  const LargeVector<SortedTerm> forms = sorted(std::move(forms_));
  for (std::size_t i = 0; i < forms.size(); ++i) {
    if (i + kAhead < forms.size()) hwy::Prefetch(arena_.at(forms[i + kAhead].address));
    TermInfo info;
    info.doc_freq = entry_at(forms[i].address).last_position;
    terms.add(term_at(forms[i].address), info);
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
