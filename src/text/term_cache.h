#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "base/arena.h"

namespace izde::internal {

/// What the analyzer makes of one spelling of a token. The bytes stand behind it.
class TermRecord {
 public:
  std::string_view form() const noexcept { return {bytes() + form_begin_, form_size_}; }
  std::string_view term() const noexcept { return {bytes() + term_begin_, term_size_}; }
  std::string_view key() const noexcept { return {bytes(), key_size_}; }
  std::uint32_t shape() const noexcept { return shape_; }

  bool is(std::uint32_t shape, std::string_view key) const noexcept {
    return shape_ == shape && key_size_ == key.size() && same_bytes(bytes(), key.data(), key_size_);
  }

 private:
  friend class TermCache;

  const char* bytes() const noexcept { return reinterpret_cast<const char*>(this + 1); }

  // memcmp of words that are most often 8 to 16 bytes, without the call.
  static bool same_bytes(const char* a, const char* b, std::size_t size) noexcept {
    if (size < 8) return std::memcmp(a, b, size) == 0;
    std::size_t at = 0;
    for (; at + 8 < size; at += 8)
      if (load(a + at) != load(b + at)) return false;
    return load(a + size - 8) == load(b + size - 8);
  }
  static std::uint64_t load(const char* bytes) noexcept {
    std::uint64_t value;
    std::memcpy(&value, bytes, sizeof(value));
    return value;
  }

  std::uint32_t shape_ = 0;
  std::uint16_t key_size_ = 0;
  std::uint16_t form_begin_ = 0;
  std::uint16_t form_size_ = 0;
  std::uint16_t term_begin_ = 0;
  std::uint16_t term_size_ = 0;
};

/// Memory for the spellings, forms and terms that tokens point to, and a table to find those of a
/// spelling again. Results never depend on what it holds.
///
/// Two generations: when the young one is full it becomes the old one, whose records move on when
/// they are asked for and are forgotten at the next turn. So what is common stays. Within a text
/// nothing that was handed out moves or goes away. Between texts it holds at most 2 * (kMaxEntries
/// records, kMaxBytes). One thread at a time.
class TermCache {
 public:
  static constexpr std::size_t kMaxEntries = 3 * (std::size_t{1} << 15);
  static constexpr std::size_t kMaxBytes = std::size_t{8} << 20;
  static constexpr std::size_t kMaxKeyBytes = 4096;  ///< What a record can hold of a spelling.

  TermCache();

  /// Frees what only the text before pointed to.
  void begin_text() noexcept { retired_.clear(); }

  void clear() noexcept;

  /// Returns the record of `key`, cut with `shape` (tells apart tokens of the same bytes that were
  /// cut differently), or nullptr.
  const TermRecord* find(std::uint64_t hash, std::uint32_t shape, std::string_view key);

  /// Returns a record that may be that of a key with `hash`, or nullptr: a hint whose memory can be
  /// asked for early.
  const TermRecord* candidate(std::uint64_t hash) const noexcept {
    const std::uint32_t tag = tag_of(hash);
    std::size_t i = tag & young_.mask();
    while (young_.slots[i].tag != tag) {
      if (young_.slots[i].tag == 0) return nullptr;
      i = (i + 1) & young_.mask();
    }
    return young_.record(young_.slots[i]);
  }

  /// Asks the processor for the place where candidate() will look.
  void prefetch(std::uint64_t hash) const noexcept {
    __builtin_prefetch(&young_.slots[tag_of(hash) & young_.mask()]);
  }

  /// Keeps what was made of `key`, and returns it.
  ///
  /// \pre find() gave nullptr; key has at most kMaxKeyBytes bytes, form three times that, term 255
  const TermRecord& add(std::uint64_t hash, std::uint32_t shape, std::string_view key,
                        std::string_view form, std::string_view term);

 private:
  struct Slot {
    std::uint32_t tag = 0;  // 0: empty
    Arena::Address address = 0;
  };

  struct Generation {
    std::vector<Slot> slots;
    Arena arena;
    std::size_t entries = 0;

    std::size_t mask() const noexcept { return slots.size() - 1; }
    const TermRecord* record(const Slot& slot) const noexcept {
      return reinterpret_cast<const TermRecord*>(arena.at(slot.address));
    }
    const TermRecord* find(std::uint64_t hash, std::uint32_t shape,
                           std::string_view key) const noexcept;
    void insert(const Slot& slot) noexcept;
    void grow();
  };

  // 32 bits of the hash; the lowest ones choose the slot.
  static std::uint32_t tag_of(std::uint64_t hash) noexcept {
    const auto tag = static_cast<std::uint32_t>(hash);
    return tag != 0 ? tag : 1;
  }

  void turn();

  Generation young_;
  Generation old_;
  std::vector<Arena> retired_;  // tokens of this text may point there
};

}  // namespace izde::internal
