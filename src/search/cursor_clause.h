#pragma once

#include <algorithm>
#include <utility>

#include "search/boolean_cursor.h"
#include "search/clause.h"

namespace izde::internal {

/// The documents of a cursor, one after the other, bounded by one score.
class CursorClause final : public Clause {
 public:
  CursorClause(CursorPtr cursor, double bound, Deadline& deadline)
      : cursor_(std::move(cursor)), bound_(bound), deadline_(deadline) {
    doc_ = cursor_->doc();
    cost_ = cursor_->cost();
  }

  void advance(DocId target) override {
    if (doc_ < target) doc_ = cursor_->advance(target);
  }
  DocId range(DocId /*from*/) override { return kNoMoreDocs - 1; }
  DocId wider() const override { return kNoMoreDocs - 1; }
  double bound(DocId last) override { return doc_ > last ? 0 : bound_; }

  std::size_t batch(DocId end, double least, DocId* docs, double* scores) override {
    constexpr std::size_t kPassed = 256;
    std::size_t found = 0;
    for (std::size_t passed = 0; passed < kPassed && doc_ < end; ++passed, doc_ = cursor_->next()) {
      if (!confirm()) continue;
      docs[found] = doc_;
      if (scores != nullptr) {
        scores[found] = cursor_->score();
        if (scores[found] <= least) continue;
      }
      ++found;
    }
    return found;
  }

  std::size_t find(const DocId* docs, std::size_t count, std::uint32_t* which,
                   double* scores) override {
    std::size_t found = 0;
    for (std::size_t i = 0; i < count && doc_ != kNoMoreDocs; ++i) {
      advance(docs[i]);
      if (doc_ != docs[i] || !confirm()) continue;
      which[found] = static_cast<std::uint32_t>(i);
      if (scores != nullptr) scores[found] = cursor_->score();
      ++found;
    }
    return found;
  }

  void to_bits(DocId base, DocId end, std::uint64_t* words) override {
    for (; doc_ < end; doc_ = cursor_->next())
      if (confirm()) words[(doc_ - base) / 64] |= std::uint64_t{1} << ((doc_ - base) % 64);
  }

 private:
  bool confirm() {
    deadline_.spend(kDocCost);
    return cursor_->confirm();
  }

  /// Documents of a list that are looked at in the time that one of many clauses is.
  static constexpr std::size_t kDocCost = 16;

  CursorPtr cursor_;
  double bound_;
  Deadline& deadline_;
};

}  // namespace izde::internal
