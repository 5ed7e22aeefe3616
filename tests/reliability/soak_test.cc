// One writer and four reading threads for a while: no result is ever wrong, and nothing grows.
//
// Documents have a key each. Those below kSteady are replaced again and again, so that every view
// has each of them once; the others come and go. The writer notes how many documents each commit
// has. Readers note what they saw, and it is compared at the end.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "izde/error.h"
#include "izde/index.h"

#include "base/random.h"
#include "reliability/scale.h"
#include "support/temporary_folder.h"

namespace izde {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using internal::Random;

constexpr std::uint32_t kSteady = 300;
constexpr std::uint32_t kKeys = 600;
constexpr int kReaders = 4;

/// What this process holds, by the system's account.
struct Holdings {
  std::size_t memory = 0;       ///< Bytes resident.
  std::size_t descriptors = 0;  ///< Open.
  std::size_t mappings = 0;     ///< Of files under a folder.
};

Holdings holdings(const fs::path& folder) {
  Holdings held;
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages >> pages;
  held.memory = pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  held.descriptors = static_cast<std::size_t>(
      std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator()));
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);)
    if (line.find(folder.string()) != std::string::npos) ++held.mappings;
  return held;
}

std::string key_name(std::uint32_t key) { return "k" + std::to_string(key); }

Document document_of(std::uint32_t key, std::uint64_t version, Random& random) {
  std::string body;
  for (std::uint32_t left = 5 + random() % 40; left > 0; --left)
    body += "сөз" + std::to_string(random() % (1 + random() % 2000)) + " ";
  return Document{}
      .set("key", key_name(key))
      .set("version", std::to_string(version))
      .set("body", body);
}

/// What a reader saw of a commit.
struct Sighting {
  std::uint64_t generation;
  std::uint32_t documents;
};

class Soak {
 public:
  Soak() : index_(Index::open(folder_.path(), schema())), writer_(index_.writer(options())) {}

  void run(std::chrono::seconds duration) {
    std::vector<std::thread> readers;
    for (unsigned i = 0; i < kReaders; ++i) readers.emplace_back([this, i] { read(i); });
    const Clock::time_point begin = Clock::now();
    bool is_warm = false;
    while (Clock::now() - begin < duration && !::testing::Test::HasFailure()) {
      write_round();
      if (!is_warm && Clock::now() - begin > duration / 3) {
        is_warm = true;
        warm_ = most_ = holdings(folder_.path());
      }
      if (is_warm && round_ % 16 == 0) note_most();
    }
    stop_ = true;
    for (std::thread& reader : readers) reader.join();
    check_sightings();
  }

  void end() {
    writer_.close();
    const Searcher searcher = index_.searcher();
    EXPECT_EQ(searcher.size(), live_.size());
  }

  const Holdings& warm() const noexcept { return warm_; }
  const Holdings& most() const noexcept { return most_; }
  const fs::path& folder() const noexcept { return folder_.path(); }
  std::uint64_t searches() const noexcept { return searches_; }
  std::uint64_t rounds() const noexcept { return round_; }

 private:
  static Schema schema() { return Schema{}.keyword("key").integer("version").text("body"); }
  static WriterOptions options() {
    WriterOptions options;
    options.buffer_bytes = std::size_t{1} << 20;
    options.merge.segments_per_tier = 4;
    options.merge.floor_bytes = std::uint64_t{16} << 10;
    return options;
  }

  void note_most() {
    const Holdings now = holdings(folder_.path());
    most_.memory = std::max(most_.memory, now.memory);
    most_.descriptors = std::max(most_.descriptors, now.descriptors);
    most_.mappings = std::max(most_.mappings, now.mappings);
  }

  void write_round() {
    for (int i = 0; i < 20; ++i) change();
    if (round_ == 0)  // from the first commit on, all of the steady ones are there
      for (std::uint32_t key = 0; key < kSteady; ++key) put(key);
    if (round_ % 40 == 39) {
      writer_.rollback();
      live_ = committed_;
    }
    const std::uint64_t generation = writer_.commit();
    committed_ = live_;
    {
      const std::lock_guard guard(mutex_);
      counts_[generation] = static_cast<std::uint32_t>(live_.size());
      has_committed_ = true;
    }
    if (round_ % 64 == 63) writer_.optimize(2);
    ++round_;
  }

  void put(std::uint32_t key) {
    writer_.update("key", document_of(key, ++version_, random_));
    live_.insert(key);
  }

  void change() {
    const std::uint32_t key = random_() % kKeys;
    if (key < kSteady || random_() % 2 == 0) return put(key);
    if (random_() % 2 == 0)
      writer_.erase("key", key_name(key));
    else
      writer_.erase(Query::term(key_name(key), "key"));
    live_.erase(key);
  }

