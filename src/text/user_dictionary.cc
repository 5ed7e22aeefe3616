#include "text/user_dictionary.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "text/user_dictionary_builder.h"

namespace izde {
namespace internal {
namespace {

/// Sorts, and makes one of those with the same letters.
void unite(std::vector<UserRoots::Spelling>& spellings) {
  std::stable_sort(spellings.begin(), spellings.end(),
                   [](const auto& a, const auto& b) { return a.letters < b.letters; });
  std::size_t kept = 0;
  for (UserRoots::Spelling& spelling : spellings) {
    if (kept > 0 && spellings[kept - 1].letters == spelling.letters) {
      UserRoots::Spelling& same = spellings[kept - 1];
      same.flags |= spelling.flags;
      same.stem = std::min(same.stem, spelling.stem);
    } else if (&spellings[kept] != &spelling) {
      spellings[kept++] = std::move(spelling);
    } else {
      ++kept;
    }
  }
  spellings.resize(kept);
}

}  // namespace

UserRoots::UserRoots(std::vector<Spelling> spellings, std::vector<std::string> stems)
    : stems_(std::move(stems)) {
  if (spellings.empty()) return;
  unite(spellings);
  for (const Spelling& spelling : spellings) {
    const auto first = static_cast<unsigned char>(spelling.letters[0]);
    beginnings_[first] |= std::uint64_t{1} << static_cast<unsigned char>(spelling.letters[1]);
  }
  // What begins with the letters of a node stands together: from `begin` to `end`.
  struct Range {
    std::size_t begin, end, depth;
  };
  std::vector<Range> ranges{{0, spellings.size(), 0}};
  cells_.emplace_back();
  for (std::size_t node = 0; node < ranges.size(); ++node) {
    auto [begin, end, depth] = ranges[node];
    Cell cell;
    cell.first = static_cast<std::uint32_t>(ranges.size());
    if (spellings[begin].letters.size() == depth) {
      cell.flags = spellings[begin].flags;
      cell.stem = spellings[begin].stem;
      ++begin;
    }
    while (begin < end) {
      const char letter = spellings[begin].letters[depth];
      std::size_t next = begin;
      while (next < end && spellings[next].letters[depth] == letter) ++next;
      cell.children |= std::uint64_t{1} << static_cast<unsigned char>(letter);
      ranges.push_back({begin, next, depth + 1});
      cells_.emplace_back();
      begin = next;
    }
    cells_[node] = cell;
  }
}

UserEntries::UserEntries(std::vector<UserEntry> entries) : entries_(std::move(entries)) {
  if (entries_.empty()) return;
  slots_.resize(std::bit_ceil(2 * entries_.size()));
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const std::string& word = entries_[i].word;
    const std::size_t bit = filter_bit(word);
    filter_[bit / 64] |= std::uint64_t{1} << (bit % 64);
    std::size_t at = hash64(word) & (slots_.size() - 1);
    while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = static_cast<std::uint32_t>(i + 1);
  }
}

const UserEntry* UserEntries::find_hashed(std::string_view word) const noexcept {
  if (slots_.empty()) return nullptr;
  std::size_t at = hash64(word) & (slots_.size() - 1);
  for (; slots_[at] != 0; at = (at + 1) & (slots_.size() - 1))
    if (entries_[slots_[at] - 1].word == word) return &entries_[slots_[at] - 1];
  return nullptr;
}

}  // namespace internal

UserDictionary::UserDictionary(std::shared_ptr<const State> state) noexcept
    : state_(std::move(state)) {}

UserDictionary::UserDictionary(const std::vector<DictionaryEntry>& entries) {
  internal::UserDictionaryBuilder builder("entry");
  for (std::size_t i = 0; i < entries.size(); ++i) builder.add(entries[i], i + 1);
  state_ = builder.build();
}

UserDictionary UserDictionary::parse(std::string_view text) {
  internal::UserDictionaryBuilder builder("line");
  internal::add_lines(text, builder);
  return UserDictionary(builder.build());
}

std::size_t UserDictionary::size() const noexcept { return state_ == nullptr ? 0 : state_->size; }

std::string_view UserDictionary::text() const noexcept {
  return state_ == nullptr ? std::string_view() : std::string_view(state_->text);
}

std::string UserDictionary::hash() const {
  return empty() ? "none" : fmt::format("{:016x}", internal::hash64(text()));
}

}  // namespace izde
