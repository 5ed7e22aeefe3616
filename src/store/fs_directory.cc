#include <algorithm>
#include <boost/interprocess/file_mapping.hpp>
#include <boost/interprocess/mapped_region.hpp>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "izde/error.h"

#include "store/directory.h"

namespace izde::internal {
namespace {

namespace fs = std::filesystem;
namespace ipc = boost::interprocess;

[[noreturn]] void throw_system(const std::string& what, const std::string& path, int error) {
  const ErrorCode code = error == ENOENT   ? ErrorCode::kNotFound
                         : error == EEXIST ? ErrorCode::kAlreadyExists
                                           : ErrorCode::kIoError;
  throw Error(code, fmt::format("{} {}: {}", what, path, std::generic_category().message(error)));
}

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd) noexcept : fd_(fd) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const noexcept { return fd_; }
  int reset() noexcept { return fd_ < 0 ? 0 : ::close(std::exchange(fd_, -1)); }

 private:
  int fd_;
};

/// open() that no signal interrupts.
int open_file(const std::string& path, int flags) noexcept {
  int fd = -1;
  do fd = ::open(path.c_str(), flags | O_CLOEXEC, 0666);
  while (fd < 0 && errno == EINTR);
  return fd;
}

void sync_path(const std::string& path, int flags) {
  const Descriptor file(open_file(path, O_RDONLY | flags));
  if (file.get() < 0) throw_system("open", path, errno);
  while (::fsync(file.get()) != 0)
    if (errno != EINTR) throw_system("sync", path, errno);
}

class MappedFile final : public InputFile {
 public:
  explicit MappedFile(std::string path) : path_(std::move(path)) {
    const Descriptor file(open_file(path_, O_RDONLY));  // tells apart why it cannot be opened
    if (file.get() < 0) throw_system("open", path_, errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) throw_system("stat", path_, errno);
    if (!S_ISREG(status.st_mode))
      throw Error(ErrorCode::kIoError, fmt::format("open {}: not a regular file", path_));
    if (status.st_size == 0) return;  // an empty range cannot be mapped
    try {
      region_ =
          ipc::mapped_region(ipc::file_mapping(path_.c_str(), ipc::read_only), ipc::read_only);
    } catch (const ipc::interprocess_exception& error) {
      throw_system("map", path_, error.get_native_error());
    }
  }

  std::string_view bytes() const noexcept override {
    return {static_cast<const char*>(region_.get_address()), region_.get_size()};
  }
  const std::string& name() const noexcept override { return path_; }

 private:
  std::string path_;
  ipc::mapped_region region_;
};

class BufferedFile final : public OutputFile {
 public:
  explicit BufferedFile(std::string path)
      : path_(std::move(path)), file_(open_file(path_, O_WRONLY | O_CREAT | O_EXCL)) {
    if (file_.get() < 0) throw_system("create", path_, errno);
    buffer_.reserve(kBufferBytes);
  }

  void append(std::string_view bytes) override {
    size_ += bytes.size();
    if (buffer_.size() + bytes.size() > kBufferBytes) flush();
    if (bytes.size() >= kBufferBytes)
      write(bytes);
    else
      buffer_.append(bytes);
  }

  void close() override {
    flush();
    if (file_.reset() != 0) throw_system("close", path_, errno);
  }

  std::uint64_t size() const noexcept override { return size_; }

 private:
  static constexpr std::size_t kBufferBytes = std::size_t{1} << 16;

  void flush() {
    write(buffer_);
    buffer_.clear();
  }

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(file_.get(), bytes.data(), bytes.size());
      if (written >= 0)
        bytes.remove_prefix(static_cast<std::size_t>(written));
      else if (errno != EINTR)
        throw_system("write", path_, errno);
    }
  }

  std::string path_;
  Descriptor file_;
  std::string buffer_;
  std::uint64_t size_ = 0;
};

