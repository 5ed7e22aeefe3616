#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "search/cursor.h"
#include "search/doc_heap.h"

namespace izde::internal {

using CursorPtr = std::unique_ptr<DocCursor>;

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
  /// \pre `clauses` is not empty
  explicit ConjunctionCursor(std::vector<CursorPtr> clauses);
  DocId next() override { return doc_ = align(by_cost_.front()->next()); }
  DocId advance(DocId target) override { return doc_ = align(by_cost_.front()->advance(target)); }
  bool confirm() override;
  double score() override;

 private:
  DocId align(DocId candidate);

  std::vector<CursorPtr> clauses_;
  std::vector<DocCursor*> by_cost_;  // the rarest first: it leads
};

/// Documents that one clause matches at least; scores are summed in the clauses' order.
class DisjunctionCursor final : public DocCursor {
 public:
  explicit DisjunctionCursor(std::vector<CursorPtr> clauses);
  DocId next() override;
  DocId advance(DocId target) override;
  bool confirm() override;
  double score() override;

 private:
  std::vector<CursorPtr> clauses_;
  DocHeap heap_;
  std::vector<std::uint32_t> matched_;  // clauses that matched doc_, after confirm()
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
