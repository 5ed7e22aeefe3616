#include "izde/maintenance.h"

#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "izde/error.h"
#include "izde/index.h"

#include "api/index_analyzer.h"
#include "api/salvage.h"
#include "index/backup.h"
#include "index/check.h"
#include "index/dictionary_file.h"

namespace izde {

namespace fs = std::filesystem;
using internal::Directory;
using internal::Findings;
using internal::Manifest;

namespace {

constexpr std::size_t kMostFindings = 1000;

/// Opens a folder that has an index in it, whole or not; makes none.
std::shared_ptr<Directory> open_existing(const fs::path& path) {
  std::error_code error;
  if (fs::status(path, error).type() == fs::file_type::not_found)
    throw Error(ErrorCode::kNotFound, fmt::format("{}: there is no such folder", path.string()));
  auto directory = internal::open_fs_directory(path);
  for (const std::string& name : directory->list())
    if (internal::is_index_file(name) && name != internal::kLockName) return directory;
  throw Error(ErrorCode::kNotFound, fmt::format("{}: there is no index in it", path.string()));
}

void require_empty(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) return;
  if (status.type() == fs::file_type::directory && fs::is_empty(path, error) && !error) return;
  if (error)
    throw Error(ErrorCode::kIoError, fmt::format("open {}: {}", path.string(), error.message()));
  throw Error(ErrorCode::kAlreadyExists, fmt::format("{}: it is not empty", path.string()));
}

/// The analyzer of the index, null when it cannot be had: why is reported.
std::optional<Analyzer> find_analyzer(const Directory& directory, const std::string& definition,
                                      Findings& findings) try {
  return internal::stored_analyzer(directory, definition);
} catch (const Error& error) {
  if (error.code() == ErrorCode::kIoError) throw;
  if (error.code() == ErrorCode::kCorruption)
    findings.damage(internal::kDictionaryName, error);
  else
    findings.note(internal::kDictionaryName,
                  "this build does not have the analyzer, so that texts were not analysed: " +
                      std::string(error.what()));
  return std::nullopt;
}

/// Checks the user dictionary of each commit, and gives the analysis when texts are to be compared.
class AnalyzerCheck {
 public:
  AnalyzerCheck(const Directory& directory, bool analyze)
      : directory_(directory), analyze_(analyze) {}

  internal::AnalysisMaker operator()(const Manifest& manifest, Findings& findings) {
    if (!is_looked_for_ || manifest.analyzer != definition_) {
      definition_ = manifest.analyzer;
      is_looked_for_ = true;
      analyzer_ = find_analyzer(directory_, definition_, findings);
    }
    return analyze_ && analyzer_ ? internal::analysis_of(*analyzer_) : internal::AnalysisMaker();
  }

 private:
  const Directory& directory_;
  bool analyze_;
  bool is_looked_for_ = false;
  std::string definition_;
  std::optional<Analyzer> analyzer_;
};

}  // namespace

CheckReport check_index(const fs::path& path, const CheckOptions& options) {
  const auto directory = open_existing(path);
  return internal::check_directory(
      *directory, options,
      [check = std::make_shared<AnalyzerCheck>(*directory, options.analyze)](
          const Manifest& manifest, Findings& findings) { return (*check)(manifest, findings); });
}

SalvageReport salvage_index(const fs::path& path, const fs::path& new_path) {
  const auto directory = open_existing(path);
  require_empty(new_path);
  Findings findings(kMostFindings);
  internal::SalvageSource source = internal::find_source(*directory, findings);
  const Manifest& manifest = source.manifest;
  const Analyzer analyzer = internal::stored_analyzer(*directory, manifest.analyzer);
  SalvageReport report;
  report.source = source.file;
  Index index = Index::open(new_path, manifest.schema, {analyzer.options()});
  IndexWriter writer = index.writer();
  const auto take = [&](const Document& document) {
    try {
      writer.add(document);
      return true;
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kInvalidArgument) throw;
      findings.damage(source.file, "a document is refused: " + std::string(error.what()));
      return false;
    }
  };
  internal::read_documents(*directory, manifest, take, report, findings);
  writer.commit();
  report.findings = findings.take();
  return report;
}

BackupReport backup_index(const fs::path& path, const fs::path& new_path) {
  const auto from = open_existing(path);
  require_empty(new_path);
  const auto to = internal::open_fs_directory(new_path);
  return internal::back_up(*from, *to);
}

}  // namespace izde
