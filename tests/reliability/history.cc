#include "reliability/history.h"

#include <gtest/gtest.h>

#include "izde/error.h"

#include "index/snapshot.h"

namespace izde::internal {
namespace {

constexpr std::uint32_t kNames = 6;  // of snapshots
constexpr std::uint32_t kMostWords = 6;
constexpr std::uint32_t kKeys = 12;

Numbers last_of(const Expected& expected) {
  return expected.kept.empty() ? Numbers{} : expected.kept.back();
}

}  // namespace

History::History(unsigned seed, bool merges_in_background)
    : random_(seed), workload_(seed + 1, kMostWords, kKeys), check_(workload_.documents()) {
  options_.buffer_bytes = std::size_t{1} << 20;
  // With merges in the background it is unknown which commit they stand in the place of.
  options_.keep_commits = merges_in_background ? 1 : 1 + random_() % 3;
  options_.merge.automatic = merges_in_background;
  options_.merge.segments_per_tier = 2;
  plan_->watch = [this](const Operation& operation) { watch(operation); };
}

History::~History() { writer_.reset(); }

void History::expect(const std::string& what, const std::string& when) const {
  if (!what.empty()) ADD_FAILURE() << when << ": " << what;
}

void History::set(const Expected& before, const Expected& after) {
  const std::lock_guard guard(mutex_);
  before_ = before;
  after_ = after;
}

Expected History::with_commit(const Numbers& live) const {
  Expected expected = before_;
  expected.kept.push_back(live);
  if (expected.kept.size() > options_.keep_commits) expected.kept.erase(expected.kept.begin());
  return expected;
}

void History::cut_power(std::uint64_t first, std::uint32_t every, std::uint32_t draws,
                        unsigned seed) {
  const std::lock_guard guard(mutex_);
  first_cut_ = first;
  cut_every_ = every;
  cut_draws_ = draws;
  cut_random_ = Random(seed);
  look_random_ = Random(seed + 1);
}

// Only drawn here, and looked at between the steps: the operation may be a merge's.
void History::watch(const Operation& operation) {
  if (operation.fails && operation.kind == Operation::Kind::kSyncFile)
    disk_->distrust(operation.name);
  const std::lock_guard guard(mutex_);
  const bool reads =
      operation.kind == Operation::Kind::kList || operation.kind == Operation::Kind::kOpen;
  if (reads || cut_every_ == 0 || operation.number < first_cut_ || cut_random_() % cut_every_ != 0)
    return;
  for (std::uint32_t i = 0; i < cut_draws_; ++i)
    cuts_.push_back({disk_->after_power_cut(cut_random_), before_, after_, operation.number});
}

void History::check_cuts() {
  std::vector<Cut> cuts;
  {
    const std::lock_guard guard(mutex_);
    cuts.swap(cuts_);
  }
  for (const Cut& cut : cuts) {
    if (::testing::Test::HasFailure()) return;
    const std::string when = "power cut before operation " + std::to_string(cut.operation);
    expect(check_.difference(*cut.left, cut.before, cut.after), when);
    if (look_random_() % 4 == 0) expect(recovery_difference(cut), when);
    ++power_cuts_;
  }
}

// Power may be cut again while a writer opens.
std::string History::recovery_difference(const Cut& cut) {
  const auto plan = std::make_shared<FaultPlan>();
  std::vector<std::shared_ptr<PowerCutDirectory>> left_again;
  plan->watch = [&](const Operation&) {
    if (look_random_() % 2 == 0) left_again.push_back(cut.left->after_power_cut(look_random_));
  };
  try {
    const auto writer = make_writer(std::make_shared<FaultyDirectory>(cut.left, plan), options_);
    plan->watch = nullptr;
    left_again.push_back(cut.left->after_power_cut(look_random_));
    for (const auto& left : left_again)
      if (std::string text = check_.difference(*left, cut.before, cut.after); !text.empty())
        return "cut again while a writer opens: " + text;
    power_cuts_ += left_again.size();
    if (std::string text = check_.difference(*cut.left, cut.before, cut.after); !text.empty())
      return "after a writer has opened: " + text;
    const auto last = open_latest(*cut.left, Analyzer{}, nullptr);
    writer->add(Document{}.add("body", "кейін"));
    const std::uint64_t generation = writer->commit();
    if (last != nullptr && generation <= last->manifest.generation)
      return "the next commit has no higher number";
    const auto next = open_latest(*cut.left->after_power_cut(look_random_), Analyzer{}, nullptr);
    if (next == nullptr || next->live_count() != 1 + (last == nullptr ? 0 : last->live_count()))
      return "the next commit has not one document more";
  } catch (const Error& error) {
    return std::string("a writer opens: ") + error.what();
  }
  return {};
}

void History::open_writer() { writer_ = make_writer(faulty_, options_); }

bool History::run(int steps) try {
  if (writer_ == nullptr) open_writer();
  for (int i = 0; i < steps && !::testing::Test::HasFailure(); ++i) {
    may_go_on_ = false;
    step();
    check_cuts();
  }
  return true;
} catch (const Error& error) {
  if (error.code() != ErrorCode::kIoError && error.code() != ErrorCode::kUnavailable)
    ADD_FAILURE() << "not what was expected of a fault: " << error.what();
  check_cuts();
  return false;
}

void History::step() {
  const std::uint32_t choice = random_() % 64;
  if (choice < 40) return workload_.change(writer_.get());
  if (choice < 47) return commit();
  if (choice < 50) return prepare();
  if (choice < 52) return optimize(false);
  if (choice < 53) return optimize(true);
  if (choice < 56) return look();
  if (choice < 58) return roll_back();
  if (choice < 60) return reopen();
  return choice < 62 ? create_snapshot() : remove_snapshot();
}

void History::commit() {
  const Numbers live = prepared_ ? *prepared_ : workload_.live();
  const Expected before = before_;
  const Expected after = with_commit(live);
  const std::uint64_t last = writer_->committed().generation;
  set(before, after);
  const bool is_new = writer_->commit() > last;
  prepared_.reset();
  if (!is_new && live != last_of(before)) ADD_FAILURE() << "nothing committed";
  set(is_new ? after : before, is_new ? after : before);
}

void History::prepare() {
  if (prepared_) return;
  may_go_on_ = true;
  if (options_.merge.automatic) writer_->wait_for_merges();  // they have numbers too
  may_go_on_ = false;
  const std::uint64_t last = writer_->committed().generation;
  if (writer_->prepare_commit() > last)
    prepared_ = workload_.live();
  else if (workload_.live() != last_of(before_))
    ADD_FAILURE() << "nothing prepared";
}

void History::optimize(bool reorder) {
  if (prepared_) return;
  if (reorder) check_.ignore_order();
  const Expected before = before_;
  const Numbers live = workload_.live();
  set(before, with_commit(live));
  may_go_on_ = true;
  writer_->optimize(1 + random_() % 2, {.reorder = reorder});
  // A merge alone stands in the place of the commit.
  const Expected committed = with_commit(live);
  const bool is_new = live != last_of(before) || check_.difference(*disk_, committed).empty();
  set(is_new ? committed : before, is_new ? committed : before);
}

// Merges in the background remove files that are looked at here by name.
std::string History::view_difference(const Snapshot& view) {
  if (!options_.merge.automatic) return check_.difference(*disk_, view, workload_.live());
  return view.live_count() == workload_.live().size() ? "" : "another number of documents";
}

void History::await_merges() {
  try {
    if (writer_ != nullptr) writer_->wait_for_merges();
  } catch (const Error& error) {  // of a merge that the fault has ended
    if (error.code() != ErrorCode::kIoError) ADD_FAILURE() << "a merge: " << error.what();
  }
}

void History::look() {
  may_go_on_ = true;
  const auto view = writer_->view();
  if (view == nullptr) {
    if (!workload_.live().empty()) ADD_FAILURE() << "no view";
    return;
  }
  expect(view_difference(*view), "a view of the writer");
}

void History::roll_back() {
  writer_->rollback();
  prepared_.reset();
  workload_.set_live(last_of(before_));
}

void History::reopen() {
  writer_.reset();
  prepared_.reset();
  workload_.set_live(last_of(before_));
  open_writer();
}

void History::create_snapshot() {
  const std::string name = "s" + std::to_string(random_() % kNames);
  if (before_.kept.empty() || before_.named.contains(name) || before_.unsure.contains(name)) return;
  Expected after = before_;
  after.named.emplace(name, last_of(before_));
  set(before_, after);
  may_go_on_ = true;
  writer_->create_snapshot(name);
  set(after, after);
}

void History::remove_snapshot() {
  const std::string name = "s" + std::to_string(random_() % kNames);
  if (!before_.named.contains(name) || before_.unsure.contains(name)) return;
  Expected after = before_;
  after.named.erase(name);
  set(before_, after);
  may_go_on_ = true;
  writer_->remove_snapshot(name);
  set(after, after);
}

// What the directory shows now is what counts from here on. A snapshot that could not be made or
// removed is as it is until the next power cut.
void History::resolve() {
  await_merges();
  Expected now = check_.difference(*disk_, before_).empty() ? before_ : after_;
  for (const auto& [name, numbers] : before_.named)
    if (!after_.named.contains(name)) now.unsure.insert(name);
  for (const auto& [name, numbers] : after_.named)
    if (!before_.named.contains(name)) now.unsure.insert(name);
  now.named.insert(before_.named.begin(), before_.named.end());
  now.named.insert(after_.named.begin(), after_.named.end());
  set(now, now);
  expect(check_.difference(*disk_, now), "after the fault");
}

bool History::goes_on() try {
  const auto view = writer_->view();
  resolve();
  if (view != nullptr) expect(view_difference(*view), "a view after a fault");
  if (prepared_) commit();
  commit();
  return true;
} catch (const Error& error) {
  if (error.code() != ErrorCode::kUnavailable) ADD_FAILURE() << "after a fault: " << error.what();
  return false;
}

// A writer that failed takes nothing more.
void History::expect_refusal() {
  try {
    writer_->add(Document{});
    ADD_FAILURE() << "a writer that failed goes on";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnavailable) << error.what();
  }
}

void History::recover() {
  if (writer_ != nullptr && !may_go_on_) expect_refusal();
  if (writer_ == nullptr || !may_go_on_ || random_() % 2 == 0 || !goes_on()) {
    if (writer_ != nullptr && random_() % 2 == 0) {
      writer_->rollback();
    } else {
      writer_.reset();
      open_writer();
    }
    prepared_.reset();
    resolve();
    workload_.set_live(last_of(before_));
  }
  await_merges();
  // What a snapshot may still name stays until it is known.
  if (before_.unsure.empty()) expect(leftovers(*disk_, before_), "after recovery");
  check_cuts();
}

void History::finish() {
  writer_.reset();
  expect(check_.difference(*disk_, before_), "at the end");
  open_writer();
  writer_.reset();
  expect(check_.difference(*disk_, before_), "opened and closed at the end");
  expect(leftovers(*disk_, before_), "at the end");
}

}  // namespace izde::internal