  void read(unsigned number) try {
    Random random(number + 100);
    while (!has_committed_ && !stop_) std::this_thread::yield();
    if (!has_committed_) return;
    // The first sees what is not committed too.
    Searcher searcher = number == 0 ? writer_.searcher() : index_.searcher();
    std::vector<Sighting> seen;
    std::uint64_t last_version = 0;
    const std::uint32_t watched = random() % kSteady;
    while (!stop_) {
      searcher = searcher.refresh();
      if (number != 0 && (seen.empty() || seen.back().generation != searcher.generation()))
        seen.push_back({searcher.generation(), searcher.size()});
      for (int i = 0; i < 10 && !stop_; ++i) look_for(searcher, random() % kKeys);
      const std::uint64_t version = version_of(searcher, watched);
      // A rollback takes back what only the writer's searcher has seen.
      if (number != 0 && version < last_version)
        ADD_FAILURE() << "version " << version << " after " << last_version;
      last_version = version;
      const Hits hits = searcher.search("сөз" + std::to_string(random() % 50));
      for (const Hit& hit : hits)
        if (hit.document("key").empty()) ADD_FAILURE() << "a hit without its document";
    }
    const std::lock_guard guard(mutex_);
    sightings_.insert(sightings_.end(), seen.begin(), seen.end());
  } catch (const Error& error) {
    ADD_FAILURE() << "a reader: " << error.what();
  }

  void look_for(const Searcher& searcher, std::uint32_t key) {
    const Hits hits = searcher.search(Query::term(key_name(key), "key"));
    const bool is_right = key < kSteady ? hits.total == 1 : hits.total <= 1;
    if (!is_right || hits.size() != hits.total)
      ADD_FAILURE() << key_name(key) << " is there " << hits.total << " times";
    for (const Hit& hit : hits)
      if (hit.document("key") != key_name(key)) ADD_FAILURE() << "another document than " << key;
    ++searches_;
  }

  static std::uint64_t version_of(const Searcher& searcher, std::uint32_t key) {
    const Hits hits = searcher.search(Query::term(key_name(key), "key"));
    return hits.empty() ? 0 : std::stoull(hits[0].document("version"));
  }

  // A commit that the writer did not note is a merge of the one before it.
  void check_sightings() {
    EXPECT_FALSE(sightings_.empty());
    for (const Sighting& sighting : sightings_) {
      auto note = counts_.upper_bound(sighting.generation);
      if (note == counts_.begin()) continue;  // before the first round
      --note;
      ASSERT_EQ(sighting.documents, note->second) << "commit " << sighting.generation;
    }
  }

  testing::TemporaryFolder folder_;
  Index index_;
  IndexWriter writer_;
  Random random_{1};
  std::set<std::uint32_t> live_, committed_;
  std::uint64_t version_ = 0;
  std::uint64_t round_ = 0;
  Holdings warm_, most_;
  std::atomic<bool> stop_ = false;
  std::atomic<bool> has_committed_ = false;
  std::atomic<std::uint64_t> searches_ = 0;
  std::mutex mutex_;  // guards all below
  std::map<std::uint64_t, std::uint32_t> counts_;
  std::vector<Sighting> sightings_;
};

// Memory may grow by a quarter and 64 MiB after the first third of the time: threads come and go,
// and the allocator keeps what it has. Under sanitizers, which keep freed memory, it is not looked
// at. A segment takes six mappings; a merge, and each reader's view, hold some more of them.
TEST(Soak, ResultsAreRightAndNothingGrows) {
  const std::uint32_t seconds = internal::scaled("IZDE_SOAK_SECONDS", 8);
  const std::size_t descriptors_before = holdings("/nowhere").descriptors;
  fs::path folder;
  {
    Soak soak;
    folder = soak.folder();
    soak.run(std::chrono::seconds(seconds));
    const Holdings& warm = soak.warm();
    const Holdings& most = soak.most();
#ifndef IZDE_SANITIZED
    EXPECT_LE(most.memory, warm.memory + warm.memory / 4 + (std::size_t{64} << 20));
#endif
    EXPECT_LE(most.descriptors, descriptors_before + 40);
    EXPECT_LE(most.mappings, 6U * 40 * (kReaders + 2));
    RecordProperty("memory_mib", std::to_string(most.memory >> 20));
    RecordProperty("memory_warm_mib", std::to_string(warm.memory >> 20));
    RecordProperty("searches", std::to_string(soak.searches()));
    RecordProperty("rounds", std::to_string(soak.rounds()));
    soak.end();
  }
  const Holdings after = holdings(folder);
  EXPECT_EQ(after.mappings, 0U) << "files of the index are still mapped";
  EXPECT_EQ(after.descriptors, descriptors_before);
}

}  // namespace
}  // namespace izde
