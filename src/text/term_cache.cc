#include "text/term_cache.h"

#include <algorithm>
#include <new>
#include <utility>

namespace izde::internal {
namespace {

constexpr std::size_t kFirstSlots = 256;

}  // namespace

TermCache::TermCache() {
  young_.slots.resize(kFirstSlots);
  old_.slots.resize(kFirstSlots);
}

void TermCache::clear() noexcept {
  for (Generation* generation : {&young_, &old_}) {
    std::fill(generation->slots.begin(), generation->slots.end(), Slot{});
    generation->arena.clear();
    generation->entries = 0;
  }
  retired_.clear();
}

const TermRecord* TermCache::find(std::uint64_t hash, std::uint32_t shape, std::string_view key) {
  if (const TermRecord* record = young_.find(hash, shape, key)) return record;
  const TermRecord* const aged = old_.find(hash, shape, key);
  return aged == nullptr ? nullptr : &add(hash, shape, key, aged->form(), aged->term());
}

const TermRecord& TermCache::add(std::uint64_t hash, std::uint32_t shape, std::string_view key,
                                 std::string_view form, std::string_view term) {
  // Most forms are the spelling and most terms begin the form: those are not written twice.
  const bool own_form = !key.starts_with(form);
  const std::size_t form_begin = own_form ? key.size() : 0;
  const bool own_term = !form.starts_with(term);
  const std::size_t behind = key.size() + (own_form ? form.size() : 0);
  const std::size_t term_begin = own_term ? behind : form_begin;

  const Arena::Address address =
      young_.arena.allocate(sizeof(TermRecord) + behind + (own_term ? term.size() : 0));
  char* const memory = young_.arena.at(address);
  auto* const record = new (memory) TermRecord;
  record->shape_ = shape;
  record->key_size_ = static_cast<std::uint16_t>(key.size());
  record->form_begin_ = static_cast<std::uint16_t>(form_begin);
  record->form_size_ = static_cast<std::uint16_t>(form.size());
  record->term_begin_ = static_cast<std::uint16_t>(term_begin);
  record->term_size_ = static_cast<std::uint16_t>(term.size());
  char* write = std::copy(key.begin(), key.end(), memory + sizeof(TermRecord));
  if (own_form) write = std::copy(form.begin(), form.end(), write);
  if (own_term) std::copy(term.begin(), term.end(), write);

  if (4 * (young_.entries + 1) > 3 * young_.slots.size()) young_.grow();
  young_.insert({tag_of(hash), address});
  ++young_.entries;
  if (young_.entries >= kMaxEntries || young_.arena.bytes() >= kMaxBytes) turn();
  return *record;
}

void TermCache::turn() {
  retired_.push_back(std::exchange(old_.arena, std::move(young_.arena)));
  young_.arena = Arena{};
  std::swap(young_.slots, old_.slots);
  std::fill(young_.slots.begin(), young_.slots.end(), Slot{});
  old_.entries = std::exchange(young_.entries, 0);
}

const TermRecord* TermCache::Generation::find(std::uint64_t hash, std::uint32_t shape,
                                              std::string_view key) const noexcept {
  const std::uint32_t tag = tag_of(hash);
  for (std::size_t i = tag & mask(); slots[i].tag != 0; i = (i + 1) & mask())
    if (slots[i].tag == tag && record(slots[i])->is(shape, key)) return record(slots[i]);
  return nullptr;
}

void TermCache::Generation::insert(const Slot& slot) noexcept {
  std::size_t at = slot.tag & mask();
  while (slots[at].tag != 0) at = (at + 1) & mask();
  slots[at] = slot;
}

void TermCache::Generation::grow() {
  std::vector<Slot> smaller(2 * slots.size());
  smaller.swap(slots);
  for (const Slot& slot : smaller)
    if (slot.tag != 0) insert(slot);
}

}  // namespace izde::internal
