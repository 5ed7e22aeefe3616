#pragma once

#include <cmath>
#include <cstdint>

#include "izde/searcher.h"

#include "search/score_grid.h"

namespace izde::internal {

/// ln(1 + (N - df + 0.5) / (df + 0.5)): above 0 for every df in [0, N].
inline double bm25_idf(double documents, double doc_freq) noexcept {
  return std::log1p((documents - doc_freq + 0.5) / (doc_freq + 0.5));
}

/// BM25 of one term group: weight * tf / (tf + k1 * (1 - b + b * length / average)), Lucene's form,
/// without the factor k1 + 1 that changes no order; rounded to the query's grid.
class Bm25Scorer {
 public:
  /// `average` 0: lengths do not count (a keyword, or no tokens at all).
  Bm25Scorer(double weight, const Bm25& parameters, double average,
             const ScoreGrid& grid = {}) noexcept
      : weight_(weight), grid_(grid) {
    const double k1 = parameters.k1, b = average > 0 ? parameters.b : 0.0;
    base_ = k1 * (1 - b);
    slope_ = b > 0 ? k1 * b / average : 0;
  }

  double tf_part(double tf, double length) const noexcept {
    return tf / (tf + base_ + slope_ * length);
  }
  double score(double tf, double length) const noexcept {
    return grid_(weight_ * tf_part(tf, length));
  }

  double weight() const noexcept { return weight_; }
  double base() const noexcept { return base_; }
  double slope() const noexcept { return slope_; }
  const ScoreGrid& grid() const noexcept { return grid_; }

 private:
  double weight_;
  double base_;
  double slope_;
  ScoreGrid grid_;
};

}  // namespace izde::internal
