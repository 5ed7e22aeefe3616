#include <fmt/format.h>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "izde/error.h"

#include "store/directory.h"

namespace izde::internal {
namespace {

/// A file's content, shared by the directory and all who read it. Grows only while it is written.
struct Content {
  std::string name;
  std::string bytes;
};

/// What lives as long as the directory, its open outputs or its locks.
struct Files {
  mutable std::mutex mutex;
  std::map<std::string, std::shared_ptr<Content>> by_name;
  std::set<std::string> locks;
};

class MemoryInput final : public InputFile {
 public:
  explicit MemoryInput(std::shared_ptr<const Content> content) : content_(std::move(content)) {}
  std::string_view bytes() const noexcept override { return content_->bytes; }
  const std::string& name() const noexcept override { return content_->name; }

 private:
  std::shared_ptr<const Content> content_;
};

class MemoryOutput final : public OutputFile {
 public:
  explicit MemoryOutput(std::shared_ptr<Content> content) : content_(std::move(content)) {}
  void append(std::string_view bytes) override { content_->bytes.append(bytes); }
  void close() override { content_->bytes.shrink_to_fit(); }
  std::uint64_t size() const noexcept override { return content_->bytes.size(); }

 private:
  std::shared_ptr<Content> content_;
};

class MemoryLock final : public DirectoryLock {
 public:
  MemoryLock(std::shared_ptr<Files> files, std::string name)
      : files_(std::move(files)), name_(std::move(name)) {}
  ~MemoryLock() override {
    const std::lock_guard guard(files_->mutex);
    files_->locks.erase(name_);
  }
  MemoryLock(const MemoryLock&) = delete;
  MemoryLock& operator=(const MemoryLock&) = delete;

 private:
  std::shared_ptr<Files> files_;
  std::string name_;
};

class MemoryDirectory final : public Directory {
 public:
  std::vector<std::string> list() const override {
    const std::lock_guard guard(files_->mutex);
    std::vector<std::string> names;
    for (const auto& [name, content] : files_->by_name) names.push_back(name);
    return names;
  }
  std::shared_ptr<const InputFile> open(const std::string& name) const override {
    const std::lock_guard guard(files_->mutex);
    return std::make_shared<MemoryInput>(find(name)->second);
  }
  std::unique_ptr<OutputFile> create(const std::string& name) override {
    const std::lock_guard guard(files_->mutex);
    auto [at, added] = files_->by_name.emplace(name, nullptr);
    if (!added) throw Error(ErrorCode::kAlreadyExists, fmt::format("create {}: it exists", name));
    at->second = std::make_shared<Content>(Content{name, {}});
    return std::make_unique<MemoryOutput>(at->second);
  }
  void remove(const std::string& name) override {
    const std::lock_guard guard(files_->mutex);
    files_->by_name.erase(name);
  }
  void rename(const std::string& from, const std::string& to) override {
    const std::lock_guard guard(files_->mutex);
    const auto at = find(from);
    std::shared_ptr<Content> content = at->second;
    files_->by_name.erase(at);
    content->name = to;
    files_->by_name.insert_or_assign(to, std::move(content));
  }
  void sync_files(std::span<const std::string> names) override {
    const std::lock_guard guard(files_->mutex);
    for (const std::string& name : names) find(name);
  }
  void sync() override {}
  std::unique_ptr<DirectoryLock> lock(const std::string& name) override {
    const std::lock_guard guard(files_->mutex);
    if (!files_->locks.insert(name).second)
      throw Error(ErrorCode::kLocked, fmt::format("{} is held by this process", name));
    return std::make_unique<MemoryLock>(files_, name);
  }
  std::string name() const override { return "memory"; }

 private:
  std::map<std::string, std::shared_ptr<Content>>::iterator find(const std::string& name) const {
    const auto at = files_->by_name.find(name);
    if (at == files_->by_name.end())
      throw Error(ErrorCode::kNotFound, fmt::format("open {}: no such file in memory", name));
    return at;
  }

  std::shared_ptr<Files> files_ = std::make_shared<Files>();
};

}  // namespace

std::shared_ptr<Directory> make_memory_directory() { return std::make_shared<MemoryDirectory>(); }

}  // namespace izde::internal
