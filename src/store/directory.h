#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace izde::internal {

/// A file that is being read: all its bytes at once, mapped or in memory. The view lives as long as
/// the object. Any thread.
class InputFile {
 public:
  virtual ~InputFile() = default;
  InputFile() = default;
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  virtual std::string_view bytes() const noexcept = 0;
  /// As messages name it: the full path, or the bare name in memory.
  virtual const std::string& name() const noexcept = 0;
};

/// A file that is being written, once, from its beginning. One thread at a time.
class OutputFile {
 public:
  virtual ~OutputFile() = default;
  OutputFile() = default;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  /// Appends. Throws: Error{kIoError}.
  virtual void append(std::string_view bytes) = 0;
  /// Writes what is left and closes the file: its content can be read, and survives the process; a
  /// power cut only after Directory::sync_files(). Throws: Error{kIoError}. Without it, what was
  /// written may be partial.
  virtual void close() = 0;
  virtual std::uint64_t size() const noexcept = 0;
};

/// A lock that is held until the object is destroyed, or its process dies.
class DirectoryLock {
 public:
  virtual ~DirectoryLock() = default;
};

/// A flat set of named files: where an index lives. All implementations pass
/// tests/conformance/directory_test.cc.
///
/// Any thread; two calls on one name at once are the caller's mistake.
class Directory {
 public:
  virtual ~Directory() = default;

  /// Names of all files, sorted. Throws: Error{kIoError}.
  virtual std::vector<std::string> list() const = 0;
  /// Opens for reading. Throws: Error{kNotFound} when there is no such file, {kIoError}.
  virtual std::shared_ptr<const InputFile> open(const std::string& name) const = 0;
  /// Makes a file. Throws: Error{kAlreadyExists} when there is one, {kIoError}.
  virtual std::unique_ptr<OutputFile> create(const std::string& name) = 0;
  /// Removes a file; open InputFiles keep their bytes. Nothing happens when there is none. Throws:
  /// Error{kIoError}.
  virtual void remove(const std::string& name) = 0;
  /// Replaces `to` by `from` in one step. Throws: Error{kNotFound}, {kIoError}.
  virtual void rename(const std::string& from, const std::string& to) = 0;
  /// Makes the content of closed files durable (fsync), not their names. Throws: Error{kNotFound},
  /// {kIoError}; what is durable of any of them is then unknown, and stays so.
  virtual void sync_files(std::span<const std::string> names) = 0;
  /// Makes creates, renames and removes durable. Throws: Error{kIoError}.
  virtual void sync() = 0;
  /// Takes the lock of that name. Throws: Error{kLocked} naming the holding process, {kIoError}.
  virtual std::unique_ptr<DirectoryLock> lock(const std::string& name) = 0;
  /// As messages name it.
  virtual std::string name() const = 0;
};

/// A folder of the file system, files memory-mapped for reading. Made when it does not exist, with
/// its parents. Throws: Error{kAlreadyExists} when `path` is no folder, {kIoError}.
std::shared_ptr<Directory> open_fs_directory(const std::filesystem::path& path);

/// Files in memory.
std::shared_ptr<Directory> make_memory_directory();

}  // namespace izde::internal
