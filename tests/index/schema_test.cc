#include "izde/schema.h"

#include <cmath>
#include <limits>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/document.h"
#include "izde/error.h"

#include "index/schema_union.h"
#include "support/error_of.h"

namespace izde::internal {
namespace {

using izde::testing::error_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

TEST(Schema, KeepsFieldsInOrder) {
  const Schema schema = Schema{}.text("title", {.boost = 2.0F}).keyword("source").date("published");
  ASSERT_EQ(schema.fields().size(), 3U);
  EXPECT_EQ(schema.fields()[0].name, "title");
  EXPECT_EQ(schema.fields()[0].options.boost, 2.0F);
  EXPECT_EQ(schema.fields()[1].type, FieldType::kKeyword);
  EXPECT_EQ(schema.find("published"), &schema.fields()[2]);
  EXPECT_EQ(schema.find("none"), nullptr);
  EXPECT_FALSE(schema.is_dynamic());
  EXPECT_EQ(to_string(FieldType::kDate), "date");
}

TEST(Schema, RefusesBadNames) {
  for (const std::string& name :
       {std::string(), std::string(256, 'a'), std::string("_id"), std::string("a b"),
        std::string("a\n"), std::string("a:b"), std::string("a(b"), std::string("a\"b"),
        std::string("a+b"), std::string("a-b"), std::string("a^b"), std::string("a*b"),
        std::string("a?b"), std::string("a~b"), std::string("a[b"), std::string("a]b"),
        std::string("a\0", 2), std::string("\xFF")}) {
    const Error error = error_of([&] { Schema{}.text(name); });
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument) << name;
  }
  Schema{}.text(std::string(255, 'a')).text("тақырып").text("a_b").text("a.b");
}

TEST(Schema, RefusesTheSameNameAndBadBoosts) {
  EXPECT_THAT(error_of([] { Schema{}.text("a").keyword("a"); }).what(), HasSubstr("\"a\""));
  for (const float boost : {0.0F, -1.0F, std::numeric_limits<float>::infinity(), std::nanf("")})
    EXPECT_EQ(error_of([&] { Schema{}.text("a", {.boost = boost}); }).code(),
              ErrorCode::kInvalidArgument);
}

TEST(Schema, HasALimitOfFields) {
  Schema schema;
  for (std::size_t i = 0; i < kMostFields; ++i) schema.text("f" + std::to_string(i));
  EXPECT_EQ(error_of([&] { schema.text("more"); }).code(), ErrorCode::kResourceExhausted);
}

TEST(Schema, UnionKeepsNumbersAndTakesBoosts) {
  const Schema stored = Schema{}.text("a", {.boost = 1.0F, .stored = false}).keyword("b");
  const Schema wanted = Schema{}.date("c").text("a", {.boost = 3.0F}).dynamic();
  const Schema united = unite_schemas(stored, wanted);
  ASSERT_EQ(united.fields().size(), 3U);
  EXPECT_EQ(united.fields()[0].name, "a");
  EXPECT_EQ(united.fields()[0].options.boost, 3.0F);
  EXPECT_FALSE(united.fields()[0].options.stored);
  EXPECT_EQ(united.fields()[1].name, "b");
  EXPECT_EQ(united.fields()[2].name, "c");
  EXPECT_TRUE(united.is_dynamic());
  EXPECT_THAT(error_of([&] { unite_schemas(stored, Schema{}.keyword("a")); }).what(),
              HasSubstr("field \"a\" is text in the index, keyword in the schema given"));
}

TEST(Document, KeepsValuesInOrder) {
  Document document;
  document.add("a", "1").add("b", "2").add("a", "3");
  EXPECT_THAT(document.values(), ElementsAre(Pair("a", "1"), Pair("b", "2"), Pair("a", "3")));
  EXPECT_EQ(document.get("a"), "1");
  EXPECT_EQ(document.get("none"), "");
  document.set("a", document.get("b"));
  EXPECT_THAT(document.values(), ElementsAre(Pair("b", "2"), Pair("a", "2")));
  document.set("a", document.get("a"));
  EXPECT_EQ(document.get("a"), "2");
  document.clear();
  EXPECT_TRUE(document.values().empty());
}

}  // namespace
}  // namespace izde::internal
