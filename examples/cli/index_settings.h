#pragma once

#include <izde/izde.h>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "command_line.h"

namespace izde::cli {

/// What `izde index` was told.
struct IndexSettings {
  std::string folder;
  std::vector<std::string> inputs;
  std::string encoding;  ///< Canonical name, or "auto".
  std::string id_field;
  std::map<std::string, FieldType> types;  ///< Of the fields that are no text.
  std::map<std::string, float> boosts;
  WriterOptions writer;
  std::uint64_t commit_every = 0;  ///< 0: once, at the end.
  std::optional<bool> stem;        ///< Unset: as the index has it, else the library's default.
  std::optional<RepairLevel> repair;
  std::optional<UserDictionary> dictionary;
  std::size_t threads = 1;
  bool strict = false;
  bool quiet = false;
};

/// Reads the command line; nothing when help was asked for. Throws UsageError.
std::optional<IndexSettings> read_index_settings(const Arguments& arguments);

/// Opens the index of `settings`, or makes it. An index that is there keeps its fields and
/// analyzer. Throws UsageError for settings that contradict each other, izde::Error as
/// Index::open().
Index open_index(const IndexSettings& settings);

}  // namespace izde::cli
