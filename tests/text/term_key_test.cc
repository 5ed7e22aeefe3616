#include "text/term_key.h"

#include <string>

#include <gtest/gtest.h>

#include "base/random.h"

namespace izde::internal {
namespace {

// A key depends on its bytes alone: read to the end of the text or in its midst, whatever is
// around.
TEST(TermKey, SameBytesGiveTheSameKeyAnywhere) {
  Random random(1);
  for (std::size_t size = 0; size <= 100; ++size) {
    std::string term;
    for (std::size_t i = 0; i < size; ++i) term += static_cast<char>(random());
    const std::string within = "a" + term + std::string(TermKey::kHeadBytes, 'z');
    const std::string last = "bc" + term;
    const TermKey alone(term);
    for (const TermKey& key : {TermKey(within, 1, size, 0), TermKey(last, 2, size, 0)}) {
      EXPECT_EQ(key.view(), term);
      EXPECT_EQ(key.head(), alone.head()) << "size " << size;
      EXPECT_EQ(key.hash(), alone.hash()) << "size " << size;
    }
    EXPECT_TRUE(alone.stands_at(within.data() + 1));
    for (std::size_t i = 0; i < size; ++i) {
      std::string other = within;
      other[1 + i] = static_cast<char>(other[1 + i] ^ (1 << random() % 8));
      EXPECT_FALSE(alone.stands_at(other.data() + 1)) << "size " << size << " byte " << i;
      EXPECT_NE(TermKey(other, 1, size, 0).hash(), alone.hash())
          << "size " << size << " byte " << i;
    }
  }
}

}  // namespace
}  // namespace izde::internal
