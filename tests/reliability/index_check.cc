#include "reliability/index_check.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>
#include <utility>

#include "izde/error.h"

#include "index/model.h"

namespace izde::internal {
namespace {

/// A difference found on the way.
struct Wrong {
  std::string what;
};

std::uint32_t number_of(const SegmentReader& segment, const Schema& schema, DocId doc) {
  for (const StoredValue& value : segment.stored().read(doc)) {
    if (schema.fields()[value.field].name != "number") continue;
    std::uint32_t number = 0;
    std::from_chars(value.value.data(), value.value.data() + value.value.size(), number);
    return number;
  }
  throw Wrong{fmt::format("document {} of {} has no number", doc, segment.info().name)};
}

bool ends_with(const std::vector<Numbers>& all, const std::vector<Numbers>& last) {
  return all.size() >= last.size() && std::equal(last.rbegin(), last.rend(), all.rbegin());
}

Expected sorted(Expected expected) {
  for (Numbers& numbers : expected.kept) std::sort(numbers.begin(), numbers.end());
  for (auto& [name, numbers] : expected.named) std::sort(numbers.begin(), numbers.end());
  return expected;
}

}  // namespace

const Numbers& IndexCheck::numbers_of(const Directory& directory, const SegmentReader& segment,
                                      const Schema& schema) {
  std::vector<const char*> places;
  Segment checked;
  for (const std::string_view extension : kSegmentExtensions) {
    checked.files.push_back(directory.open(segment.info().name + std::string(extension)));
    places.push_back(checked.files.back()->bytes().data());
  }
  const auto [at, added] = segments_.try_emplace(std::move(places));
  if (!added) return at->second.numbers;
  try {
    segment.verify();
    std::vector<Document> documents;
    for (DocId doc = 0; doc < segment.doc_count(); ++doc) {
      const std::uint32_t number = number_of(segment, schema, doc);
      if (number >= documents_->size()) throw Wrong{fmt::format("a document {}", number)};
      checked.numbers.push_back(number);
      documents.push_back((*documents_)[number]);
    }
    const std::string text = internal::difference(segment, model_of(documents, schema));
    if (!text.empty()) throw Wrong{fmt::format("{}: {}", segment.info().name, text)};
  } catch (...) {
    segments_.erase(at);
    throw;
  }
  at->second = std::move(checked);
  return at->second.numbers;
}

Numbers IndexCheck::live(const Directory& directory, const Snapshot& snapshot) {
  Numbers live;
  std::uint32_t deleted = 0;
  for (std::size_t i = 0; i < snapshot.segments.size(); ++i) {
    const Numbers& all = numbers_of(directory, *snapshot.segments[i], snapshot.manifest.schema);
    for (DocId doc = 0; doc < all.size(); ++doc)
      if (snapshot.deleted[i] == nullptr || !snapshot.deleted[i]->contains(doc))
        live.push_back(all[doc]);
    deleted += count_of(snapshot.deleted[i]);
  }
  if (snapshot.live_count() != live.size() || snapshot.deleted_count != deleted)
    throw Wrong{
        fmt::format("{} documents said to live, {} do", snapshot.live_count(), live.size())};
  if (!is_ordered_) std::sort(live.begin(), live.end());
  return live;
}

std::string IndexCheck::difference(const Directory& directory, const Snapshot& snapshot,
                                   const Numbers& expected) {
  try {
    Numbers wanted = expected;
    if (!is_ordered_) std::sort(wanted.begin(), wanted.end());
    const Numbers found = live(directory, snapshot);
    if (found == wanted) return {};
    return fmt::format("documents {}, wanted {}", found, wanted);
  } catch (const Wrong& wrong) {
    return wrong.what;
  }
}

// Every commit is opened. Of those that a merge has replaced only the merged one counts.
std::vector<Numbers> IndexCheck::commits(const Directory& directory) {
  std::vector<std::pair<std::uint64_t, Numbers>> all;
  for (const std::uint64_t generation : list_commits(directory).generations) {
    const auto snapshot =
        open_snapshot(directory, read_commit(directory, generation), Analyzer{}, nullptr);
    Numbers numbers = live(directory, *snapshot);
    while (!all.empty() && all.back().first >= snapshot->manifest.origin) {
      if (all.back().second != numbers) throw Wrong{"a merge has changed documents"};
      all.pop_back();
    }
    all.emplace_back(generation, std::move(numbers));
  }
  std::vector<Numbers> found;
  for (auto& [generation, numbers] : all) found.push_back(std::move(numbers));
  const auto newest = open_latest(directory, Analyzer{}, nullptr);
  if (newest != nullptr && live(directory, *newest) != found.back())
    throw Wrong{"the newest commit is not what is opened"};
  return found;
}

std::string IndexCheck::named_difference(const Directory& directory, const Expected& before,
                                         const Expected& after) {
  const std::vector<std::string> names = list_commits(directory).snapshots;
  for (const auto& [name, numbers] : before.named)
    if (after.named.contains(name) && !before.unsure.contains(name) &&
        !after.unsure.contains(name) && !std::binary_search(names.begin(), names.end(), name))
      return fmt::format("snapshot {} is gone", name);
  for (const std::string& name : names) {
    const Expected& of = before.named.contains(name) ? before : after;
    const auto wanted = of.named.find(name);
    if (wanted == of.named.end()) return fmt::format("snapshot {} is there", name);
    const auto snapshot =
        open_snapshot(directory, read_snapshot(directory, name), Analyzer{}, nullptr);
    const Numbers found = live(directory, *snapshot);
    if (found != wanted->second)
      return fmt::format("snapshot {}: documents {}, wanted {}", name, found, wanted->second);
  }
  return {};
}

std::string IndexCheck::difference(const Directory& directory, const Expected& before,
                                   const Expected& after) try {
  const Expected& first = is_ordered_ ? before : sorted(before);
  const Expected& second = is_ordered_ ? after : sorted(after);
  const std::vector<Numbers> found = commits(directory);
  const bool is_right = (found.empty() && first.kept.empty()) ||
                        (!first.kept.empty() && ends_with(found, first.kept)) ||
                        (!second.kept.empty() && ends_with(found, second.kept));
  if (!is_right) return fmt::format("commits {}, wanted {} or {}", found, first.kept, second.kept);
  return named_difference(directory, first, second);
} catch (const Wrong& wrong) {
  return wrong.what;
} catch (const Error& error) {
  return error.what();
}

std::string leftovers(const Directory& directory, const Expected& expected) try {
  const CommitNames commits = list_commits(directory);
  std::set<std::string> needed = {kLockName};
  const auto need = [&needed](const std::string& file, const Manifest& manifest) {
    std::vector<std::string> files = {file};
    for (const SegmentInfo& segment : manifest.segments) append_files(segment, files);
    needed.insert(files.begin(), files.end());
  };
  for (const std::uint64_t generation : commits.generations)
    need(manifest_name(generation), read_commit(directory, generation));
  for (const std::string& name : commits.snapshots)
    need(snapshot_file_name(name), read_snapshot(directory, name));
  for (const std::string& name : directory.list())
    if (!needed.contains(name)) return fmt::format("{} is left over", name);
  if (commits.generations.size() > expected.kept.size())
    return fmt::format("commits {}, {} are to be kept", commits.generations, expected.kept.size());
  for (const std::string& name : commits.snapshots)
    if (!expected.named.contains(name)) return fmt::format("snapshot {} is left over", name);
  return {};
} catch (const Error& error) {
  return error.what();
}

}  // namespace izde::internal
