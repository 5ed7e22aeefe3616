#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "text/term_key.h"

namespace izde::internal {

/// What the analyzer makes of a spelling.
struct TermParts {
  std::string_view form;
  std::string_view term;
  std::string_view family;
  std::string_view second_term;  ///< Empty when the word has one reading.
};

/// The same as the cache keeps it: the key and the parts stand behind one another in `bytes`. A
/// record of a short spelling is one cache line.
class alignas(64) TermRecord {
 public:
  std::string_view form() const noexcept { return view(form_); }
  std::string_view term() const noexcept { return view(term_); }
  std::string_view family() const noexcept { return view(family_); }
  std::string_view second_term() const noexcept { return view(second_term_); }
  std::string_view spelling() const noexcept { return {bytes(), key_size_}; }
  std::uint32_t shape() const noexcept { return shape_; }
  /// Of its first reading; that of the second is one more. See text/word_numbers.h.
  std::uint32_t number() const noexcept { return number_; }
  TermParts parts() const noexcept { return {form(), term(), family(), second_term()}; }

  bool is(const TermKey& key) const noexcept {
    const TermKey::Head& other = key.head();
    const std::uint64_t differ = (head_[0] ^ other[0]) | (head_[1] ^ other[1]) |
                                 (head_[2] ^ other[2]) | (head_[3] ^ other[3]) |
                                 (shape_ ^ key.shape()) | (key_size_ ^ key.view().size());
    return differ == 0 && (key_size_ <= TermKey::kHeadBytes || same_tail(key));
  }

 private:
  friend class TermCache;

  struct Part {
    std::uint16_t begin = 0;
    std::uint16_t size = 0;
  };

  const char* bytes() const noexcept { return reinterpret_cast<const char*>(head_.data()); }
  std::string_view view(Part part) const noexcept { return {bytes() + part.begin, part.size}; }
  bool same_tail(const TermKey& key) const noexcept;

  std::uint32_t shape_ = 0;
  std::uint32_t key_size_ = 0;
  Part form_;
  Part term_;
  Part family_;
  Part second_term_;
  std::uint32_t number_ = 0;
  TermKey::Head head_{};  // the key; what is longer goes on behind the record
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
  static constexpr std::size_t kMaxEntries = 3 * (std::size_t{1} << 16);
  static constexpr std::size_t kMaxBytes = std::size_t{24} << 20;
  static constexpr std::size_t kMaxKeyBytes = 4096;  ///< What a record can hold of a spelling.

  TermCache();

  /// Frees what only the text before pointed to.
  void begin_text() noexcept { retired_.clear(); }

  void clear() noexcept;

  /// Returns the record of `key`, or nullptr.
  const TermRecord* find(const TermKey& key);

  /// Returns a record that may be that of `key`, or nullptr: a hint whose memory can be asked for
  /// early.
  const TermRecord* candidate(const TermKey& key) const noexcept {
    std::size_t i = key.hash() & young_.mask();
    while (tag_in(young_.slots[i]) != tag_of(key.hash())) {
      if (young_.slots[i] == 0) return nullptr;
      i = (i + 1) & young_.mask();
    }
    return young_.record(young_.slots[i]);
  }

  /// Asks the processor for the place where candidate() will look.
  void prefetch(const TermKey& key) const noexcept {
    __builtin_prefetch(&young_.slots[key.hash() & young_.mask()]);
  }

  /// Keeps what was made of `key`, and returns it.
  ///
  /// \pre find() gave nullptr; the key has at most kMaxKeyBytes bytes, the form three times that,
  /// the others 255
  const TermRecord& add(const TermKey& key, const TermParts& parts);

 private:
  // Records by 32-bit number; none moves. A record takes whole lines of 64 bytes of one page.
  class Records {
   public:
    TermRecord* allocate(std::size_t bytes, std::uint32_t& line);
    const TermRecord* at(std::uint32_t line) const noexcept {
      return reinterpret_cast<const TermRecord*>(pages_[line / kPageLines]->bytes +
                                                 kLineBytes * (line % kPageLines));
    }
    std::size_t bytes() const noexcept { return pages_.size() * sizeof(Page); }
    void clear() noexcept;

   private:
    static constexpr std::size_t kLineBytes = 64;
    static constexpr std::size_t kPageLines = 1024;
    struct alignas(kLineBytes) Page {
      char bytes[kLineBytes * kPageLines];
    };

    std::vector<std::unique_ptr<Page>> pages_;
    std::size_t used_ = kPageLines;  // lines of the last page
  };

  // The line of a record in the lower kLineBits, above them bits of its hash, never zero; 0: empty.
  // Small slots, since it is the memory they take that a look-up costs.
  using Slot = std::uint32_t;
  static constexpr unsigned kLineBits = 19;
  static_assert((kMaxBytes >> 6U) + (kMaxBytes >> 8U) < std::size_t{1} << kLineBits);

  static Slot tag_of(std::uint64_t hash) noexcept {
    return static_cast<Slot>(hash >> 32U) >> kLineBits | 1U;
  }
  static Slot tag_in(Slot slot) noexcept { return slot >> kLineBits; }

  struct Generation {
    std::vector<Slot> slots;
    Records records;
    std::size_t entries = 0;

    std::size_t mask() const noexcept { return slots.size() - 1; }
    const TermRecord* record(Slot slot) const noexcept {
      return records.at(slot & ((Slot{1} << kLineBits) - 1));
    }
    const TermRecord* find(const TermKey& key) const noexcept;
    void insert(std::uint64_t hash, Slot slot) noexcept;
    void grow();
  };

  const TermRecord& add(const TermKey& key, const TermParts& parts, std::uint32_t number);
  void turn();
  std::uint32_t take_numbers(std::uint32_t count) noexcept;

  Generation young_;
  Generation old_;
  std::uint32_t next_number_ = 1;
  std::vector<Records> retired_;  // tokens of this text may point there
};

}  // namespace izde::internal
