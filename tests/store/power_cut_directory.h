#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "store/directory.h"

namespace izde::internal {

/// Files in memory, and what of them a power cut would leave: no more than POSIX promises.
///
/// - Of a file's content, what sync_files() covered stays. Of the rest anything may: all of it,
///   nothing, a part cut at any byte, ranges of zeros.
/// - Of creates, renames and removes since the last sync(), each may have been kept or not,
/// whatever
///   became of the others, even on the same name in between. A rename leaves the old name, the new
///   one or both.
/// - A file whose sync failed is never trusted again: distrust().
///
/// Any thread.
class PowerCutDirectory final : public Directory {
 public:
  std::vector<std::string> list() const override;
  std::shared_ptr<const InputFile> open(const std::string& name) const override;
  std::unique_ptr<OutputFile> create(const std::string& name) override;
  void remove(const std::string& name) override;
  void rename(const std::string& from, const std::string& to) override;
  void sync_files(std::span<const std::string> names) override;
  void sync() override;
  std::unique_ptr<DirectoryLock> lock(const std::string& name) override;
  std::string name() const override { return "memory"; }

  /// Nothing more of this file becomes durable, whatever is called.
  void distrust(const std::string& name);
  /// What is there after a power cut at this moment. Files that are whole share their memory with
  /// this directory's, so that InputFile::bytes() is at the same place.
  std::shared_ptr<PowerCutDirectory> after_power_cut(Random& random) const;

 private:
  struct File {
    std::string bytes;        // grows only while it is written
    std::size_t durable = 0;  // leading bytes that a power cut leaves
    bool is_distrusted = false;
  };
  using FilePtr = std::shared_ptr<File>;
  using Names = std::map<std::string, FilePtr>;
  /// A name gets a file, or loses it when that is null.
  struct Change {
    std::string name;
    FilePtr file;
    bool ends_rename = false;  // then the change before it gave the file its new name
  };
  /// What outlives the directory in its files and locks.
  struct Shared {
    std::mutex mutex;
    std::set<std::string> locks;
  };
  class Input;
  class Output;
  class Lock;

  void change(const std::string& name, FilePtr file, bool ends_rename = false);
  FilePtr find(const std::string& name) const;
  Names names_after_power_cut(Random& random) const;
  static FilePtr content_after_power_cut(const FilePtr& file, Random& random);

  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
  Names names_;
  Names durable_names_;
  std::vector<Change> changes_;  // since the last sync()
};

}  // namespace izde::internal
