#include "index/check.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "izde/error.h"

#include "index/check_segment.h"
#include "index/dictionary_file.h"
#include "index/snapshot.h"

namespace izde::internal {
namespace {

/// A commit that could be read.
struct NamedManifest {
  std::string file;
  Manifest manifest;
};

bool same_figures(const SegmentInfo& a, const SegmentInfo& b) noexcept {
  return std::equal(a.fields.begin(), a.fields.end(), b.fields.begin(), b.fields.end(),
                    [](const FieldSums& x, const FieldSums& y) {
                      return x.field == y.field && x.doc_count == y.doc_count &&
                             x.token_count == y.token_count;
                    });
}

bool same_segment(const SegmentInfo& a, const SegmentInfo& b) noexcept {
  return a.id == b.id && a.doc_count == b.doc_count && same_figures(a, b);
}

class IndexCheck {
 public:
  IndexCheck(const Directory& directory, const CheckOptions& options,
             const AnalysisFinder& find_analysis)
      : directory_(directory), find_analysis_(find_analysis), findings_(options.max_findings) {}

  CheckReport run() {
    // What a writer replaced meanwhile could not be checked: what it put there is looked at too.
    std::size_t checked = 0;
    for (int round = 0; round == 0 || is_gone_; ++round) {
      if (round == kMostRounds) {
        findings_.note(kLockName, "a writer replaced commits before they could be checked");
        break;
      }
      is_gone_ = false;
      read_commits();
      for (; checked < commits_.size(); ++checked) {
        check_manifest(commits_[checked]);
        for (const SegmentInfo& info : commits_[checked].manifest.segments)
          check_once(commits_[checked], info);
      }
    }
    name_orphans();
    report_.commits = commits_.size();
    report_.damages = findings_.damages();
    report_.notes = findings_.notes();
    report_.findings = findings_.take();
    return std::move(report_);
  }

 private:
  static constexpr int kMostRounds = 10;

  void read_commits();
  template <typename Read>
  void read_commit_of(const std::string& file, const Read& read);
  void check_manifest(const NamedManifest& commit);
  void check_once(const NamedManifest& commit, const SegmentInfo& info);
  void check_deletes(const NamedManifest& commit, const SegmentInfo& info);
  bool is_there(const std::string& file) const;
  /// Whether a commit that names the segment is still there: a writer may have replaced it.
  bool is_wanted(const std::string& segment);
  void check_bytes(const NamedManifest& commit, const SegmentInfo& info, bool is_compared);
  std::optional<std::uint64_t> count_bytes(const std::string& file);
  void name_orphans();

