#include "index/document_order.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

#include "index/segment_merger.h"
#include "index/terms_union.h"

namespace izde::internal {
namespace {

constexpr std::uint32_t kLeastPart = 32;  ///< Parts of so many documents are not cut further.
constexpr int kMostRounds = 10;
constexpr std::size_t kStillShare = 256;  ///< A round that moves fewer of a part is its last.
constexpr std::uint32_t kLogs = 4096;

void check(const std::atomic<bool>* stop) {
  if (stop != nullptr && stop->load(std::memory_order_relaxed)) throw MergeStopped();
}

/// The words of each document, as numbers: those of document d are words[begins[d]] to
/// words[begins[d + 1] - 1].
struct DocumentWords {
  std::vector<std::uint64_t> begins;
  std::vector<std::uint32_t> words;
  std::uint32_t word_count = 0;
};

/// Calls visit(document) for each document of each word that counts, and end_word() behind each.
template <typename Visit, typename EndWord>
void for_each_word(std::span<const std::shared_ptr<const SegmentReader>> segments,
                   std::uint32_t field_count, const std::vector<DocId>& bases,
                   const std::atomic<bool>* stop, const Visit& visit, const EndWord& end_word) {
  const DocId documents = bases.back();
  const std::uint32_t least = std::max(2U, documents / 1024);
  for (std::uint32_t field = 0; field < field_count; ++field) {
    const auto is_text = [&](const auto& segment) { return segment->lengths(field) != nullptr; };
    if (std::none_of(segments.begin(), segments.end(), is_text)) continue;
    TermsUnion terms(segments, field);
    while (terms.next()) {
      std::uint32_t doc_freq = 0;
      terms.for_each([&](std::size_t, const TermInfo& info) { doc_freq += info.doc_freq; });
      if (doc_freq < least || doc_freq > documents / 2) continue;
      check(stop);
      terms.for_each([&](std::size_t segment, const TermInfo& info) {
        PostingsCursor cursor = segments[segment]->postings(field, info);
        for (DocId doc = cursor.next(); doc != kNoMoreDocs; doc = cursor.next())
          visit(bases[segment] + doc);
      });
      end_word();
    }
  }
}

DocumentWords words_of(std::span<const std::shared_ptr<const SegmentReader>> segments,
                       std::uint32_t field_count, const std::vector<DocId>& bases,
                       const std::atomic<bool>* stop) {
  DocumentWords of;
  of.begins.resize(std::size_t{bases.back()} + 2);
  for_each_word(
      segments, field_count, bases, stop, [&](DocId doc) { ++of.begins[std::size_t{doc} + 2]; },
      [] {});
  std::partial_sum(of.begins.begin(), of.begins.end(), of.begins.begin());
  of.words.resize(of.begins.back());
  for_each_word(
      segments, field_count, bases, stop,
      [&](DocId doc) { of.words[of.begins[std::size_t{doc} + 1]++] = of.word_count; },
      [&] { ++of.word_count; });
  return of;
}

/// Halves the documents again and again, each time moving those over whose words stand more in the
/// other half.
class Bisection {
 public:
  Bisection(const DocumentWords& of, const std::atomic<bool>* stop)
      : of_(of), stop_(stop), words_(of.word_count), logs_(kLogs) {
    for (std::uint32_t i = 1; i < kLogs; ++i) logs_[i] = std::log2(static_cast<float>(i));
    docs_.resize(of.begins.size() - 2);
    std::iota(docs_.begin(), docs_.end(), DocId{0});
    moves_.resize(docs_.size());
  }

  /// The documents in their new order.
  std::vector<DocId> run() {
    std::vector<std::span<DocId>> parts = {docs_};
    while (!parts.empty()) {
      const std::span<DocId> part = parts.back();
      parts.pop_back();
      if (part.size() <= kLeastPart) {
        std::sort(part.begin(), part.end());
        continue;
      }
      for (int round = 0; round < kMostRounds && improve(part); ++round) check(stop_);
      parts.push_back(part.first(part.size() / 2));
      parts.push_back(part.subspan(part.size() / 2));
    }
    return std::move(docs_);
  }

