#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "izde/document.h"
#include "izde/schema.h"

#include "base/random.h"
#include "index/writer.h"
#include "store/directory.h"

namespace izde::internal {

/// Documents by number, in the order an index has them.
using Numbers = std::vector<std::uint32_t>;

/// A writer of the documents of a Workload, with the plain analysis.
std::unique_ptr<WriterCore> make_writer(std::shared_ptr<Directory> directory,
                                        const WriterOptions& options);

/// Random changes of an index, and what it must hold after each: the model of all tests here. The
/// same seed gives the same changes, whatever came between them.
class Workload {
 public:
  /// Documents have up to `most_words` words, and one of `keys` keys. Some more than `keys`
  /// documents live after a while.
  Workload(unsigned seed, std::uint32_t most_words, std::uint32_t keys)
      : random_(seed), most_words_(most_words), keys_(keys) {}

  /// Adds, updates or erases, in `writer` (unless it is null) and in live(). When the writer
  /// throws, live() is as before.
  void change(WriterCore* writer);
  /// All documents that ever were, by number; the field `number` has it.
  const std::vector<Document>& documents() const noexcept { return documents_; }
  /// The documents that there are.
  const Numbers& live() const noexcept { return live_; }
  void set_live(Numbers live) { live_ = std::move(live); }

 private:
  struct Traits {
    std::string key;
    std::set<std::string> words;
    std::uint32_t year;
  };

  std::string draw_word();
  Document draw(Traits& traits);
  template <typename Condition>
  void forget(const Condition& condition);

  Random random_;
  std::uint32_t most_words_;
  std::uint32_t keys_;
  std::vector<Document> documents_;
  std::vector<Traits> traits_;
  Numbers live_;
};

}  // namespace izde::internal
