#include "base/bytes.h"

#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/error.h"

#include "base/arena.h"
#include "base/random.h"
#include "base/varint.h"

namespace izde::internal {
namespace {

using ::testing::HasSubstr;

const std::string kName = "some file";

ByteReader reader(const std::string& bytes) { return {bytes, 0, bytes.size(), kName}; }

template <typename Call>
std::string corruption_of(const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kCorruption);
    return error.what();
  }
  return "nothing thrown";
}

TEST(Bytes, FixedNumbersAreLittleEndian) {
  std::string bytes;
  append_le(bytes, std::uint8_t{0x01});
  append_le(bytes, std::uint16_t{0x0302});
  append_le(bytes, std::uint32_t{0x07060504});
  append_le(bytes, std::uint64_t{0x0F0E0D0C0B0A0908});
  EXPECT_EQ(bytes, "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0A\x0B\x0C\x0D\x0E\x0F");
  ByteReader in = reader(bytes);
  EXPECT_EQ(in.u8(), 0x01);
  EXPECT_EQ(in.u16(), 0x0302);
  EXPECT_EQ(in.u32(), 0x07060504U);
  EXPECT_EQ(in.u64(), 0x0F0E0D0C0B0A0908U);
  EXPECT_EQ(in.remaining(), 0U);
}

TEST(Bytes, VarintsComeBackAtEveryLength) {
  std::vector<std::uint64_t> numbers = {0,   1,   127,
                                        128, 300, std::numeric_limits<std::uint32_t>::max()};
  for (unsigned bits = 1; bits <= 64; ++bits) {
    const std::uint64_t most = bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
    numbers.insert(numbers.end(), {most, most - 1, most / 2 + 1});
  }
  std::string bytes;
  for (const std::uint64_t number : numbers) append_varint(bytes, number);
  ByteReader in = reader(bytes);
  for (const std::uint64_t number : numbers) EXPECT_EQ(in.varint64(), number);
  EXPECT_EQ(in.remaining(), 0U);
}

TEST(Bytes, NothingIsReadPastTheEnd) {
  const std::string bytes(7, '\x80');
  EXPECT_THAT(corruption_of([&] { reader(bytes).u64(); }),
              HasSubstr("some file: at byte 0: 8 bytes wanted, 7 left"));
  EXPECT_THAT(corruption_of([&] { reader(bytes).varint64(); }), HasSubstr("at byte 7"));
  EXPECT_THAT(corruption_of([&] { reader(bytes).skip(8); }), HasSubstr("8 bytes wanted"));
  EXPECT_THAT(corruption_of([&] { reader(bytes).bytes(~std::uint64_t{0}); }), HasSubstr("wanted"));
}

TEST(Bytes, NumbersThatAreTooLongAreRefused) {
  EXPECT_THAT(corruption_of([] { reader(std::string(10, '\xFF')).varint64(); }),
              HasSubstr("over 64 bits"));
  EXPECT_THAT(corruption_of([] { reader(std::string(9, '\xFF') + '\x02').varint64(); }),
              HasSubstr("over 64 bits"));
  std::string bytes;
  append_varint(bytes, std::uint64_t{1} << 32);
  EXPECT_THAT(corruption_of([&] { reader(bytes).varint32(); }), HasSubstr("over 32 bits"));
}

TEST(Arena, AllocationsDoNotOverlapAndKeepTheirContent) {
  Random random(3);
  Arena arena;
  std::vector<std::pair<Arena::Address, std::size_t>> pieces;
  for (int i = 0; i < 20000; ++i) {
    const std::size_t size = i % 1000 == 0 ? Arena::kPageBytes : 1 + random() % 100;
    const Arena::Address address = arena.allocate(size);
    EXPECT_EQ(address % 4, 0U);
    std::fill_n(arena.at(address), size, static_cast<char>(i));
    pieces.emplace_back(address, size);
  }
  for (int i = 0; i < 20000; ++i) {
    const auto& [address, size] = pieces[static_cast<std::size_t>(i)];
    EXPECT_EQ(std::string(arena.at(address), size), std::string(size, static_cast<char>(i)));
  }
  std::size_t total = 0;
  for (const auto& [address, size] : pieces) total += size;
  EXPECT_GE(arena.bytes(), total);
  EXPECT_LE(arena.bytes(), 2 * total);
  arena.clear();
  EXPECT_EQ(arena.bytes(), 0U);
}

}  // namespace
}  // namespace izde::internal
