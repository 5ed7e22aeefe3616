#include "text/term_cache.h"

#include <algorithm>
#include <cstddef>
#include <new>
#include <utility>

namespace izde::internal {
namespace {

constexpr std::size_t kFirstSlots = 256;
constexpr std::uint32_t kLastNumber = 0xFFFFFFFD;

}  // namespace

bool TermRecord::same_tail(const TermKey& key) const noexcept {
  constexpr std::size_t kHead = TermKey::kHeadBytes;
  return std::memcmp(bytes() + kHead, key.view().data() + kHead, key_size_ - kHead) == 0;
}

TermRecord* TermCache::Records::allocate(std::size_t bytes, std::uint32_t& line) {
  const std::size_t lines = (bytes + kLineBytes - 1) / kLineBytes;
  if (lines > kPageLines - used_) {
    pages_.push_back(std::unique_ptr<Page>(new Page));  // not cleared
    used_ = 0;
  }
  line = static_cast<std::uint32_t>((pages_.size() - 1) * kPageLines + used_);
  char* const memory = pages_.back()->bytes + kLineBytes * used_;
  used_ += lines;
  return new (memory) TermRecord;
}

void TermCache::Records::clear() noexcept {
  pages_.clear();
  used_ = kPageLines;
}

TermCache::TermCache() {
  young_.slots.resize(kFirstSlots);
  old_.slots.resize(kFirstSlots);
}

void TermCache::clear() noexcept {
  for (Generation* generation : {&young_, &old_}) {
    std::fill(generation->slots.begin(), generation->slots.end(), Slot{0});
    generation->records.clear();
    generation->entries = 0;
  }
  retired_.clear();
}

const TermRecord* TermCache::find(const TermKey& key) {
  if (const TermRecord* record = young_.find(key)) return record;
  const TermRecord* const aged = old_.find(key);
  return aged == nullptr ? nullptr : &add(key, aged->parts(), aged->number());
}

const TermRecord& TermCache::add(const TermKey& key, const TermParts& parts) {
  return add(key, parts, take_numbers(parts.second_term.empty() ? 1 : 2));
}

const TermRecord& TermCache::add(const TermKey& key, const TermParts& parts, std::uint32_t number) {
  // Most forms are the spelling, and most terms and families begin the form: those are not written
  // twice.
  const std::string_view spelling = key.view();
  std::size_t end = std::max(spelling.size(), TermKey::kHeadBytes);
  const auto place = [&](std::string_view part, std::string_view within, std::size_t begin) {
    const bool inside = within.starts_with(part);
    const std::size_t at = inside ? begin : end;
    if (!inside) end += part.size();
    return TermRecord::Part{static_cast<std::uint16_t>(at),
                            static_cast<std::uint16_t>(part.size())};
  };
  const TermRecord::Part form = place(parts.form, spelling, 0);
  const TermRecord::Part term = place(parts.term, parts.form, form.begin);
  const TermRecord::Part family = place(parts.family, parts.form, form.begin);
  const TermRecord::Part second = place(parts.second_term, parts.form, form.begin);

  std::uint32_t line = 0;
  constexpr std::size_t kBefore = offsetof(TermRecord, head_);
  TermRecord* const record = young_.records.allocate(kBefore + end, line);
  record->shape_ = key.shape();
  record->key_size_ = static_cast<std::uint32_t>(spelling.size());
  record->form_ = form;
  record->term_ = term;
  record->family_ = family;
  record->second_term_ = second;
  record->number_ = number;
  char* const bytes = reinterpret_cast<char*>(record) + kBefore;
  const auto write = [&](std::string_view part, std::size_t at) {
    std::copy(part.begin(), part.end(), bytes + at);
  };
  write(spelling, 0);
  write(parts.form, form.begin);
  write(parts.term, term.begin);
  write(parts.family, family.begin);
  write(parts.second_term, second.begin);

  if (4 * (young_.entries + 1) > 3 * young_.slots.size()) young_.grow();
  young_.insert(key.hash(), tag_of(key.hash()) << kLineBits | line);
  ++young_.entries;
  if (young_.entries >= kMaxEntries || young_.records.bytes() >= kMaxBytes) turn();
  return *record;
}

// The first of `count` that follow one another. Never 0.
std::uint32_t TermCache::take_numbers(std::uint32_t count) noexcept {
  if (next_number_ > kLastNumber) next_number_ = 1;
  return std::exchange(next_number_, next_number_ + count);
}

void TermCache::turn() {
  retired_.push_back(std::exchange(old_.records, std::move(young_.records)));
  young_.records = Records{};
  std::swap(young_.slots, old_.slots);
  std::fill(young_.slots.begin(), young_.slots.end(), Slot{0});
  old_.entries = std::exchange(young_.entries, 0);
}

const TermRecord* TermCache::Generation::find(const TermKey& key) const noexcept {
  for (std::size_t i = key.hash() & mask(); slots[i] != 0; i = (i + 1) & mask())
    if (tag_in(slots[i]) == tag_of(key.hash()) && record(slots[i])->is(key))
      return record(slots[i]);
  return nullptr;
}

void TermCache::Generation::insert(std::uint64_t hash, Slot slot) noexcept {
  std::size_t at = hash & mask();
  while (slots[at] != 0) at = (at + 1) & mask();
  slots[at] = slot;
}

void TermCache::Generation::grow() {
  std::vector<Slot> smaller(2 * slots.size());
  smaller.swap(slots);
  for (const Slot slot : smaller) {
    if (slot == 0) continue;
    const std::string_view spelling = record(slot)->spelling();
    insert(TermKey(spelling, 0, spelling.size(), record(slot)->shape()).hash(), slot);
  }
}

}  // namespace izde::internal
