#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "store/directory.h"

namespace izde::internal {

/// Calls a function each time that a file is opened.
class WatchedDirectory final : public Directory {
 public:
  WatchedDirectory(std::shared_ptr<Directory> inner, std::function<void(const std::string&)> watch)
      : inner_(std::move(inner)), watch_(std::move(watch)) {}

  std::vector<std::string> list() const override { return inner_->list(); }
  std::shared_ptr<const InputFile> open(const std::string& name) const override {
    watch_(name);
    return inner_->open(name);
  }
  std::unique_ptr<OutputFile> create(const std::string& name) override {
    return inner_->create(name);
  }
  void remove(const std::string& name) override { inner_->remove(name); }
  void rename(const std::string& from, const std::string& to) override { inner_->rename(from, to); }
  void sync_files(std::span<const std::string> names) override { inner_->sync_files(names); }
  void sync() override { inner_->sync(); }
  std::unique_ptr<DirectoryLock> lock(const std::string& name) override {
    return inner_->lock(name);
  }
  std::string name() const override { return inner_->name(); }

 private:
  std::shared_ptr<Directory> inner_;
  std::function<void(const std::string&)> watch_;
};

}  // namespace izde::internal
