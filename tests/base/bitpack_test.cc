#include "base/bitpack.h"

#include <algorithm>
#include <hwy/targets.h>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/bitpack_kernels.h"
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
  const std::size_t in_lane = (i / 8) * width + bit;
  const std::size_t byte = 32 * (in_lane / 32) + 4 * (i % 8) + in_lane % 32 / 8;
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
    plain_block_kernels().unpack(packed.data(), width, back.data());
    EXPECT_EQ(back, numbers) << "width " << width;
  }
}

/// Runs what follows with one of the processor's instruction sets, then with all of them again.
class OneTarget {
 public:
  explicit OneTarget(std::int64_t target) { choose(target); }
  ~OneTarget() { choose(0); }
  OneTarget(const OneTarget&) = delete;
  OneTarget& operator=(const OneTarget&) = delete;

 private:
  static void choose(std::int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
};

/// Calls test(kernels) for each instruction set that the processor has.
template <typename Test>
void for_each_target(const Test& test) {
  for (std::int64_t left = hwy::SupportedTargets() & HWY_TARGETS; left != 0; left &= left - 1) {
    const OneTarget target(left & -left);
    SCOPED_TRACE(hwy::TargetName(left & -left));
    test(block_kernels());
  }
}

TEST(BlockKernels, UnpackEveryWidth) {
  for_each_target([](const BlockKernels& kernels) {
    Random random(3);
    for (unsigned width = 0; width <= 32; ++width) {
      const auto numbers = random_numbers(random, kPackedBlock, width);
      std::string packed(packed_block_bytes(width), '\0');
      pack_block(numbers.data(), width, packed.data());
      std::vector<std::uint32_t> back(kPackedBlock);
      kernels.unpack(packed.data(), width, back.data());
      EXPECT_EQ(back, numbers) << "width " << width;
    }
  });
}

TEST(BlockKernels, UnpackRunOfEveryWidthAndCount) {
  for_each_target([](const BlockKernels& kernels) {
    Random random(12);
    for (unsigned width = 0; width <= 32; ++width) {
      for (std::size_t count = 0; count <= kPackedBlock; count += 1 + random() % 9) {
        const auto numbers = random_numbers(random, count, width);
        // Where the memory ends with the bytes, a sanitizer sees what is read behind them.
        std::vector<char> packed(packed_bytes(count, width));
        pack_run(numbers.data(), count, width, packed.data());
        std::vector<std::uint32_t> back(count + 3);
        kernels.unpack_run(packed.data(), count, width, back.data());
        back.resize(count);
        EXPECT_EQ(back, numbers) << "width " << width << " count " << count;
      }
    }
  });
}

TEST(BlockKernels, SumEveryCount) {
  for_each_target([](const BlockKernels& kernels) {
    Random random(4);
    for (std::size_t count = 0; count <= kPackedBlock; ++count) {
      const std::uint32_t base = random() % 2 == 0 ? 0 : random();
      auto numbers = random_numbers(random, kPackedBlock + kBlockPadding, random() % 33);
      auto wanted = numbers;
      plain_block_kernels().sum(base, wanted.data(), count);
      kernels.sum(base, numbers.data(), count);
      numbers.resize(count);
      wanted.resize(count);
      EXPECT_EQ(numbers, wanted);
    }
  });
}

TEST(BlockKernels, WidthsOfEveryCount) {
  for_each_target([](const BlockKernels& kernels) {
    Random random(12);
    for (std::size_t count = 0; count <= kPackedBlock; ++count) {
      auto numbers = random_numbers(random, count, random() % 33);
      for (int i = 0; count > 0 && i < 3; ++i)
        numbers[random() % count] = random() >> random() % 32;
      unsigned width = 0;
      while (std::any_of(numbers.begin(), numbers.end(),
                         [&](std::uint32_t n) { return std::uint64_t{n} >> width != 0; }))
        ++width;
      for (const BlockKernels* each : {&kernels, &plain_block_kernels()}) {
        const Widths widths = each->widths(numbers.data(), count);
        ASSERT_EQ(widths.width, width);
        for (unsigned i = 0; i < std::min(width, kPatchBits); ++i)
          EXPECT_EQ(widths.over[i],
                    std::count_if(numbers.begin(), numbers.end(),
                                  [&](std::uint32_t n) { return n >> (width - 1 - i) != 0; }))
              << "count " << count << " width " << width << " less " << i + 1;
      }
    }
  });
}

TEST(BlockKernels, IncrementAndTotal) {
  for_each_target([](const BlockKernels& kernels) {
    Random random(7);
    for (std::size_t count = 0; count <= kPackedBlock; ++count) {
      auto numbers = random_numbers(random, kPackedBlock + kBlockPadding, 32 - random() % 3);
      EXPECT_EQ(kernels.total(numbers.data(), count),
                plain_block_kernels().total(numbers.data(), count));
      auto wanted = numbers;
      plain_block_kernels().increment(wanted.data(), count);
      kernels.increment(numbers.data(), count);
      numbers.resize(count);
      wanted.resize(count);
      EXPECT_EQ(numbers, wanted);
    }
  });
}

TEST(BlockKernels, FindFromEveryPlace) {
  for_each_target([](const BlockKernels& kernels) {
    Random random(5);
    for (int round = 0; round < 40; ++round) {
      const std::size_t size = random() % (kPackedBlock + 1);
      auto numbers = random_numbers(random, size, 1 + random() % 32);
      std::sort(numbers.begin(), numbers.end());
      numbers.resize(size + kBlockPadding, 0xFFFFFFFF);
      for (std::size_t begin = 0; begin <= size; begin += 1 + random() % 5)
        for (int i = 0; i < 8; ++i) {
          const std::uint32_t near = numbers[random() % (size + 1)];
          const std::uint32_t target = near + random() % 3 - 1;
          ASSERT_EQ(kernels.find(numbers.data(), begin, size, target),
                    plain_block_kernels().find(numbers.data(), begin, size, target))
              << "size " << size << " begin " << begin << " target " << target;
        }
    }
  });
}

TEST(BlockKernels, NumbersOfBits) {
  for_each_target([](const BlockKernels& kernels) {
    Random random(6);
    for (int round = 0; round < 500; ++round) {
      std::string bits(8 * (random() % 40), '\0');
      const std::uint32_t density = 1 + random() % 9;
      for (char& byte : bits)
        for (unsigned bit = 0; bit < 8; ++bit)
          if (random() % density == 0) byte = static_cast<char>(byte | 1 << bit);
      const std::uint32_t base = random();
      const std::size_t most = random() % 400;
      std::vector<std::uint32_t> found(most + kBlockPadding);
      std::vector<std::uint32_t> wanted(most + kBlockPadding);
      const std::size_t count =
          kernels.numbers_of_bits(bits.data(), bits.size() / 8, base, found.data(), most);
      ASSERT_EQ(count, plain_block_kernels().numbers_of_bits(bits.data(), bits.size() / 8, base,
                                                             wanted.data(), most));
      if (count > most) continue;
      found.resize(count);
      wanted.resize(count);
      ASSERT_EQ(found, wanted);
    }
  });
}

TEST(Bitpack, BitsAreLookedUpWithTheirRanks) {
  for_each_target([](const BlockKernels& kernels) {
    Random random(9);
    for (int round = 0; round < 300; ++round) {
      std::string bits(8 * (1 + random() % 63), '\0');
      const unsigned share = 1 + random() % 8;
      for (char& byte : bits)
        if (random() % 8 < share) byte = static_cast<char>(random());
      const std::uint32_t base = random();
      std::vector<std::uint32_t> ranks(bits.size() / 8), wanted, places, set_before;
      std::uint32_t count = 0;
      for (std::size_t i = 0; i < 8 * bits.size(); ++i) {
        const bool is_set = (static_cast<unsigned char>(bits[i / 8]) >> i % 8 & 1U) != 0;
        if (random() % 3 == 0) {
          if (is_set) {
            places.push_back(static_cast<std::uint32_t>(wanted.size()));
            set_before.push_back(count);
          }
          wanted.push_back(base + static_cast<std::uint32_t>(i));
        }
        count += is_set ? 1 : 0;
      }
      ASSERT_EQ(kernels.rank_bits(bits.data(), ranks.size(), ranks.data()), count);
      std::vector<std::uint32_t> which(wanted.size()), at(wanted.size());
      for (std::uint32_t* const to : {at.data(), static_cast<std::uint32_t*>(nullptr)})
        ASSERT_EQ(kernels.look_up_bits(bits.data(), ranks.data(), base, wanted.data(),
                                       wanted.size(), which.data(), to),
                  places.size());
      which.resize(places.size());
      at.resize(places.size());
      ASSERT_EQ(which, places);
      ASSERT_EQ(at, set_before);
    }
  });
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
