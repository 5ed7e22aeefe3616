#include "index/check_segment.h"

#include <fmt/format.h>
#include <initializer_list>

#include "izde/error.h"

namespace izde::internal {

void CheckedSegment::damage(const Error& error, std::string_view extension) const {
  if (error.code() == ErrorCode::kIoError) throw error;
  const std::string_view message = error.what();
  for (const std::string_view each : kSegmentExtensions)
    if (message.find(file(each) + ":") != std::string_view::npos) extension = each;
  findings.damage(file(extension), error);
}

// A file that cannot be opened, or whose checksum is wrong, is reported once, and what it says is
// not looked at.
template <typename Make>
void SegmentCheck::open(std::string_view extension, const Make& make) try {
  make();
} catch (const Error& error) {
  if (error.code() != ErrorCode::kNotFound) return segment_.damage(error, extension);
  if (!is_wanted_()) return;
  for (const std::string_view each : kSegmentExtensions)
    if (std::string_view(error.what()).find(segment_.file(each)) != std::string_view::npos)
      extension = each;
  segment_.damage(extension, fmt::format("it is missing; {} names it", commit_));
}

void SegmentCheck::open_all() {
  const SegmentInfo& info = segment_.info;
  const auto take = [](auto& part, std::initializer_list<const FramedInput*> files) {
    try {
      for (const FramedInput* const file : files) verify_checksum(*file);
    } catch (...) {
      part.reset();
      throw;
    }
  };
  open(".terms", [&] {
    segment_.terms.emplace(directory_, segment_.file(".terms"), info.id);
    take(segment_.terms, {&segment_.terms->file()});
  });
  open(".postings", [&] {
    auto& part = segment_.postings;
    part.emplace(directory_, segment_.file(".postings"), segment_.file(".positions"), info.id,
                 info.doc_count);
    take(part, {&part->postings_file(), &part->positions_file()});
  });
  open(".lengths", [&] {
    segment_.lengths.emplace(directory_, segment_.file(".lengths"), info.id, info.doc_count);
    take(segment_.lengths, {&segment_.lengths->file()});
  });
  open(".columns", [&] {
    segment_.columns.emplace(directory_, segment_.file(".columns"), info.id, info.doc_count);
    take(segment_.columns, {&segment_.columns->file()});
  });
  // Each block of stored values has a checksum of its own, so that those that are right can be told
  // from the others.
  open(".stored", [&] {
    segment_.stored.emplace(directory_, segment_.file(".stored"), info.id);
    verify_checksum(segment_.stored->file());
  });
}

void SegmentCheck::run(const AnalysisMaker& make_analysis) {
  // Where something was found already, texts that differ would say no more.
  const std::uint64_t damages = segment_.findings.damages();
  segment_.keep_occurrences = static_cast<bool>(make_analysis);
  open_all();
  check_terms(segment_);
  check_columns(segment_);
  check_stored(segment_);
  check_figures();
  if (make_analysis && segment_.findings.damages() == damages)
    check_analysis(segment_, make_analysis);
}

void SegmentCheck::check_figures() const {
  std::map<std::uint32_t, FieldSums> said;
  for (const FieldSums& sums : segment_.info.fields) said[sums.field] = sums;
  for (std::uint32_t field = 0; field < segment_.schema.fields().size(); ++field) {
    if (segment_.uncounted.contains(field)) continue;
    const auto found = segment_.sums.find(field);
    const FieldSums counted = found == segment_.sums.end() ? FieldSums{} : found->second;
    const FieldSums& wanted = said[field];
    if (counted.doc_count != wanted.doc_count || counted.token_count != wanted.token_count)
      segment_.findings.damage(
          commit_,
          fmt::format("{}, field \"{}\": {} documents and {} tokens are said, {} and {} "
                      "are there",
                      segment_.info.name, segment_.schema.fields()[field].name, wanted.doc_count,
                      wanted.token_count, counted.doc_count, counted.token_count));
  }
}

}  // namespace izde::internal
