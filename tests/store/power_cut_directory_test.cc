#include "store/power_cut_directory.h"

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace izde::internal {
namespace {

using State = std::map<std::string, std::string>;

void write(Directory& directory, const std::string& name, const std::string& bytes) {
  const auto file = directory.create(name);
  file->append(bytes);
  file->close();
}

void write_durably(PowerCutDirectory& directory, const std::string& name,
                   const std::string& bytes) {
  write(directory, name, bytes);
  directory.sync_files(std::array{name});
  directory.sync();
}

State state_of(const Directory& directory) {
  State state;
  for (const std::string& name : directory.list())
    state[name] = std::string(directory.open(name)->bytes());
  return state;
}

/// All states that many power cuts have left.
std::set<State> states_after(const PowerCutDirectory& directory) {
  Random random(1);
  std::set<State> states;
  for (int i = 0; i < 2000; ++i) states.insert(state_of(*directory.after_power_cut(random)));
  return states;
}

TEST(PowerCutDirectory, WhatIsSyncedStays) {
  PowerCutDirectory directory;
  write_durably(directory, "a", "bytes");
  write_durably(directory, "b", "");
  EXPECT_EQ(states_after(directory), (std::set<State>{{{"a", "bytes"}, {"b", ""}}}));
}

TEST(PowerCutDirectory, ContentIsKeptDroppedTornOrZeroed) {
  PowerCutDirectory directory;
  const auto file = directory.create("a");
  directory.sync();
  file->append("1");
  directory.sync_files(std::array<std::string, 1>{"a"});
  file->append("23");
  std::set<std::string> contents;
  for (const State& state : states_after(directory)) contents.insert(state.at("a"));
  using namespace std::string_literals;
  EXPECT_EQ(contents,
            (std::set<std::string>{"1", "12", "123", "1\0"s, "1\0\0"s, "12\0"s, "1\0"s + "3"}));
}

TEST(PowerCutDirectory, CreatesAndRemovesAreKeptOrUndone) {
  PowerCutDirectory directory;
  write_durably(directory, "old", "x");
  directory.remove("old");
  write(directory, "new", "");
  EXPECT_EQ(states_after(directory),
            (std::set<State>{{}, {{"old", "x"}}, {{"new", ""}}, {{"old", "x"}, {"new", ""}}}));
  directory.sync();
  EXPECT_EQ(states_after(directory), (std::set<State>{{{"new", ""}}}));
}

TEST(PowerCutDirectory, ARenameLeavesOneNameOrBoth) {
  PowerCutDirectory directory;
  write_durably(directory, "from", "x");
  write_durably(directory, "to", "y");
  directory.rename("from", "to");
  EXPECT_EQ(
      states_after(directory),
      (std::set<State>{{{"from", "x"}, {"to", "y"}}, {{"from", "x"}, {"to", "x"}}, {{"to", "x"}}}));
}

// A name that was one file and became another may be either, or none.
TEST(PowerCutDirectory, ANameMayGoBackToAnyFileItWas) {
  PowerCutDirectory directory;
  write_durably(directory, "a", "1");
  directory.remove("a");
  write(directory, "a", "2");
  directory.sync_files(std::array<std::string, 1>{"a"});
  EXPECT_EQ(states_after(directory), (std::set<State>{{{"a", "1"}}, {}, {{"a", "2"}}}));
}

TEST(PowerCutDirectory, AChainOfRenamesLosesNoFile) {
  PowerCutDirectory directory;
  write_durably(directory, "a", "x");
  directory.rename("a", "b");
  directory.rename("b", "c");
  for (const State& state : states_after(directory)) {
    ASSERT_FALSE(state.empty());
    for (const auto& [name, bytes] : state) EXPECT_EQ(bytes, "x");
  }
}

TEST(PowerCutDirectory, AFileWhoseSyncFailedIsNeverDurable) {
  PowerCutDirectory directory;
  write(directory, "a", "12");
  directory.sync();
  directory.distrust("a");
  directory.sync_files(std::array<std::string, 1>{"a"});
  EXPECT_TRUE(states_after(directory).contains({{"a", ""}}));
}

TEST(PowerCutDirectory, WhatIsLeftIsDurableAndItsOwn) {
  PowerCutDirectory directory;
  write_durably(directory, "a", "1");
  Random random(1);
  const auto left = directory.after_power_cut(random);
  EXPECT_EQ(left->open("a")->bytes().data(), directory.open("a")->bytes().data());
  left->remove("a");
  left->sync();
  EXPECT_EQ(state_of(directory), (State{{"a", "1"}}));
  EXPECT_EQ(states_after(*left), (std::set<State>{{}}));
}

}  // namespace
}  // namespace izde::internal
