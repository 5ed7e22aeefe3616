#pragma once

#include <boost/container/small_vector.hpp>
#include <utility>
#include <vector>

#include "base/doc_id.h"
#include "codec/lengths_reader.h"
#include "index/segment_reader.h"
#include "query/plan.h"

namespace izde::internal {

/// Length of a document over several fields, each with its boost.
class FieldLengths {
 public:
  FieldLengths(const SegmentReader& segment, const FieldWeights& fields) {
    for (const FieldWeight& field : fields) {
      if (const LengthsReader* lengths = segment.lengths(field.field); lengths != nullptr)
        parts_.emplace_back(lengths, field.boost);
    }
  }

  double operator()(DocId doc) const noexcept {
    double sum = 0;
    for (const auto& [lengths, boost] : parts_) sum += boost * (*lengths)[doc];
    return sum;
  }

  /// The parts of the sum, in its order: a field's lengths and its boost.
  const auto& parts() const noexcept { return parts_; }

 private:
  boost::container::small_vector<std::pair<const LengthsReader*, double>, 2> parts_;
};

}  // namespace izde::internal
