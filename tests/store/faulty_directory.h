#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "izde/error.h"

#include "store/directory.h"

namespace izde::internal {

/// Which operations of a FaultyDirectory fail, shared with its files. Operations count from 0. Any
/// thread.
struct FaultPlan {
  std::atomic<std::uint64_t> count = 0;  ///< Operations so far.
  /// The first that fails.
  std::atomic<std::uint64_t> first = std::numeric_limits<std::uint64_t>::max();
  std::atomic<bool> lasting = false;  ///< All after it fail too, as on a full disk.
  bool short_writes = false;          ///< A write that fails leaves half of its bytes.
  std::string message = "No space left on device";

  bool due() noexcept {
    const std::uint64_t now = count++;
    return now == first || (lasting && now > first);
  }
  void check(const std::string& operation) {
    if (due()) throw Error(ErrorCode::kIoError, operation + ": " + message);
  }
  void disarm() noexcept { first = std::numeric_limits<std::uint64_t>::max(); }
};

/// A Directory whose operations fail by plan. Reading works always, so that the plan speaks of
/// writing alone.
class FaultyDirectory final : public Directory {
 public:
  FaultyDirectory(std::shared_ptr<Directory> inner, std::shared_ptr<FaultPlan> plan)
      : inner_(std::move(inner)), plan_(std::move(plan)) {}

  std::vector<std::string> list() const override { return inner_->list(); }
  std::shared_ptr<const InputFile> open(const std::string& name) const override {
    return inner_->open(name);
  }
  std::unique_ptr<OutputFile> create(const std::string& name) override {
    plan_->check("create " + name);
    return std::make_unique<FaultyFile>(inner_->create(name), name, plan_);
  }
  void remove(const std::string& name) override {
    plan_->check("remove " + name);
    inner_->remove(name);
  }
  void rename(const std::string& from, const std::string& to) override {
    plan_->check("rename " + from);
    inner_->rename(from, to);
  }
  void sync_files(std::span<const std::string> names) override {
    for (const std::string& name : names) plan_->check("sync " + name);
    inner_->sync_files(names);
  }
  void sync() override {
    plan_->check("sync");
    inner_->sync();
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
      if (!plan_->due()) return inner_->append(bytes);
      if (plan_->short_writes) inner_->append(bytes.substr(0, bytes.size() / 2));
      throw Error(ErrorCode::kIoError, "write " + name_ + ": " + plan_->message);
    }
    void close() override {
      plan_->check("close " + name_);
      inner_->close();
    }
    std::uint64_t size() const noexcept override { return inner_->size(); }

   private:
    std::unique_ptr<OutputFile> inner_;
    std::string name_;
    std::shared_ptr<FaultPlan> plan_;
  };

  std::shared_ptr<Directory> inner_;
  std::shared_ptr<FaultPlan> plan_;
};

}  // namespace izde::internal
