#include "izde/stemmer.h"

#include <gtest/gtest.h>

namespace izde {
namespace {

TEST(KazakhStemmer, UndoesStemChanges) {
  const KazakhStemmer stemmer;
  EXPECT_EQ(stemmer.stem("кітабы"), "кітап");
  EXPECT_EQ(stemmer.stem("орны"), "орын");
  EXPECT_EQ(stemmer.stem("халқы"), "халық");
  EXPECT_EQ(stemmer.stem("тебеді"), "теп");
}

}  // namespace
}  // namespace izde
