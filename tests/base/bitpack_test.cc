#include "base/bitpack.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"

namespace izde::internal {
namespace {

std::vector<std::uint32_t> random_numbers(Random& random, std::size_t count, unsigned width) {
  std::vector<std::uint32_t> numbers(count);
  const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
  for (std::uint32_t& number : numbers) number = static_cast<std::uint32_t>(random() & mask);
  return numbers;
}

/// Bit `bit` of number `i` as docs/format/postings.md places it, without any of the code under
/// test.
bool bit_of_block(const std::string& packed, unsigned width, std::size_t i, unsigned bit) {
  const std::size_t in_lane = (i / 4) * width + bit;
  const std::size_t byte = 16 * (in_lane / 32) + 4 * (i % 4) + in_lane % 32 / 8;
  return ((static_cast<unsigned char>(packed[byte]) >> (in_lane % 8)) & 1U) != 0;
}

TEST(Bitpack, BlockOfEveryWidthStandsAsDocumentedAndComesBack) {
  Random random(1);
  for (unsigned width = 0; width <= 32; ++width) {
    const std::vector<std::uint32_t> numbers = random_numbers(random, kPackedBlock, width);
    std::string packed(packed_block_bytes(width), '\xAA');
    pack_block(numbers.data(), width, packed.data());
    for (std::size_t i = 0; i < kPackedBlock; ++i)
      for (unsigned bit = 0; bit < width; ++bit)
        ASSERT_EQ(bit_of_block(packed, width, i, bit), ((numbers[i] >> bit) & 1U) != 0)
            << "width " << width << " number " << i << " bit " << bit;
    std::vector<std::uint32_t> back(kPackedBlock, 0xFFFFFFFF);
    unpack_block(packed.data(), width, back.data());
    EXPECT_EQ(back, numbers) << "width " << width;
  }
}

TEST(Bitpack, RunOfEveryWidthAndCountComesBack) {
  Random random(2);
  for (unsigned width = 0; width <= 32; ++width)
    for (const std::size_t count : {0, 1, 2, 3, 7, 8, 9, 31, 64, 100, 127}) {
      const std::vector<std::uint32_t> numbers = random_numbers(random, count, width);
      std::string packed(packed_bytes(count, width) + 1, '\x55');
      pack_run(numbers.data(), count, width, packed.data());
      EXPECT_EQ(packed.back(), '\x55') << "wrote past the end";
      std::vector<std::uint32_t> back(count);
      packed.pop_back();
      unpack_run(packed.data(), count, width, back.data());
      EXPECT_EQ(back, numbers) << "width " << width << " count " << count;
    }
}

TEST(Bitpack, WidthIsTheLeastThatHoldsAll) {
  EXPECT_EQ(bit_width(nullptr, 0), 0U);
  const std::vector<std::uint32_t> zeros(5, 0);
  EXPECT_EQ(bit_width(zeros.data(), 5), 0U);
  for (unsigned width = 1; width <= 32; ++width) {
    const std::vector<std::uint32_t> numbers = {0, std::uint32_t{1} << (width - 1), 1};
    EXPECT_EQ(bit_width(numbers.data(), numbers.size()), width);
  }
}

}  // namespace
}  // namespace izde::internal
