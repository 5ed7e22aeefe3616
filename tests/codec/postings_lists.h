#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "codec/postings_reader.h"
#include "codec/postings_writer.h"
#include "store/directory.h"

// Lists of postings of every count around the borders of blocks, sparse and dense.
namespace izde::internal {

inline constexpr FileId kId = {42};

using Positions = std::vector<std::uint32_t>;
using List = std::map<DocId, Positions>;

/// How the documents and positions of a list are drawn.
struct Shape {
  std::uint32_t doc_freq;
  std::uint32_t most_gap;   ///< Between documents; 1: they follow each other.
  std::uint32_t most_freq;  ///< 0: no positions.
  std::uint32_t most_step;  ///< Between positions.
};

inline List random_list(Random& random, const Shape& shape) {
  List list;
  DocId doc = random() % shape.most_gap;
  for (std::uint32_t i = 0; i < shape.doc_freq; ++i) {
    Positions positions;
    std::uint32_t position = random() % (shape.most_step + 1);
    for (std::uint32_t left = shape.most_freq == 0 ? 0 : 1 + random() % shape.most_freq; left > 0;
         --left) {
      positions.push_back(position);
      position += random() % (shape.most_step + 1);
    }
    list.emplace(doc, positions);
    doc += 1 + random() % shape.most_gap;
  }
  return list;
}

inline std::vector<Shape> shapes() {
  std::vector<Shape> shapes;
  for (const std::uint32_t doc_freq :
       {1U, 2U, 3U, 15U, 16U, 128U, 255U, 256U, 257U, 300U, 512U, 5000U})
    for (const std::uint32_t most_gap : {1U, 2U, 100U, 100000U})
      for (const auto& [most_freq, most_step] :
           {std::pair{0U, 0U}, {1U, 1000U}, {3U, 10U}, {40U, 500U}, {2U, 0U}})
        shapes.push_back({doc_freq, most_gap, most_freq, most_step});
  for (const std::uint32_t most_gap : {1U, 3U, 40U}) shapes.push_back({20000, most_gap, 3, 100});
  shapes.push_back({3, 1U << 30, 2, 1U << 20});    // distances of 30 bits in a tail
  shapes.push_back({300, 1U << 23, 2, 1U << 20});  // and wide ones in blocks
  shapes.push_back({2, 5, 3000, 3});               // many positions in one document
  shapes.push_back({1, 5, 3000, 3});
  return shapes;
}

/// Writes a list of each shape into the files "p" and "q".
class PostingsTest : public ::testing::Test {
 protected:
  void write(Random& random) {
    for (const Shape& shape : shapes()) {
      const List list = random_list(random, shape);
      if (shape.most_freq == 0) {
        lists_.push_back({shape, list, TermKind::kDocs, {}});
      } else {
        lists_.push_back({shape, list, TermKind::kPositions, {}});
        lists_.push_back({shape, list, TermKind::kFrequencies, {}});
      }
    }
    for (const auto& list : lists_)
      doc_count_ = std::max(doc_count_, list.wanted.rbegin()->first + 1);
    lengths_.resize(doc_count_ < kMostLengths ? doc_count_ : 0);
    for (std::uint32_t& length : lengths_) length = 1 + random() % (random() % 4 == 0 ? 3000 : 50);
    PostingsWriter writer(*directory_, "p", "q", kId, doc_count_);
    for (Written& list : lists_) {
      writer.begin_term(list.kind, list.has_lengths() ? lengths_ : no_lengths_);
      for (const auto& [doc, positions] : list.wanted)
        list.has_positions() ? writer.add(doc, positions) : writer.add(doc, list.freq(positions));
      list.info = writer.end_term();
    }
    const std::uint64_t bytes = writer.finish();
    EXPECT_EQ(bytes, directory_->open("p")->bytes().size() + directory_->open("q")->bytes().size());
  }

  struct Written {
    Shape shape;
    List wanted;
    TermKind kind;
    TermInfo info;
    bool has_lengths() const { return has_frequencies(kind); }
    bool has_positions() const { return internal::has_positions(kind); }
    std::uint32_t freq(const Positions& positions) const {
      return has_frequencies(kind) ? static_cast<std::uint32_t>(positions.size()) : 1;
    }
  };

  std::shared_ptr<Directory> directory_ = make_memory_directory();
  std::vector<Written> lists_;
  std::uint32_t doc_count_ = 0;
  /// By document; none when there are too many documents, and then in no list.
  std::vector<std::uint32_t> lengths_;
  const std::vector<std::uint32_t> no_lengths_;
  static constexpr std::uint32_t kMostLengths = 1U << 30;
};

}  // namespace izde::internal