  const Directory& directory_;
  const AnalysisFinder& find_analysis_;
  Findings findings_;
  CheckReport report_;
  std::vector<NamedManifest> commits_;  ///< The newest first.
  std::set<std::string> used_;          ///< Files that they name.
  std::set<std::string> counted_;       ///< Files whose bytes are in the report.
  std::map<std::string, SegmentInfo> checked_;
  std::set<std::string> deletes_checked_;
  bool is_gone_ = false;  ///< Something of a commit that a writer has replaced.
};

bool IndexCheck::is_there(const std::string& file) const {
  const std::vector<std::string> names = directory_.list();
  return std::binary_search(names.begin(), names.end(), file);
}

bool IndexCheck::is_wanted(const std::string& segment) {
  const bool is_wanted =
      std::any_of(commits_.begin(), commits_.end(), [&](const NamedManifest& commit) {
        const auto& segments = commit.manifest.segments;
        return std::any_of(segments.begin(), segments.end(),
                           [&](const SegmentInfo& info) { return info.name == segment; }) &&
               is_there(commit.file);
      });
  is_gone_ = is_gone_ || !is_wanted;
  return is_wanted;
}

// Nothing when the file cannot be opened: whoever reads it reports that.
std::optional<std::uint64_t> IndexCheck::count_bytes(const std::string& file) try {
  const std::uint64_t bytes = directory_.open(file)->bytes().size();
  if (counted_.insert(file).second) report_.bytes += bytes;
  return bytes;
} catch (const Error&) {
  return std::nullopt;
}

template <typename Read>
void IndexCheck::read_commit_of(const std::string& file, const Read& read) {
  if (!used_.insert(file).second) return;
  try {
    commits_.push_back({file, read()});
    count_bytes(file);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kIoError) throw;
    if (error.code() == ErrorCode::kNotFound)
      is_gone_ = true;
    else
      findings_.damage(file, error);
  }
}

void IndexCheck::read_commits() {
  const CommitNames names = list_commits(directory_);
  for (auto at = names.generations.rbegin(); at != names.generations.rend(); ++at)
    read_commit_of(manifest_name(*at), [&] { return read_commit(directory_, *at); });
  for (const std::string& name : names.snapshots)
    read_commit_of(snapshot_file_name(name),
                   [&, &each = name] { return read_snapshot(directory_, each); });
  if (names.generations.empty() && !is_gone_)
    findings_.damage(manifest_name(0), "there is no manifest: what the index holds is unknown");
}

void IndexCheck::check_manifest(const NamedManifest& commit) {
  const Manifest& manifest = commit.manifest;
  std::set<std::string> names;
  for (const SegmentInfo& info : manifest.segments) {
    if (!names.insert(info.name).second)
      findings_.damage(commit.file, fmt::format("{} stands in it twice", info.name));
    const std::string number = info.name.substr(segment_name(0).size() - 1);
    if (number.size() > 19 || std::stoull(number) >= manifest.next_segment)
      findings_.damage(commit.file, fmt::format("{} is not below the next segment's number, {}",
                                                info.name, manifest.next_segment));
    std::vector<std::string> files;
    append_files(info, files);
    used_.insert(files.begin(), files.end());
  }
}

// The same segment in several commits is read once; its deletes are each commit's own.
void IndexCheck::check_once(const NamedManifest& commit, const SegmentInfo& info) {
  const std::uint64_t damages = findings_.damages();
  check_deletes(commit, info);
  const auto [at, is_new] = checked_.emplace(info.name, info);
  if (is_new) {
    ++report_.segments;
    report_.documents += info.doc_count;
    SegmentCheck check(directory_, commit.file, info, commit.manifest.schema, findings_,
                       [this, &info] { return is_wanted(info.name); });
    check.run(find_analysis_ ? find_analysis_(commit.manifest, findings_) : AnalysisMaker());
  } else if (!same_segment(at->second, info)) {
    findings_.damage(
        commit.file,
        fmt::format("{} has other figures or another id than in another commit", info.name));
  }
  check_bytes(commit, info, findings_.damages() == damages);
}

// A file that is cut or missing was reported already: then sizes say no more.
void IndexCheck::check_bytes(const NamedManifest& commit, const SegmentInfo& info,
                             bool is_compared) {
  std::vector<std::string> files;
  append_files(info, files);
  std::uint64_t bytes = 0;
  for (const std::string& file : files) {
    const std::optional<std::uint64_t> size = count_bytes(file);
    bytes += size.value_or(0);
    is_compared = is_compared && size.has_value();
  }
  if (is_compared && bytes != info.bytes)
    findings_.damage(commit.file, fmt::format("the files of {} have {} bytes, {} are said",
                                              info.name, bytes, info.bytes));
}

void IndexCheck::check_deletes(const NamedManifest& commit, const SegmentInfo& info) {
  if (info.deleted == 0) return;
  const std::string file = deletes_name(info);
  try {
    open_deletes(directory_, info);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kIoError) throw;
    const bool missing = error.code() == ErrorCode::kNotFound;
    if (missing && !is_there(commit.file)) {  // a writer has replaced the commit
      is_gone_ = true;
      return;
    }
    if (!deletes_checked_.insert(file).second) return;
    if (missing)
      findings_.damage(file, fmt::format("it is missing; {} names it", commit.file));
    else
      findings_.damage(file, error);
  }
}

void IndexCheck::name_orphans() {
  for (const std::string& name : directory_.list()) {
    if (used_.contains(name) || name == kLockName || name == kDictionaryName) continue;
    if (is_index_file(name))
      findings_.note(name,
                     "no commit that can be read names it: a writer is at work, or one died; the "
                     "next writer removes it unless a commit cannot be read");
    else
      findings_.note(name, "it is no file of an index");
  }
}

}  // namespace

CheckReport check_directory(const Directory& directory, const CheckOptions& options,
                            const AnalysisFinder& find_analysis) {
  return IndexCheck(directory, options, find_analysis).run();
}

}  // namespace izde::internal