 private:
  struct Word {
    std::uint32_t left = 0;  ///< Documents of the left half that have it.
    std::uint32_t right = 0;
    float move_right = 0;  ///< What the code gets shorter by, in bits, when one more is right.
    float move_left = 0;
  };

  std::span<const std::uint32_t> words_of(DocId doc) const noexcept {
    return {of_.words.data() + of_.begins[doc], of_.begins[std::size_t{doc} + 1] - of_.begins[doc]};
  }

  float log2_of(std::uint32_t number) const noexcept {
    return number < kLogs ? logs_[number] : std::log2(static_cast<float>(number));
  }

  /// Bits that `count` of `documents` take as distances, about.
  float cost(std::uint32_t count, float log_documents) const noexcept {
    return static_cast<float>(count) * (log_documents - log2_of(count + 1));
  }

  // Returns whether enough documents went to the other half for another round.
  bool improve(std::span<DocId> part) {
    const std::size_t half = part.size() / 2;
    count_words(part.first(half), &Word::left);
    count_words(part.subspan(half), &Word::right);
    set_gains(static_cast<std::uint32_t>(half), static_cast<std::uint32_t>(part.size() - half));
    for (std::size_t i = 0; i < part.size(); ++i) {
      float gain = 0;
      for (const std::uint32_t word : words_of(part[i]))
        gain += i < half ? words_[word].move_right : -words_[word].move_left;
      moves_[i] = {gain, part[i], i < half};
    }
    for (const std::uint32_t word : met_) words_[word] = {};
    met_.clear();
    const std::span<Move> moves(moves_.data(), part.size());
    std::nth_element(moves.begin(), moves.begin() + static_cast<std::ptrdiff_t>(half), moves.end(),
                     [](const Move& a, const Move& b) {
                       return a.right < b.right || (a.right == b.right && a.doc < b.doc);
                     });
    std::size_t moved = 0;
    for (std::size_t i = 0; i < part.size(); ++i) {
      part[i] = moves[i].doc;
      if (moves[i].was_left != (i < half)) ++moved;
    }
    return moved > part.size() / kStillShare;
  }

  void count_words(std::span<const DocId> docs, std::uint32_t Word::*side) {
    for (const DocId doc : docs)
      for (const std::uint32_t word : words_of(doc)) {
        if (words_[word].left + words_[word].right == 0) met_.push_back(word);
        ++(words_[word].*side);
      }
  }

  void set_gains(std::uint32_t left, std::uint32_t right) {
    const float log_left = log2_of(left);
    const float log_right = log2_of(right);
    for (const std::uint32_t number : met_) {
      Word& word = words_[number];
      const float now = cost(word.left, log_left) + cost(word.right, log_right);
      if (word.left > 0)
        word.move_right = now - cost(word.left - 1, log_left) - cost(word.right + 1, log_right);
      if (word.right > 0)
        word.move_left = now - cost(word.left + 1, log_left) - cost(word.right - 1, log_right);
    }
  }

  struct Move {
    float right;  ///< What is gained by standing in the right half and not in the left.
    DocId doc;
    bool was_left;
  };

  const DocumentWords& of_;
  const std::atomic<bool>* stop_;
  std::vector<DocId> docs_;
  std::vector<Word> words_;
  std::vector<std::uint32_t> met_;  ///< Words of the part being cut.
  std::vector<Move> moves_;
  std::vector<float> logs_;
};

}  // namespace

std::vector<std::vector<DocId>> order_by_similarity(
    std::span<const std::shared_ptr<const SegmentReader>> segments, std::uint32_t field_count,
    const std::atomic<bool>* stop) {
  std::vector<DocId> bases = {0};
  for (const auto& segment : segments) bases.push_back(bases.back() + segment->doc_count());
  const DocumentWords of = words_of(segments, field_count, bases, stop);
  const std::vector<DocId> order = Bisection(of, stop).run();
  std::vector<DocId> new_docs(order.size());
  for (DocId i = 0; i < order.size(); ++i) new_docs[order[i]] = i;
  std::vector<std::vector<DocId>> parts;
  for (std::size_t i = 0; i < segments.size(); ++i)
    parts.emplace_back(new_docs.begin() + bases[i], new_docs.begin() + bases[i + 1]);
  return parts;
}

}  // namespace izde::internal
