#include "inputs.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <optional>
#include <unistd.h>

#include "command.h"

namespace izde::cli {

namespace fs = std::filesystem;

namespace {

constexpr char kEndings[] = ".jsonl, .ndjson, .json or .txt";

std::optional<InputFormat> format_of(const fs::path& path) {
  const std::string ending = path.extension().string();
  if (ending == ".txt") return InputFormat::kText;
  if (ending == ".jsonl" || ending == ".ndjson" || ending == ".json")
    return InputFormat::kJsonLines;
  return std::nullopt;
}

Input file_input(const fs::path& path, InputFormat format) {
  if (::access(path.c_str(), R_OK) != 0) {
    throw Failure(fmt::format("{}: cannot read: {}", path.string(), std::strerror(errno)));
  }
  std::error_code unknown;
  const std::uint64_t bytes = fs::file_size(path, unknown);
  return {path.string(), format, unknown ? 0 : bytes};
}

// Like std::filesystem::recursive_directory_iterator, but an error names the folder that refused.
void collect_files(const fs::path& folder, std::vector<fs::path>& files) {
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (entry->is_directory() && !entry->is_symlink()) {
      collect_files(entry->path(), files);
    } else if (entry->is_regular_file() && format_of(entry->path())) {
      files.push_back(entry->path());
    }
  }
  if (error) throw Failure(fmt::format("{}: cannot read: {}", folder.string(), error.message()));
}

void add_folder(const fs::path& folder, std::vector<Input>& inputs) {
  std::vector<fs::path> files;
  collect_files(folder, files);
  if (files.empty()) {
    throw Failure(fmt::format("{}: no {} file in this folder", folder.string(), kEndings));
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) inputs.push_back(file_input(file, *format_of(file)));
}

void add_operand(const std::string& operand, std::vector<Input>& inputs) {
  if (operand == "-") {
    inputs.push_back({operand, InputFormat::kJsonLines, 0});
    return;
  }
  std::error_code error;
  const fs::file_status status = fs::status(operand, error);
  if (error) throw Failure(fmt::format("{}: cannot read: {}", operand, error.message()));
  if (fs::is_directory(status)) {
    add_folder(operand, inputs);
  } else if (!fs::is_regular_file(status)) {
    inputs.push_back({operand, format_of(operand).value_or(InputFormat::kJsonLines), 0});
  } else if (const auto format = format_of(operand)) {
    inputs.push_back(file_input(operand, *format));
  } else {
    throw Failure(fmt::format("{}: the name of a file to index ends in {}", operand, kEndings));
  }
}

}  // namespace

std::vector<Input> find_inputs(const std::vector<std::string>& operands) {
  std::vector<Input> inputs;
  for (const std::string& operand : operands) add_operand(operand, inputs);
  return inputs;
}

}  // namespace izde::cli