/// The file's content while it is held: the holder's process number.
class FileLock final : public DirectoryLock {
 public:
  explicit FileLock(const std::string& path) : file_(open_file(path, O_RDWR | O_CREAT)) {
    if (file_.get() < 0) throw_system("open lock", path, errno);
    while (::flock(file_.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno == EWOULDBLOCK) throw_held(path);
      if (errno != EINTR) throw_system("lock", path, errno);
    }
    write_holder();
  }

 private:
  [[noreturn]] void throw_held(const std::string& path) const {
    char holder[24] = {};
    const ssize_t length = ::pread(file_.get(), holder, sizeof holder - 1, 0);
    std::string pid(holder, length > 0 ? static_cast<std::size_t>(length) : 0);
    pid.resize(std::min(pid.find('\n'), pid.size()));
    throw Error(
        ErrorCode::kLocked,
        fmt::format("{} is held by {}", path, pid.empty() ? "another process" : "process " + pid));
  }

  // Only what a message shows, so that failing (a full disk) does no harm.
  void write_holder() const noexcept {
    const std::string pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(file_.get(), 0) != 0) return;
    [[maybe_unused]] const ssize_t written = ::pwrite(file_.get(), pid.data(), pid.size(), 0);
  }

  Descriptor file_;  // closing it gives the lock back, as the end of the process does
};

class FsDirectory final : public Directory {
 public:
  explicit FsDirectory(const fs::path& path) : path_(path.string()) {}

  std::vector<std::string> list() const override {
    std::vector<std::string> names;
    std::error_code error;
    fs::directory_iterator entry(path_, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error))
      names.push_back(entry->path().filename().string());
    if (error) throw_system("list", path_, error.value());
    std::sort(names.begin(), names.end());
    return names;
  }
  std::shared_ptr<const InputFile> open(const std::string& name) const override {
    return std::make_shared<MappedFile>(path_of(name));
  }
  std::unique_ptr<OutputFile> create(const std::string& name) override {
    return std::make_unique<BufferedFile>(path_of(name));
  }
  void remove(const std::string& name) override {
    const std::string path = path_of(name);
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) throw_system("remove", path, errno);
  }
  void rename(const std::string& from, const std::string& to) override {
    const std::string path = path_of(from);
    if (::rename(path.c_str(), path_of(to).c_str()) != 0) throw_system("rename", path, errno);
  }
  void sync_files(std::span<const std::string> names) override {
    for (const std::string& name : names) sync_path(path_of(name), 0);
  }
  void sync() override { sync_path(path_, O_DIRECTORY); }
  std::unique_ptr<DirectoryLock> lock(const std::string& name) override {
    return std::make_unique<FileLock>(path_of(name));
  }
  std::string name() const override { return path_; }

 private:
  std::string path_of(const std::string& name) const { return (fs::path(path_) / name).string(); }

  std::string path_;
};

/// Makes the entry of a new folder durable in its parent.
void sync_parent(const fs::path& path) {
  const fs::path parent = path.has_parent_path() ? path.parent_path() : fs::path(".");
  sync_path(parent.string(), O_DIRECTORY);
}

void make_folders(const fs::path& path) {
  if (path.empty() || fs::is_directory(path)) return;
  make_folders(path.parent_path());
  std::error_code error;
  fs::create_directory(path, error);
  if (error) throw_system("create folder", path.string(), error.value());
  sync_parent(path);
}

}  // namespace

std::shared_ptr<Directory> open_fs_directory(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::none) throw_system("open", path.string(), error.value());
  if (status.type() != fs::file_type::not_found && status.type() != fs::file_type::directory)
    throw Error(ErrorCode::kAlreadyExists, fmt::format("{} is no folder", path.string()));
  try {
    make_folders(fs::absolute(path).lexically_normal());
  } catch (const fs::filesystem_error& failure) {
    throw_system("create folder", path.string(), failure.code().value());
  }
  return std::make_shared<FsDirectory>(path);
}

}  // namespace izde::internal
