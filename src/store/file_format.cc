#include "store/file_format.h"

#include <cstring>
#include <fmt/format.h>
#include <random>
#include <string>

#include "izde/error.h"

#include "base/bytes.h"
#include "base/hash.h"

namespace izde::internal {
namespace {

constexpr std::string_view kHeaderMagic = "izdeidx\n";
constexpr std::string_view kFooterMagic = "izdefoot";
constexpr std::size_t kFormatBytes = 8;
constexpr std::size_t kVersionAt = 16;
constexpr std::size_t kFlagsAt = 20;
constexpr std::size_t kIdAt = 24;
static_assert(kIdAt + sizeof(FileId) == kFileHeaderBytes);

std::string padded(std::string_view format) {
  std::string name(format);
  name.resize(kFormatBytes, '\0');
  return name;
}

/// Bytes from a file, fit for a message.
std::string shown(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    if (c >= ' ' && c <= '~')
      text += c;
    else if (c != '\0')
      text += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
  }
  return text;
}

std::string shown(const FileId& id) {
  std::string text;
  for (const std::uint8_t byte : id) text += fmt::format("{:02x}", byte);
  return text;
}

void check_header(const FramedInput& input, const std::string& name, std::string_view format,
                  std::uint32_t min_version, std::uint32_t max_version, const FileId* id) {
  const std::string_view bytes = input.bytes;
  if (bytes.substr(0, kHeaderMagic.size()) != kHeaderMagic)
    throw_corruption(name, 0,
                     fmt::format("\"{}\" found, no file of an izde index",
                                 shown(bytes.substr(0, kHeaderMagic.size()))));
  const std::string_view found = bytes.substr(kHeaderMagic.size(), kFormatBytes);
  if (found != padded(format))
    throw_corruption(name, kHeaderMagic.size(),
                     fmt::format("format \"{}\" found, \"{}\" wanted", shown(found), format));
  if (input.version < min_version || input.version > max_version) {
    const bool is_old = input.version < min_version;
    throw Error(is_old ? ErrorCode::kVersionTooOld : ErrorCode::kVersionTooNew,
                fmt::format("{}: version {} of format \"{}\" found, {} to {} can be read; {}", name,
                            input.version, format, min_version, max_version,
                            is_old ? "index the documents again, or use the izde that made it"
                                   : "use a newer izde, at least the one that made it"));
  }
  const auto flags = load_le<std::uint32_t>(bytes.data() + kFlagsAt);
  if (flags != 0) throw_corruption(name, kFlagsAt, fmt::format("flags {} found, 0 wanted", flags));
  if (id != nullptr && *id != input.id)
    throw_corruption(name, kIdAt,
                     fmt::format("id {} found, {} wanted", shown(input.id), shown(*id)));
}

void check_footer(std::string_view bytes, const std::string& name) {
  const std::size_t at = bytes.size() - kFileFooterBytes;
  if (bytes.substr(at + 16) != kFooterMagic)
    throw_corruption(name, at + 16,
                     fmt::format("\"{}\" found, no end of a file of an izde index",
                                 shown(bytes.substr(at + 16))));
  const auto length = load_le<std::uint64_t>(bytes.data() + at);
  if (length != bytes.size())
    throw_corruption(name, at,
                     fmt::format("the file has {} bytes, {} were written", bytes.size(), length));
}

}  // namespace

FileId random_file_id() {
  std::random_device source;
  FileId id;
  for (std::size_t i = 0; i < id.size(); i += 4) {
    const std::uint32_t word = source();
    std::memcpy(id.data() + i, &word, sizeof word);
  }
  return id;
}

struct FramedOutput::Impl {
  static constexpr std::size_t kBufferBytes = std::size_t{1} << 16;

  std::unique_ptr<OutputFile> file;
  std::string buffer;
  std::uint64_t offset = 0;
  XXH3_state_t* hash = XXH3_createState();

  Impl() = default;
  ~Impl() { XXH3_freeState(hash); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void write(std::string_view bytes) {
    XXH3_64bits_update(hash, bytes.data(), bytes.size());
    file->append(bytes);
  }
};

FramedOutput::FramedOutput(Directory& directory, const std::string& name, std::string_view format,
                           std::uint32_t version, const FileId& id)
    : impl_(std::make_unique<Impl>()) {
  if (impl_->hash == nullptr) throw std::bad_alloc();
  XXH3_64bits_reset(impl_->hash);
  impl_->file = directory.create(name);
  std::string header(kHeaderMagic);
  header += padded(format);
  append_le(header, version);
  append_le(header, std::uint32_t{0});
  for (const std::uint8_t byte : id) header.push_back(static_cast<char>(byte));
  append(header);
}

FramedOutput::~FramedOutput() = default;

void FramedOutput::append(std::string_view bytes) {
  impl_->offset += bytes.size();
  if (impl_->buffer.size() + bytes.size() > Impl::kBufferBytes) {
    impl_->write(impl_->buffer);
    impl_->buffer.clear();
  }
  if (bytes.size() >= Impl::kBufferBytes)
    impl_->write(bytes);
  else
    impl_->buffer.append(bytes);
}

std::uint64_t FramedOutput::offset() const noexcept { return impl_->offset; }

std::uint64_t FramedOutput::finish() {
  std::string length;
  append_le(length, impl_->offset + kFileFooterBytes);
  append(length);
  impl_->write(impl_->buffer);
  std::string footer;
  append_le(footer, static_cast<std::uint64_t>(XXH3_64bits_digest(impl_->hash)));
  footer += kFooterMagic;
  impl_->file->append(footer);
  impl_->file->close();
  return impl_->offset + footer.size();
}

FramedInput open_framed(const Directory& directory, const std::string& name,
                        std::string_view format, std::uint32_t min_version,
                        std::uint32_t max_version, const FileId* id) {
  FramedInput input;
  input.file = directory.open(name);
  input.bytes = input.file->bytes();
  const std::string& shown_name = input.file->name();
  if (input.bytes.size() < kFileHeaderBytes + kFileFooterBytes)
    throw_corruption(shown_name, 0,
                     fmt::format("{} bytes found, at least {} wanted", input.bytes.size(),
                                 kFileHeaderBytes + kFileFooterBytes));
  input.version = load_le<std::uint32_t>(input.bytes.data() + kVersionAt);
  std::memcpy(input.id.data(), input.bytes.data() + kIdAt, input.id.size());
  input.content_end = input.bytes.size() - kFileFooterBytes;
  check_header(input, shown_name, format, min_version, max_version, id);
  check_footer(input.bytes, shown_name);
  return input;
}

void verify_checksum(const FramedInput& input) {
  const std::size_t at = input.content_end + 8;
  const auto found = load_le<std::uint64_t>(input.bytes.data() + at);
  const std::uint64_t wanted = hash64(input.bytes.substr(0, at));
  if (found != wanted)
    throw_corruption(
        input.file->name(), at,
        fmt::format("checksum {:016x} found, {:016x} is that of the content", found, wanted));
}

}  // namespace izde::internal
