#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "base/deadline.h"
#include "search/cursor.h"
#include "search/doc_heap.h"
#include "search/score_grid.h"

namespace izde::internal {

using CursorPtr = std::unique_ptr<DocCursor>;

/// The score of a BestPlan: of what matched, the greatest score, and `tie_breaker` times the rest
/// of the sum.
inline double best_score(double best, double sum, double tie_breaker,
                         const ScoreGrid& grid) noexcept {
  return tie_breaker == 0 ? best : grid(best + tie_breaker * (sum - best));
}

/// Every document of a segment, with one score.
class AllCursor final : public DocCursor {
 public:
  AllCursor(std::uint32_t doc_count, double score) : doc_count_(doc_count), score_(score) {
    doc_ = doc_count == 0 ? kNoMoreDocs : 0;
    cost_ = doc_count;
  }
  DocId next() override { return advance(doc_ + 1); }
  DocId advance(DocId target) override { return doc_ = target < doc_count_ ? target : kNoMoreDocs; }
  double score() override { return score_; }

 private:
  std::uint32_t doc_count_;
  double score_;
};

/// Documents that all clauses match; scores are summed in the clauses' order.
class ConjunctionCursor final : public DocCursor {
 public:
  /// `deadline` may be null. \pre `clauses` is not empty
  ConjunctionCursor(std::vector<CursorPtr> clauses, Deadline* deadline);
  DocId next() override { return doc_ = align(by_cost_.front()->next()); }
  DocId advance(DocId target) override { return doc_ = align(by_cost_.front()->advance(target)); }
  bool confirm() override;
  double score() override;

 private:
  DocId align(DocId candidate);

  std::vector<CursorPtr> clauses_;
  std::vector<DocCursor*> by_cost_;  // the rarest first: it leads
  Deadline* deadline_;
};

/// Documents that one clause matches at least.
class UnionCursor : public DocCursor {
 public:
  explicit UnionCursor(std::vector<CursorPtr> clauses);
  DocId next() final;
  DocId advance(DocId target) final;
  bool confirm() final;

 protected:
  std::vector<CursorPtr> clauses_;
  std::vector<std::uint32_t> matched_;  // clauses that matched doc_, rising, after confirm()

 private:
  DocHeap heap_;
};

/// The same; scores are summed in the clauses' order.
class DisjunctionCursor final : public UnionCursor {
 public:
  using UnionCursor::UnionCursor;
  double score() override;
};

/// The same; the best clause's score counts whole, the others' `tie_breaker` times.
class BestCursor final : public UnionCursor {
 public:
  BestCursor(std::vector<CursorPtr> clauses, double tie_breaker, const ScoreGrid& grid)
      : UnionCursor(std::move(clauses)), tie_breaker_(tie_breaker), grid_(grid) {}
  double score() override;

 private:
  double tie_breaker_;
  ScoreGrid grid_;
};

/// Documents that at least `least` clauses match; scores are summed in the clauses' order.
class AtLeastCursor final : public DocCursor {
 public:
  /// `deadline` may be null. \pre 1 <= least <= clauses.size()
  AtLeastCursor(std::vector<CursorPtr> clauses, std::size_t least, Deadline* deadline);
  DocId next() override { return advance(doc_ + 1); }
  DocId advance(DocId target) override;
  bool confirm() override;
  double score() override;

 private:
  /// The first document that enough clauses may match. \pre no clause stands behind it
  DocId align();

  std::vector<CursorPtr> clauses_;
  std::size_t least_;
  Deadline* deadline_;
  std::vector<DocId> docs_;             // scratch
  std::vector<std::uint32_t> matched_;  // clauses that matched doc_, after confirm()
};

/// The documents of another cursor, all with one score.
class ConstantCursor final : public DocCursor {
 public:
  ConstantCursor(CursorPtr what, double score) : what_(std::move(what)), score_(score) {
    doc_ = what_->doc();
    cost_ = what_->cost();
  }
  DocId next() override { return doc_ = what_->next(); }
  DocId advance(DocId target) override { return doc_ = what_->advance(target); }
  bool confirm() override { return what_->confirm(); }
  double score() override { return score_; }

 private:
  CursorPtr what_;
  double score_;
};

/// The documents whose bit is set, all with one score.
class BitsCursor final : public DocCursor {
 public:
  /// Bit d of word d / 64 stands for document d.
  BitsCursor(std::vector<std::uint64_t> words, double score);
  DocId next() override { return advance(doc_ + 1); }
  DocId advance(DocId target) override;
  double score() override { return score_; }

 private:
  std::vector<std::uint64_t> words_;
  double score_;
};

/// The documents of `required`; `optional` adds to the score where it matches.
class OptionalCursor final : public DocCursor {
 public:
  OptionalCursor(CursorPtr required, CursorPtr optional)
      : required_(std::move(required)), optional_(std::move(optional)) {
    doc_ = required_->doc();
    cost_ = required_->cost();
  }
  DocId next() override { return doc_ = required_->next(); }
  DocId advance(DocId target) override { return doc_ = required_->advance(target); }
  bool confirm() override { return required_->confirm(); }
  double score() override;

 private:
  CursorPtr required_, optional_;
};

/// The documents of `wanted` that `unwanted` does not match.
class ExclusionCursor final : public DocCursor {
 public:
  ExclusionCursor(CursorPtr wanted, CursorPtr unwanted)
      : wanted_(std::move(wanted)), unwanted_(std::move(unwanted)) {
    doc_ = wanted_->doc();
    cost_ = wanted_->cost();
  }
  DocId next() override { return doc_ = wanted_->next(); }
  DocId advance(DocId target) override { return doc_ = wanted_->advance(target); }
  bool confirm() override;
  double score() override { return wanted_->score(); }

 private:
  CursorPtr wanted_, unwanted_;
};

}  // namespace izde::internal
