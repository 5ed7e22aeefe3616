#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace izde::cli {

/// How a file holds documents.
enum class InputFormat { kJsonLines, kText };

/// One file to index.
struct Input {
  std::string path;  ///< "-" is standard input.
  InputFormat format = InputFormat::kJsonLines;
  std::uint64_t bytes = 0;  ///< 0 when unknown (a pipe).
};

/// The files that `operands` name: files by their ending (.jsonl, .ndjson, .json; .txt), folders
/// with all that is in them and has such an ending, sorted by path, "-" and pipes as JSON lines.
///
/// Throws Failure naming the first that does not exist, cannot be read, has another ending, or is a
/// folder with no such file.
std::vector<Input> find_inputs(const std::vector<std::string>& operands);

}  // namespace izde::cli
