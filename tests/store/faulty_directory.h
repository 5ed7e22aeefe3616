#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "izde/error.h"

#include "store/directory.h"

namespace izde::internal {

/// What a FaultyDirectory is about to do.
struct Operation {
  enum class Kind : std::uint8_t {
    kList,
    kOpen,
    kCreate,
    kAppend,
    kClose,
    kRemove,
    kRename,
    kSyncFile,
    kSync
  };

  Kind kind;
  const std::string& name;  ///< Of the file; of the folder for kList and kSync.
  std::uint64_t number;     ///< Operations count from 0.
  bool fails;
};

/// Which operations of a FaultyDirectory fail, shared with its files. Any thread.
struct FaultPlan {
  std::atomic<std::uint64_t> count = 0;  ///< Operations so far.
  /// The first that fails.
  std::atomic<std::uint64_t> first = std::numeric_limits<std::uint64_t>::max();
  std::atomic<bool> lasting = false;  ///< All after it fail too, as on a full disk.
  bool short_writes = false;          ///< A write that fails leaves half of its bytes.
  bool takes_effect = false;          ///< What fails is done all the same, reading aside.
  bool reads = false;                 ///< list() and open() count, and fail, too.
  std::string message = "No space left on device";
  /// Called before each operation that counts; one thread at a time only if the directory is used
  /// so.
  std::function<void(const Operation&)> watch = {};

  /// Counts an operation. Returns whether it fails.
  bool due(Operation::Kind kind, const std::string& name) {
    const std::uint64_t now = count++;
    const bool fails = now == first || (lasting && now > first);
    if (watch) watch({kind, name, now, fails});
    return fails;
  }
  void disarm() noexcept {
    first = std::numeric_limits<std::uint64_t>::max();
    lasting = false;
  }
};

/// A Directory whose operations fail by plan, each with kIoError.
class FaultyDirectory final : public Directory {
 public:
  using Kind = Operation::Kind;

  FaultyDirectory(std::shared_ptr<Directory> inner, std::shared_ptr<FaultPlan> plan)
      : inner_(std::move(inner)), plan_(std::move(plan)) {}

  std::vector<std::string> list() const override {
    if (plan_->reads && plan_->due(Kind::kList, inner_->name())) fail("list", inner_->name());
    return inner_->list();
  }
  std::shared_ptr<const InputFile> open(const std::string& name) const override {
    if (plan_->reads && plan_->due(Kind::kOpen, name)) fail("open", name);
    return inner_->open(name);
  }
  std::unique_ptr<OutputFile> create(const std::string& name) override {
    if (plan_->due(Kind::kCreate, name)) fail("create", name);
    return std::make_unique<FaultyFile>(inner_->create(name), name, plan_);
  }
  void remove(const std::string& name) override {
    run(Kind::kRemove, "remove", name, [&] { inner_->remove(name); });
  }
  void rename(const std::string& from, const std::string& to) override {
    run(Kind::kRename, "rename", from, [&] { inner_->rename(from, to); });
  }
  void sync_files(std::span<const std::string> names) override {
    for (const std::string& name : names)
      run(Kind::kSyncFile, "sync", name, [&] { inner_->sync_files(std::array{name}); });
  }
  void sync() override {
    run(Kind::kSync, "sync", inner_->name(), [&] { inner_->sync(); });
  }
  std::unique_ptr<DirectoryLock> lock(const std::string& name) override {
    return inner_->lock(name);
  }
  std::string name() const override { return inner_->name(); }

 private:
  class FaultyFile final : public OutputFile {
   public:
    FaultyFile(std::unique_ptr<OutputFile> inner, std::string name, std::shared_ptr<FaultPlan> plan)
        : inner_(std::move(inner)), name_(std::move(name)), plan_(std::move(plan)) {}
    void append(std::string_view bytes) override {
      if (!plan_->due(Kind::kAppend, name_)) return inner_->append(bytes);
      if (plan_->short_writes) inner_->append(bytes.substr(0, bytes.size() / 2));
      throw Error(ErrorCode::kIoError, "write " + name_ + ": " + plan_->message);
    }
    void close() override {
      if (plan_->due(Kind::kClose, name_))
        throw Error(ErrorCode::kIoError, "close " + name_ + ": " + plan_->message);
      inner_->close();
    }
    std::uint64_t size() const noexcept override { return inner_->size(); }

   private:
    std::unique_ptr<OutputFile> inner_;
    std::string name_;
    std::shared_ptr<FaultPlan> plan_;
  };

  [[noreturn]] void fail(const std::string& what, const std::string& name) const {
    throw Error(ErrorCode::kIoError, what + " " + name + ": " + plan_->message);
  }
  template <typename Action>
  void run(Kind kind, const std::string& what, const std::string& name, const Action& action) {
    const bool fails = plan_->due(kind, name);
    if (!fails || plan_->takes_effect) action();
    if (fails) fail(what, name);
  }

  std::shared_ptr<Directory> inner_;
  std::shared_ptr<FaultPlan> plan_;
};

}  // namespace izde::internal
