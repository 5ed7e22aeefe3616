// A fault at every operation of a history of a writer: what was committed stays, and the writer
// recovers.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "izde/error.h"

#include "base/random.h"
#include "index/model.h"
#include "index/plain_analysis.h"
#include "index/snapshot.h"
#include "index/writer.h"
#include "store/faulty_directory.h"

namespace izde::internal {
namespace {

/// How an operation fails.
struct FaultKind {
  bool lasting;
  bool short_writes;
};

class History {
 public:
  History(unsigned seed, const FaultKind& kind, std::uint64_t first)
      : first_(first), random_(seed) {
    plan_->first = first;
    plan_->lasting = kind.lasting;
    plan_->short_writes = kind.short_writes;
  }

  /// Runs all of it. Returns whether there was such an operation.
  bool run() {
    try {
      writer_ = std::make_unique<WriterCore>(faulty_, test_schema(), kPlainDefinition,
                                             plain_analysis(), WriterOptions{1 << 20});
    } catch (const Error& error) {  // nothing was begun
      EXPECT_EQ(error.code(), ErrorCode::kIoError) << error.what();
      EXPECT_TRUE(inner_->list().empty());
      return true;
    }
    for (int step = 0; step < 40 && !failed_; ++step) {
      try {
        advance();
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::kIoError) << error.what();
        failed_ = true;
      }
    }
    if (failed_)
      recover();
    else
      finish();
    return plan_->count > first_;
  }

 private:
  void advance() {
    const std::uint32_t choice = random_() % 10;
    if (choice < 7) {
      added_.push_back(random_document(random_));
      writer_->add(added_.back());
    } else if (choice < 9) {
      writer_->commit();
      committed_ = added_;
    } else {
      added_ = committed_;
      writer_->rollback();
    }
  }

  // Faults that only keep a file from being removed are not seen outside.
  void finish() {
    expect_commit("at the end");
    plan_->disarm();
    writer_->rollback();
    expect_no_orphans();
  }

  void recover() {
    expect_commit("after the fault");
    if (!plan_->lasting) expect_no_orphans();
    for (const auto& call : {+[](WriterCore& writer) { writer.add(Document{}); },
                             +[](WriterCore& writer) { writer.commit(); }}) {
      try {
        call(*writer_);
        ADD_FAILURE() << "a writer that failed goes on";
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::kUnavailable);
      }
    }
    plan_->disarm();
    writer_->rollback();
    expect_commit("after rollback");
    expect_no_orphans();
    added_ = committed_;
    added_.push_back(random_document(random_));
    writer_->add(added_.back());
    writer_->commit();
    committed_ = added_;
    expect_commit("after the next commit");
    expect_no_orphans();
  }

  // The last commit that returned, or the one that was on its way, whole: then that one counts from
  // here on.
  void expect_commit(const std::string& when) {
    const auto snapshot = open_latest(*inner_, Analyzer{}, nullptr);
    if (snapshot == nullptr) {
      EXPECT_TRUE(committed_.empty()) << when;
      return;
    }
    const std::string text = difference(*snapshot, committed_);
    if (text.empty()) return;
    EXPECT_EQ(difference(*snapshot, added_), "") << when << ", nor is it the last commit: " << text;
    committed_ = added_;
  }

  void expect_no_orphans() const {
    const auto manifest = read_manifest(*inner_);
    const std::size_t segments = manifest ? manifest->segments.size() : 0;
    EXPECT_EQ(inner_->list().size(), segments * kSegmentExtensions.size() + (manifest ? 1 : 0));
  }

  std::shared_ptr<Directory> inner_ = make_memory_directory();
  std::shared_ptr<FaultPlan> plan_ = std::make_shared<FaultPlan>();
  std::shared_ptr<Directory> faulty_ = std::make_shared<FaultyDirectory>(inner_, plan_);
  std::uint64_t first_;
  Random random_;
  std::unique_ptr<WriterCore> writer_;
  std::vector<Document> added_;
  std::vector<Document> committed_;
  bool failed_ = false;
};

TEST(Fault, AtEveryOperationTheLastCommitStands) {
  std::uint64_t points = 0;
  for (const FaultKind& kind :
       {FaultKind{false, false}, {false, true}, {true, false}, {true, true}})
    for (unsigned seed = 1; seed <= 2; ++seed)
      for (std::uint64_t first = 0;; ++first) {
        SCOPED_TRACE("seed " + std::to_string(seed) + ", operation " + std::to_string(first) +
                     (kind.lasting ? ", lasting" : "") + (kind.short_writes ? ", short" : ""));
        const bool came = History(seed, kind, first).run();
        if (::testing::Test::HasFailure()) return;
        if (!came) break;
        ++points;
      }
  EXPECT_GT(points, 500U);
  RecordProperty("fault_points", std::to_string(points));
}

}  // namespace
}  // namespace izde::internal
