#include "search/snapshot_vocabulary.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

namespace izde::internal {

namespace {

// See Deadline::spend().
constexpr std::size_t kLookUpCost = 64;
constexpr std::size_t kTermCost = 16;

bool more_frequent(const VocabularyEntry& a, const VocabularyEntry& b) {
  return a.doc_freq != b.doc_freq ? a.doc_freq > b.doc_freq : a.text < b.text;
}

/// Keeps the `limit` most frequent of the entries it is given: a heap with the least of them on
/// top.
class MostFrequent {
 public:
  MostFrequent(std::size_t limit, std::vector<VocabularyEntry>& out) : limit_(limit), out_(out) {
    out_.clear();
  }

  void add(std::string_view text, std::uint64_t doc_freq) {
    ++seen_;
    if (limit_ == 0) return;
    if (out_.size() < limit_) {
      out_.push_back({std::string(text), doc_freq});
      std::push_heap(out_.begin(), out_.end(), more_frequent);
    } else if (doc_freq > out_.front().doc_freq) {  // an equal one comes later in byte order
      std::pop_heap(out_.begin(), out_.end(), more_frequent);
      out_.back() = {std::string(text), doc_freq};
      std::push_heap(out_.begin(), out_.end(), more_frequent);
    }
  }

  std::size_t finish() {
    std::sort_heap(out_.begin(), out_.end(), more_frequent);
    return seen_;
  }

 private:
  std::size_t limit_;
  std::vector<VocabularyEntry>& out_;
  std::size_t seen_ = 0;
};

/// Calls use(term, doc_freq) for the terms of all segments that begin with `prefix`, in byte order,
/// each once.
template <class Use>
void walk_prefix(const Snapshot& snapshot, std::uint32_t field, std::string_view prefix,
                 const Use& use) {
  std::vector<std::unique_ptr<TermsCursor>> cursors;
  const auto step = [&](std::unique_ptr<TermsCursor>& cursor) {
    if (!cursor->next() || !cursor->term().starts_with(prefix)) cursor.reset();
  };
  for (const auto& segment : snapshot.segments) {
    auto cursor = segment->terms().seek(field, prefix);
    if (cursor != nullptr) step(cursor);
    if (cursor != nullptr) cursors.push_back(std::move(cursor));
  }
  std::string term;
  while (!cursors.empty()) {
    const auto least =
        std::min_element(cursors.begin(), cursors.end(),
                         [](const auto& a, const auto& b) { return a->term() < b->term(); });
    term.assign((*least)->term());
    std::uint64_t doc_freq = 0;
    for (auto& cursor : cursors) {
      if (cursor->term() != term) continue;
      doc_freq += cursor->info().doc_freq;
      step(cursor);
    }
    use(std::string_view(term), doc_freq);
    std::erase(cursors, nullptr);
  }
}

}  // namespace

std::uint64_t SnapshotVocabulary::doc_freq(std::uint32_t field, std::string_view term) const {
  std::uint64_t sum = 0;
  for (const auto& segment : snapshot_.segments) {
    spend(kLookUpCost);
    if (const auto info = terms_.find(*segment, field, term)) sum += info->doc_freq;
  }
  return sum;
}

std::size_t SnapshotVocabulary::terms_with_prefix(std::uint32_t field, std::string_view prefix,
                                                  std::size_t limit,
                                                  std::vector<VocabularyEntry>& out) const {
  MostFrequent most_frequent(limit, out);
  walk_prefix(snapshot_, field, prefix, [&](std::string_view term, std::uint64_t doc_freq) {
    spend(kTermCost);
    most_frequent.add(term, doc_freq);
  });
  return most_frequent.finish();
}

std::size_t SnapshotVocabulary::spellings(std::string_view folded, bool whole, std::size_t limit,
                                          std::vector<VocabularyEntry>& out) const {
  std::string prefix(folded);
  if (whole) prefix.push_back('\0');
  MostFrequent most_frequent(limit, out);
  spend(kLookUpCost);
  walk_prefix(snapshot_, kFormsField, prefix, [&](std::string_view key, std::uint64_t doc_freq) {
    spend(kTermCost);
    const std::size_t zero = key.find('\0');
    if (zero != std::string_view::npos) most_frequent.add(key.substr(zero + 1), doc_freq);
  });
  return most_frequent.finish();
}

void SnapshotVocabulary::walk_terms(std::uint32_t field, TermAutomaton& automaton,
                                    const Sink& sink) const {
  for (const auto& segment : snapshot_.segments) {
    const auto cursor = segment->terms().seek(field, automaton);
    while (cursor != nullptr && cursor->next())
      if (!sink(cursor->term(), cursor->info().doc_freq)) return;
  }
}

void SnapshotVocabulary::walk_forms(TermAutomaton& automaton, const Sink& sink) const {
  walk_terms(kFormsField, automaton, [&](std::string_view key, std::uint64_t frequency) {
    const std::size_t zero = key.find('\0');
    return zero == std::string_view::npos || sink(key.substr(zero + 1), frequency);
  });
}

}  // namespace izde::internal
