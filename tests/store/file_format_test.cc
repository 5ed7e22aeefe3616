#include "store/file_format.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/error.h"

#include "base/bytes.h"
#include "base/hash.h"

namespace izde::internal {
namespace {

using ::testing::HasSubstr;

const FileId kId = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

std::shared_ptr<Directory> directory_with(const std::string& content) {
  auto directory = make_memory_directory();
  FramedOutput file(*directory, "f", "format", 7, kId);
  EXPECT_EQ(file.offset(), kFileHeaderBytes);
  file.append(content);
  EXPECT_EQ(file.offset(), kFileHeaderBytes + content.size());
  EXPECT_EQ(file.finish(), kFileHeaderBytes + content.size() + kFileFooterBytes);
  return directory;
}

void replace(Directory& directory, const std::string& bytes) {
  directory.remove("f");
  const auto file = directory.create("f");
  file->append(bytes);
  file->close();
}

Error error_of(const Directory& directory, const std::string& format = "format",
               std::uint32_t min_version = 7, std::uint32_t max_version = 7,
               const FileId* id = &kId) {
  try {
    verify_checksum(open_framed(directory, "f", format, min_version, max_version, id));
  } catch (const Error& error) {
    return error;
  }
  return {ErrorCode::kUnavailable, "nothing thrown"};
}

// The worked example of docs/format/file.md.
TEST(FileFormat, StandsAsDocumented) {
  const auto directory = directory_with("abc");
  const std::string bytes(directory->open("f")->bytes());
  std::string wanted = "izdeidx\n";
  wanted += std::string("format\0\0", 8);
  wanted += std::string("\x07\0\0\0\0\0\0\0", 8);
  wanted += "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0A\x0B\x0C\x0D\x0E\x0F\x10";
  wanted += "abc";
  append_le(wanted, std::uint64_t{67});
  append_le(wanted, hash64(wanted));
  wanted += "izdefoot";
  EXPECT_EQ(bytes, wanted);
}

TEST(FileFormat, ContentComesBack) {
  for (const std::size_t size : {0, 1, 1000, 65536, 65537, 300000}) {
    const std::string content(size, 'c');
    const auto directory = directory_with(content);
    const FramedInput input = open_framed(*directory, "f", "format", 1, 9, &kId);
    EXPECT_EQ(input.bytes.substr(kFileHeaderBytes, input.content_end - kFileHeaderBytes), content);
    EXPECT_EQ(input.version, 7U);
    EXPECT_EQ(input.id, kId);
    verify_checksum(input);
  }
}

TEST(FileFormat, SaysWhatIsWrong) {
  const auto directory = directory_with("abc");
  EXPECT_THAT(error_of(*directory, "other").what(),
              HasSubstr("f: at byte 8: format \"format\" found, \"other\" wanted"));
  EXPECT_EQ(error_of(*directory, "format", 8, 9).code(), ErrorCode::kVersionTooOld);
  EXPECT_EQ(error_of(*directory, "format", 5, 6).code(), ErrorCode::kVersionTooNew);
  const FileId other = {9};
  EXPECT_EQ(error_of(*directory, "format", 7, 7, &other).code(), ErrorCode::kCorruption);
  EXPECT_EQ(error_of(*directory, "format", 7, 7, nullptr).code(), ErrorCode::kUnavailable);
}

TEST(FileFormat, EveryFlippedBitIsFound) {
  const auto directory = directory_with("some content");
  const std::string bytes(directory->open("f")->bytes());
  for (std::size_t at = 0; at < bytes.size(); ++at)
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
      replace(*directory, damaged);
      const ErrorCode code = error_of(*directory).code();
      const bool version = at >= 16 && at < 20;
      EXPECT_TRUE(code == ErrorCode::kCorruption || (version && code != ErrorCode::kUnavailable))
          << "byte " << at << " bit " << bit << ": " << to_string(code);
    }
}

TEST(FileFormat, EveryTruncationIsFound) {
  const auto directory = directory_with("some content");
  const std::string bytes(directory->open("f")->bytes());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    replace(*directory, bytes.substr(0, length));
    EXPECT_EQ(error_of(*directory).code(), ErrorCode::kCorruption) << length << " bytes";
  }
  replace(*directory, bytes + "x");
  EXPECT_EQ(error_of(*directory).code(), ErrorCode::kCorruption);
}

}  // namespace
}  // namespace izde::internal
