// Merged segments against the model: they hold what a segment of the same documents holds. Threads
// that add, commit and merge at once.
#include <algorithm>
#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/error.h"

#include "base/random.h"
#include "index/merge_policy.h"
#include "index/model.h"
#include "index/plain_analysis.h"
#include "index/snapshot.h"
#include "index/writer.h"
#include "store/faulty_directory.h"

namespace izde::internal {
namespace {

constexpr WriterOptions kByHand{.buffer_bytes = std::size_t{1} << 20,
                                .merge = {.automatic = false}};

class MergeTest : public ::testing::Test {
 protected:
  std::unique_ptr<WriterCore> writer(const WriterOptions& options) {
    return std::make_unique<WriterCore>(directory_, test_schema(), kPlainDefinition,
                                        plain_analysis(), options);
  }
  std::shared_ptr<const Snapshot> snapshot() const {
    return open_latest(*directory_, Analyzer{}, nullptr);
  }
  std::vector<Document> add(WriterCore& core, Random& random, int count) {
    std::vector<Document> documents;
    for (int i = 0; i < count; ++i) {
      documents.push_back(random_document(random));
      core.add(documents.back());
    }
    return documents;
  }
  void expect_no_orphans() const {
    const auto manifest = read_manifest(*directory_);
    EXPECT_EQ(directory_->list().size(), manifest->segments.size() * kSegmentExtensions.size() + 1);
  }

