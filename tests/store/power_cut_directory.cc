#include "store/power_cut_directory.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "izde/error.h"

namespace izde::internal {

class PowerCutDirectory::Input final : public InputFile {
 public:
  Input(std::shared_ptr<const File> file, std::string name)
      : file_(std::move(file)), name_(std::move(name)) {}
  std::string_view bytes() const noexcept override { return file_->bytes; }
  const std::string& name() const noexcept override { return name_; }

 private:
  std::shared_ptr<const File> file_;
  std::string name_;
};

class PowerCutDirectory::Output final : public OutputFile {
 public:
  Output(FilePtr file, std::shared_ptr<Shared> shared)
      : file_(std::move(file)), shared_(std::move(shared)) {}
  void append(std::string_view bytes) override {
    const std::lock_guard guard(shared_->mutex);
    file_->bytes.append(bytes);
  }
  void close() override {}
  std::uint64_t size() const noexcept override { return file_->bytes.size(); }

 private:
  FilePtr file_;
  std::shared_ptr<Shared> shared_;
};

class PowerCutDirectory::Lock final : public DirectoryLock {
 public:
  Lock(std::shared_ptr<Shared> shared, std::string name)
      : shared_(std::move(shared)), name_(std::move(name)) {}
  ~Lock() override {
    const std::lock_guard guard(shared_->mutex);
    shared_->locks.erase(name_);
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  std::shared_ptr<Shared> shared_;
  std::string name_;
};

std::vector<std::string> PowerCutDirectory::list() const {
  const std::lock_guard guard(shared_->mutex);
  std::vector<std::string> names;
  for (const auto& [name, file] : names_) names.push_back(name);
  return names;
}

std::shared_ptr<const InputFile> PowerCutDirectory::open(const std::string& name) const {
  const std::lock_guard guard(shared_->mutex);
  return std::make_shared<Input>(find(name), name);
}

std::unique_ptr<OutputFile> PowerCutDirectory::create(const std::string& name) {
  const std::lock_guard guard(shared_->mutex);
  if (names_.contains(name))
    throw Error(ErrorCode::kAlreadyExists, fmt::format("create {}: it exists", name));
  const auto file = std::make_shared<File>();
  change(name, file);
  return std::make_unique<Output>(file, shared_);
}

void PowerCutDirectory::remove(const std::string& name) {
  const std::lock_guard guard(shared_->mutex);
  if (names_.contains(name)) change(name, nullptr);
}

void PowerCutDirectory::rename(const std::string& from, const std::string& to) {
  const std::lock_guard guard(shared_->mutex);
  change(to, find(from));
  change(from, nullptr, true);
}

void PowerCutDirectory::sync_files(std::span<const std::string> names) {
  const std::lock_guard guard(shared_->mutex);
  for (const std::string& name : names) {
    const FilePtr file = find(name);
    if (!file->is_distrusted) file->durable = file->bytes.size();
  }
}

void PowerCutDirectory::sync() {
  const std::lock_guard guard(shared_->mutex);
  durable_names_ = names_;
  changes_.clear();
}

std::unique_ptr<DirectoryLock> PowerCutDirectory::lock(const std::string& name) {
  const std::lock_guard guard(shared_->mutex);
  if (!shared_->locks.insert(name).second)
    throw Error(ErrorCode::kLocked, fmt::format("{} is held by this process", name));
  return std::make_unique<Lock>(shared_, name);
}

void PowerCutDirectory::distrust(const std::string& name) {
  const std::lock_guard guard(shared_->mutex);
  if (const auto at = names_.find(name); at != names_.end()) at->second->is_distrusted = true;
}

std::shared_ptr<PowerCutDirectory> PowerCutDirectory::after_power_cut(Random& random) const {
  const std::lock_guard guard(shared_->mutex);
  auto left = std::make_shared<PowerCutDirectory>();
  std::map<FilePtr, FilePtr> files;  // a file may be left under two names
  for (const auto& [name, file] : names_after_power_cut(random)) {
    FilePtr& content = files[file];
    if (content == nullptr) content = content_after_power_cut(file, random);
    left->names_.emplace(name, content);
  }
  left->durable_names_ = left->names_;
  return left;
}

void PowerCutDirectory::change(const std::string& name, FilePtr file, bool ends_rename) {
  if (file != nullptr)
    names_.insert_or_assign(name, file);
  else
    names_.erase(name);
  changes_.push_back({name, std::move(file), ends_rename});
}

PowerCutDirectory::FilePtr PowerCutDirectory::find(const std::string& name) const {
  const auto at = names_.find(name);
  if (at == names_.end())
    throw Error(ErrorCode::kNotFound, fmt::format("open {}: no such file in memory", name));
  return at->second;
}

// Each name is left at any of the places it went through, but for one thing: where a rename has
// taken the old name away, the new one has been given.
PowerCutDirectory::Names PowerCutDirectory::names_after_power_cut(Random& random) const {
  std::map<std::string, std::vector<std::size_t>> of_name;
  for (std::size_t i = 0; i < changes_.size(); ++i) of_name[changes_[i].name].push_back(i);
  // Of how many changes each name has had. One cut in four keeps all changes up to some moment, as
  // a file system with a journal does.
  std::map<std::string, std::size_t> had;
  const std::size_t end = random() % (changes_.size() + 1);
  const bool in_order = random() % 4 == 0;
  for (const auto& [name, at] : of_name)
    had[name] =
        in_order
            ? static_cast<std::size_t>(std::lower_bound(at.begin(), at.end(), end) - at.begin())
            : random() % (at.size() + 1);
  const auto place = [&](std::size_t i) {
    const auto& at = of_name[changes_[i].name];
    return static_cast<std::size_t>(std::lower_bound(at.begin(), at.end(), i) - at.begin());
  };
  for (bool raised = true; raised;) {
    raised = false;
    for (std::size_t i = 1; i < changes_.size(); ++i) {
      if (!changes_[i].ends_rename || had[changes_[i].name] <= place(i)) continue;
      std::size_t& given = had[changes_[i - 1].name];
      if (given > place(i - 1)) continue;
      given = place(i - 1) + 1;
      raised = true;
    }
  }
  Names names = durable_names_;
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    if (had[changes_[i].name] <= place(i)) continue;
    if (changes_[i].file != nullptr)
      names.insert_or_assign(changes_[i].name, changes_[i].file);
    else
      names.erase(changes_[i].name);
  }
  return names;
}

PowerCutDirectory::FilePtr PowerCutDirectory::content_after_power_cut(const FilePtr& file,
                                                                      Random& random) {
  if (file->durable == file->bytes.size() && !file->is_distrusted) return file;
  auto left = std::make_shared<File>(*file);
  std::string& bytes = left->bytes;
  const std::size_t loose = bytes.size() - file->durable;
  const auto zero = [&] {
    const std::size_t begin = file->durable + random() % (loose + 1);
    const std::size_t length = random() % (bytes.size() - begin + 1);
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(begin), length, '\0');
  };
  switch (random() % 5) {
    case 0:
      break;  // all of it was written
    case 1:
      bytes.resize(file->durable);
      break;
    case 2:
      bytes.resize(file->durable + random() % (loose + 1));
      break;
    case 3:
      zero();
      break;
    default:
      bytes.resize(file->durable + random() % (loose + 1));
      if (bytes.size() > file->durable)
        std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(
                                      file->durable + random() % (bytes.size() - file->durable)),
                  bytes.end(), '\0');
  }
  left->durable = bytes.size();
  left->is_distrusted = false;
  return left;
}

}  // namespace izde::internal
