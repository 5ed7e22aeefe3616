#include "api/salvage.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "izde/error.h"

#include "codec/stored_reader.h"
#include "index/snapshot.h"

namespace izde::internal {
namespace {

/// Files of segments that no commit names which could be read: their documents may be lost.
void name_lost_segments(const Directory& directory, const Manifest& manifest, Findings& findings) {
  std::set<std::string> known;
  for (const SegmentInfo& info : manifest.segments) known.insert(info.name + ".stored");
  for (const std::string& name : directory.list())
    if (name.ends_with(".stored") && is_index_file(name) && !known.contains(name))
      findings.damage(name,
                      "the commit that was taken does not name it; it may hold documents of the "
                      "one that cannot be read");
}

/// Reads the stored values of one segment, as far as they can be.
class SegmentSalvage {
 public:
  SegmentSalvage(const Directory& directory, const SegmentInfo& info, const Schema& schema,
                 const DocumentTaker& take, SalvageReport& report, Findings& findings)
      : directory_(directory),
        info_(info),
        schema_(schema),
        take_(take),
        report_(report),
        findings_(findings),
        file_(info.name + ".stored") {}

  void run() {
    read_deletes();
    try {
      const StoredReader stored(directory_, file_, info_.id);
      if (stored.doc_count() == info_.doc_count && read_blocks(stored)) return;
    } catch (const Error& error) {
      if (error.code() == ErrorCode::kIoError) throw;
      findings_.damage(file_, error);
      if (error.code() == ErrorCode::kNotFound) return lose(0, info_.doc_count);
    }
    scan();
  }

 private:
  void read_deletes();
  bool read_blocks(const StoredReader& stored);
  void scan();
  void take(DocId doc, const std::vector<StoredValue>& values);
  void lose(DocId begin, DocId end);

  const Directory& directory_;
  const SegmentInfo& info_;
  const Schema& schema_;
  const DocumentTaker& take_;
  SalvageReport& report_;
  Findings& findings_;
  std::string file_;
  DeletedDocsPtr deleted_;
  Document document_;
};

void SegmentSalvage::read_deletes() try {
  deleted_ = open_deletes(directory_, info_);
} catch (const Error& error) {
  if (error.code() == ErrorCode::kIoError) throw;
  findings_.damage(
      deletes_name(info_),
      fmt::format("{}: {} deleted documents of {} come back",
                  Findings::message_of(deletes_name(info_), error), info_.deleted, info_.name));
}

// Returns false, having taken nothing, when it is not known where blocks stand.
bool SegmentSalvage::read_blocks(const StoredReader& stored) {
  std::vector<std::uint32_t> ends;
  try {
    for (std::uint32_t block = 0; block < stored.block_count(); ++block)
      ends.push_back((ends.empty() ? 0 : ends.back()) + stored.block(block).doc_count);
  } catch (const Error& error) {
    findings_.damage(file_, error);
    return false;
  }
  for (std::uint32_t block = 0; block < stored.block_count(); ++block) {
    DocId next = block == 0 ? 0 : ends[block - 1];
    try {
      stored.read_block(block, [&](DocId doc, std::vector<StoredValue>&& values) {
        next = doc + 1;
        take(doc, values);
      });
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kCorruption) throw;
      findings_.damage(file_, error);
      lose(next, ends[block]);
    }
  }
  return true;
}

void SegmentSalvage::scan() try {
  const auto file = directory_.open(file_);
  const std::uint32_t found =
      scan_stored_blocks(*file, [this](DocId doc, std::vector<StoredValue>&& values) {
        if (doc < info_.doc_count) take(doc, values);
      });
  findings_.damage(file_, fmt::format("its blocks were read one behind the other: {} documents",
                                      std::min(found, info_.doc_count)));
  if (found < info_.doc_count) lose(found, info_.doc_count);
} catch (const Error& error) {
  if (error.code() != ErrorCode::kNotFound) throw;
  findings_.damage(file_, error);
  lose(0, info_.doc_count);
}

void SegmentSalvage::take(DocId doc, const std::vector<StoredValue>& values) {
  if (deleted_ != nullptr && deleted_->contains(doc)) return;
  document_.clear();
  bool is_known = true;
  for (const StoredValue& value : values) {
    if (value.field < schema_.fields().size())
      document_.add(schema_.fields()[value.field].name, value.value);
    else
      is_known = false;
  }
  if (is_known && take_(document_))
    ++report_.documents;
  else
    lose(doc, doc + 1);
}

void SegmentSalvage::lose(DocId begin, DocId end) {
  if (begin >= end) return;
  report_.lost += end - begin;
  if (!report_.ranges.empty() && report_.ranges.back().segment == info_.name &&
      report_.ranges.back().end == begin)
    report_.ranges.back().end = end;
  else
    report_.ranges.push_back({info_.name, begin, end});
}

}  // namespace

SalvageSource find_source(const Directory& directory, Findings& findings) {
  const CommitNames names = list_commits(directory);
  std::optional<SalvageSource> best;
  const auto consider = [&](const std::string& file, const auto& read) {
    try {
      Manifest manifest = read();
      if (!best || manifest.generation > best->manifest.generation)
        best = SalvageSource{file, std::move(manifest)};
    } catch (const Error& error) {
      if (error.code() == ErrorCode::kIoError) throw;
      findings.damage(file, error);
    }
  };
  for (auto at = names.generations.rbegin(); at != names.generations.rend() && !best; ++at)
    consider(manifest_name(*at), [&] { return read_commit(directory, *at); });
  const bool is_newest = best && findings.damages() == 0;
  if (!is_newest)
    for (const std::string& name : names.snapshots)
      consider(snapshot_file_name(name), [&] { return read_snapshot(directory, name); });
  if (!best)
    throw Error(ErrorCode::kCorruption,
                fmt::format("{}: no commit can be read, so that its fields are unknown: index the "
                            "documents again",
                            directory.name()));
  if (!is_newest) {
    findings.damage(best->file, fmt::format("the newest commit cannot be read: what commit {} had "
                                            "was taken",
                                            best->manifest.generation));
    name_lost_segments(directory, best->manifest, findings);
  }
  return *std::move(best);
}

void read_documents(const Directory& directory, const Manifest& manifest, const DocumentTaker& take,
                    SalvageReport& report, Findings& findings) {
  std::set<std::string> unstored;
  for (const SegmentInfo& info : manifest.segments) {
    SegmentSalvage(directory, info, manifest.schema, take, report, findings).run();
    for (const FieldSums& sums : info.fields)
      if (!manifest.schema.fields()[sums.field].options.stored && sums.doc_count > 0)
        unstored.insert(manifest.schema.fields()[sums.field].name);
  }
  report.unstored_fields.assign(unstored.begin(), unstored.end());
}

}  // namespace izde::internal