  std::shared_ptr<Directory> directory_ = make_memory_directory();
};

/// The documents of a snapshot as they are stored, in its order.
std::vector<std::vector<std::string>> stored_in(const Snapshot& snapshot) {
  std::vector<std::vector<std::string>> documents;
  for (const auto& segment : snapshot.segments)
    for (DocId doc = 0; doc < segment->doc_count(); ++doc) {
      std::vector<std::string>& values = documents.emplace_back();
      for (const StoredValue& value : segment->stored().read(doc))
        values.push_back(std::to_string(value.field) + value.value);
    }
  return documents;
}

TEST_F(MergeTest, OptimizedSegmentsHoldWhatTheModelHolds) {
  for (const unsigned seed : {1U, 2U, 3U, 4U, 5U, 6U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    directory_ = make_memory_directory();
    Random random(seed);
    const auto core = writer(kByHand);
    std::vector<Document> documents;
    const std::uint32_t commits = 1 + random() % 12;
    for (std::uint32_t i = 0; i < commits; ++i) {
      const auto added = add(*core, random, static_cast<int>(random() % (i == 3 ? 2000 : 40)));
      documents.insert(documents.end(), added.begin(), added.end());
      if (i + 1 < commits) core->commit();
    }
    const std::size_t most = 1 + random() % 3;
    core->optimize(most);
    const auto view = snapshot();
    EXPECT_LE(view->segments.size(), most);
    EXPECT_EQ(difference(*view, documents), "");
    for (const auto& segment : view->segments) segment->verify();
    expect_no_orphans();
    core->optimize(1);
    EXPECT_EQ(difference(*snapshot(), documents), "");
  }
}

TEST_F(MergeTest, ReorderedSegmentsHoldTheSameDocuments) {
  for (const unsigned seed : {11U, 12U, 13U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    directory_ = make_memory_directory();
    Random random(seed);
    const auto core = writer(kByHand);
    std::vector<Document> documents;
    for (std::size_t i = 0; i < 1200; ++i) {
      // Each is told by a keyword of its own.
      documents.push_back(random_document(random).set("source", std::to_string(i)));
      core->add(documents.back());
      if (i % 300 == 299) core->commit();
    }
    core->optimize(1, {.reorder = true});
    const auto view = snapshot();
    ASSERT_EQ(view->segments.size(), 1U);
    std::vector<Document> in_order;
    for (DocId doc = 0; doc < view->doc_count; ++doc) {
      const std::vector<StoredValue> values = view->segments[0]->stored().read(doc);
      std::string mark;
      for (const StoredValue& value : values)
        if (value.field == 2) mark = value.value;
      in_order.push_back(documents.at(std::stoul(mark)));
    }
    EXPECT_EQ(difference(*view, in_order), "");
    EXPECT_FALSE(
        std::equal(in_order.begin(), in_order.end(), documents.begin(),
                   [](const Document& a, const Document& b) { return a.values() == b.values(); }))
        << "nothing was reordered";
  }
}

TEST_F(MergeTest, MergesInTheBackgroundKeepDocumentsAndTheirOrder) {
  Random random(21);
  const auto core = writer({.merge = {.segments_per_tier = 3, .floor_bytes = 1}});
  std::vector<Document> documents;
  for (int i = 0; i < 60; ++i) {
    const auto added = add(*core, random, 1 + static_cast<int>(random() % 20));
    documents.insert(documents.end(), added.begin(), added.end());
    core->commit();
    if (i % 7 == 0) {
      EXPECT_EQ(difference(*snapshot(), documents), "");
    }
  }
  core->wait_for_merges();
  EXPECT_LT(snapshot()->segments.size(), 20U);
  EXPECT_EQ(difference(*snapshot(), documents), "");
  expect_no_orphans();
}

TEST_F(MergeTest, AMergeThatIsGivenUpLeavesTheIndexAsItWas) {
  Random random(22);
  std::vector<Document> documents;
  for (int round = 0; round < 20; ++round) {
    const auto core = writer({.merge = {.segments_per_tier = 2, .floor_bytes = 1}});
    const auto added = add(*core, random, 50);
    documents.insert(documents.end(), added.begin(), added.end());
    core->commit();
    core->add(Document{}.set("title", "not committed"));
    core->close();  // a merge may run
    EXPECT_EQ(difference(*snapshot(), documents), "");
    expect_no_orphans();
  }
}

TEST_F(MergeTest, ADamagedSegmentIsNotMerged) {
  Random random(23);
  {
    const auto core = writer(kByHand);
    for (int i = 0; i < 2; ++i) {
      add(*core, random, 400);
      core->commit();
    }
  }
  for (const std::string extension : {"postings", "stored", "terms", "lengths", "columns"}) {
    SCOPED_TRACE(extension);
    const std::string name = snapshot()->segments[1]->info().name + "." + extension;
    const std::string bytes(directory_->open(name)->bytes());
    std::string damaged = bytes;
    damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x10);
    const auto replace = [&](const std::string& by) {
      directory_->remove(name);
      const auto file = directory_->create(name);
      file->append(by);
      file->close();
    };
    replace(damaged);
    const auto core = writer(kByHand);
    try {
      core->optimize(1);
      ADD_FAILURE() << "merged";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kCorruption) << error.what();
    }
    replace(bytes);
    EXPECT_EQ(snapshot()->segments.size(), 2U);
    expect_no_orphans();
  }
}

TEST_F(MergeTest, OptimizingToNothingIsRefused) {
  const auto core = writer(kByHand);
  try {
    core->optimize(0);
    ADD_FAILURE() << "to no segments";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
  }
  EXPECT_EQ(core->optimize(1), 1U) << "an index without documents";
}

// A merge that fails anywhere leaves the commit before it and what is not committed.
TEST_F(MergeTest, AFaultAtEveryOperationOfAMerge) {
  int points = 0;
  for (const bool lasting : {false, true})
    for (const bool background : {false, true})
      for (std::uint64_t fault = 0;; ++fault) {
        SCOPED_TRACE("operation " + std::to_string(fault) + (lasting ? ", lasting" : "") +
                     (background ? ", in the background" : ""));
        directory_ = make_memory_directory();
        const auto plan = std::make_shared<FaultPlan>();
        Random random(31);
        const WriterOptions options{
            .merge = {.automatic = background, .segments_per_tier = 4, .floor_bytes = 1}};
        WriterCore core(std::make_shared<FaultyDirectory>(directory_, plan), test_schema(),
                        kPlainDefinition, plain_analysis(), options);
        std::vector<Document> documents;
        for (int i = 0; i < 4; ++i) {
          const auto added = add(core, random, 5);
          documents.insert(documents.end(), added.begin(), added.end());
          core.commit();
        }
        const auto last = add(core, random, 5);
        documents.insert(documents.end(), last.begin(), last.end());
        if (!background) core.commit();
        const std::uint64_t before = plan->count;
        plan->lasting = lasting;
        // In the background the faults begin behind the commit's own operations.
        bool failed = false;
        const auto run = [&] {
          if (background) {
            core.commit();
            core.wait_for_merges();
          } else {
            core.optimize(1);
          }
        };
        plan->first = before + fault;
        try {
          run();
        } catch (const Error& error) {
          EXPECT_EQ(error.code(), ErrorCode::kIoError) << error.what();
          failed = true;
        }
        const bool came = plan->count > before + fault;
        plan->disarm();
        plan->lasting = false;
        core.rollback();
        const auto view = snapshot();
        const std::vector<Document> earlier(documents.begin(), documents.end() - 5);
        const bool is_earlier = view->doc_count == earlier.size();
        EXPECT_EQ(difference(*view, is_earlier ? earlier : documents), "");
        EXPECT_TRUE(failed || !is_earlier);
        expect_no_orphans();
        if (HasFailure()) return;
        if (!came) break;
        ++points;
      }
  EXPECT_GT(points, 60);
}

TEST_F(MergeTest, ThreadsThatAddCommitAndMergeLoseNothing) {
  constexpr int kThreads = 4;
  constexpr int kEach = 3000;
  const auto core =
      writer({.buffer_bytes = std::size_t{1} << 20, .merge = {.segments_per_tier = 3}});
  std::atomic<int> running = kThreads;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread)
    threads.emplace_back([&, thread] {
      Random random(static_cast<unsigned>(100 + thread));
      for (int i = 0; i < kEach; ++i) {
        Document document = random_document(random);
        document.add("source", std::to_string(thread) + "-" + std::to_string(i));
        core->add(document);
      }
      --running;
    });
  std::uint32_t seen = 0;
  while (running > 0) {
    core->commit();
    const auto view = snapshot();
    EXPECT_GE(view->doc_count, seen);
    seen = view->doc_count;
  }
  for (std::thread& thread : threads) thread.join();
  core->optimize(2);
  const auto view = snapshot();
  EXPECT_LE(view->segments.size(), 2U);
  ASSERT_EQ(view->doc_count, static_cast<std::uint32_t>(kThreads * kEach));
  std::set<std::string> marks;
  for (const auto& values : stored_in(*view)) marks.insert(values.back());
  EXPECT_EQ(marks.size(), static_cast<std::size_t>(kThreads * kEach));
  for (const auto& segment : view->segments) segment->verify();
  expect_no_orphans();
}

TEST_F(MergeTest, AFailureInOneThreadFailsTheWriterForAll) {
  const auto plan = std::make_shared<FaultPlan>();
  WriterCore core(std::make_shared<FaultyDirectory>(directory_, plan), test_schema(),
                  kPlainDefinition, plain_analysis(), {.buffer_bytes = std::size_t{1} << 20});
  core.add(Document{}.set("title", "kept"));
  core.commit();
  plan->first = plan->count + 40;
  plan->lasting = true;
  std::atomic<int> failed = 0;
  std::vector<std::thread> threads;
  for (unsigned thread = 0; thread < 3; ++thread)
    threads.emplace_back([&, thread] {
      Random random(thread);
      try {
        for (int i = 0; i < 100'000; ++i) core.add(random_document(random));
      } catch (const Error& error) {
        EXPECT_TRUE(error.code() == ErrorCode::kIoError || error.code() == ErrorCode::kUnavailable);
        ++failed;
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failed, 3);
  EXPECT_EQ(core.pending_documents(), 0U);
  plan->disarm();
  plan->lasting = false;
  core.rollback();
  EXPECT_EQ(snapshot()->doc_count, 1U);
  expect_no_orphans();
  core.add(Document{}.set("title", "again"));
  core.commit();
  EXPECT_EQ(snapshot()->doc_count, 2U);
}

// Live memory of all builders together, as the writer counts it, never passes the buffer by more
// than what the flushes in flight take; here by the number of segments: each is about a buffer.
TEST_F(MergeTest, TheBufferIsSharedByAllThreads) {
  const auto core = writer({.buffer_bytes = std::size_t{4} << 20, .merge = {.automatic = false}});
  std::vector<std::thread> threads;
  for (unsigned thread = 0; thread < 2; ++thread)
    threads.emplace_back([&, thread] {
      Random random(thread);
      for (int i = 0; i < 12'000; ++i) core->add(random_document(random));
    });
  for (std::thread& thread : threads) thread.join();
  core->commit();
  const std::size_t together = snapshot()->segments.size();
  directory_ = make_memory_directory();
  const auto alone = writer({.buffer_bytes = std::size_t{4} << 20, .merge = {.automatic = false}});
  for (unsigned thread = 0; thread < 2; ++thread) {
    Random random(thread);
    for (int i = 0; i < 12'000; ++i) alone->add(random_document(random));
  }
  alone->commit();
  const std::size_t single = snapshot()->segments.size();
  EXPECT_GE(together, single) << "two builders share what one had";
  EXPECT_LE(together, 3 * single + 2);
}

SegmentInfo sized(std::uint64_t mebibytes) {
  SegmentInfo info;
  info.doc_count = 1;
  info.bytes = mebibytes << 20;
  return info;
}

TEST(MergePolicy, SegmentsOfOneSizeAreMergedWhenTheyAreTooMany) {
  std::vector<SegmentInfo> segments(11, sized(8));  // the eleventh begins the next tier
  EXPECT_FALSE(choose_merge(segments, {}));
  segments.push_back(sized(8));
  const auto run = choose_merge(segments, {});
  ASSERT_TRUE(run);
  EXPECT_EQ(run->count, 10U);
}

TEST(MergePolicy, ALargeSegmentIsLeftAlone) {
  std::vector<SegmentInfo> segments = {sized(400)};
  for (int i = 0; i < 40; ++i) segments.push_back(sized(4));
  const auto run = choose_merge(segments, {});
  ASSERT_TRUE(run);
  EXPECT_GE(run->first, 1U);
}

TEST(MergePolicy, NothingAboveTheMostIsMade) {
  const std::vector<SegmentInfo> segments(40, sized(3000));
  EXPECT_FALSE(choose_merge(segments, {}));
}

// A log of equal commits: each byte is written a few times, and few segments stand.
TEST(MergePolicy, SegmentsStayFewAndLittleIsWritten) {
  std::vector<SegmentInfo> segments;
  std::uint64_t written = 0;
  for (int i = 0; i < 2000; ++i) {
    segments.push_back(sized(2));
    while (const auto run = choose_merge(segments, {})) {
      SegmentInfo merged = sized(0);
      merged.doc_count = 0;
      for (std::size_t j = run->first; j < run->first + run->count; ++j) {
        merged.bytes += segments[j].bytes;
        merged.doc_count += segments[j].doc_count;
      }
      written += merged.bytes;
      const auto first = segments.begin() + static_cast<std::ptrdiff_t>(run->first);
      *first = merged;
      segments.erase(first + 1, first + static_cast<std::ptrdiff_t>(run->count));
    }
    EXPECT_LE(segments.size(), 40U);
  }
  EXPECT_LE(written, 5 * (std::uint64_t{4000} << 20));
}

TEST(MergePolicy, RunsCoverAllSegmentsInOrder) {
  const std::vector<SegmentInfo> segments = {sized(9), sized(1), sized(1), sized(9), sized(2)};
  for (std::size_t most = 1; most <= 6; ++most) {
    const std::vector<SegmentRun> runs = runs_for(segments, most);
    EXPECT_LE(runs.size(), most);
    std::size_t next = 0;
    for (const SegmentRun& run : runs) {
      EXPECT_EQ(run.first, next);
      EXPECT_GE(run.count, 1U);
      next += run.count;
    }
    EXPECT_EQ(next, segments.size());
  }
}

}  // namespace
}  // namespace izde::internal
