#include "izde/searcher.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <string>
#include <utility>

#include "izde/error.h"

#include "api/searcher_impl.h"
#include "api/view_source.h"
#include "query/restoring.h"
#include "query/rewrite.h"
#include "search/execute.h"
#include "search/explain.h"
#include "search/passages.h"
#include "search/snapshot_vocabulary.h"
#include "search/sort.h"

namespace izde {

namespace {

constexpr std::size_t kMostHits = 1'000'000;
constexpr float kMostFamilyWeight = 100;
constexpr std::size_t kMostClauses = 65'536;

using internal::Collection;
using internal::StoredValue;

std::vector<StoredValue> read_values(const Collection& collection, std::uint32_t doc) {
  const internal::Snapshot& snapshot = collection.snapshot();
  const std::size_t segment = snapshot.segment_of(doc);
  return snapshot.segments[segment]->stored().read(doc - snapshot.doc_bases[segment]);
}

Document make_document(const Collection& collection, const std::vector<StoredValue>& values) {
  const auto& fields = collection.schema().fields();
  Document document;
  for (const StoredValue& value : values)
    if (value.field < fields.size()) document.add(fields[value.field].name, value.value);
  return document;
}

void check(const SearchOptions& options) {
  if (options.limit > kMostHits) {
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("limit {}: at most {} hits", options.limit, kMostHits));
  }
  if (!(options.bm25.k1 >= 0) || !std::isfinite(options.bm25.k1))
    throw Error(ErrorCode::kInvalidArgument, fmt::format("k1 {} is below 0", options.bm25.k1));
  if (!(options.bm25.b >= 0 && options.bm25.b <= 1))
    throw Error(ErrorCode::kInvalidArgument, fmt::format("b {} is not in [0, 1]", options.bm25.b));
  if (!(options.bm25.idf_power >= 0) || !std::isfinite(options.bm25.idf_power))
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("idf_power {} is below 0", options.bm25.idf_power));
  if (!(options.family_weight >= 0 && options.family_weight <= kMostFamilyWeight))
    throw Error(ErrorCode::kInvalidArgument, fmt::format("family_weight {} is not in [0, {}]",
                                                         options.family_weight, kMostFamilyWeight));
  if (options.max_clauses < 1 || options.max_clauses > kMostClauses)
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("max_clauses {} is not in [1, {}]", options.max_clauses, kMostClauses));
  if (options.time_limit.count() < 0)
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("time_limit {} ms is below 0", options.time_limit.count()));
}

internal::Rewritten rewrite(const Collection& collection, const Query& query,
                            const SearchOptions& options, internal::Workspace& work) {
  const internal::SnapshotVocabulary vocabulary(collection.snapshot(), work.terms,
                                                &work.scratch.deadline);
  return internal::rewrite(query, collection.schema(), collection.snapshot().analyzer, vocabulary,
                           {options.restore_letters, options.max_expansions, options.family_weight,
                            options.mend_typing, options.max_clauses, &work.scratch.deadline},
                           work.analysis);
}

void append_lines(const Explanation& explanation, std::size_t depth, std::string& out) {
  out.append(2 * depth, ' ')
      .append(fmt::format("{:.6f} {}\n", explanation.value, explanation.what));
  for (const Explanation& part : explanation.parts) append_lines(part, depth + 1, out);
}

}  // namespace

std::string Passage::marked(std::string_view before, std::string_view after) const {
  std::string out;
  std::size_t at = 0;
  for (const Span& mark : marks) {
    out.append(text, at, mark.begin - at).append(before);
    out.append(text, mark.begin, mark.end - mark.begin).append(after);
    at = mark.end;
  }
  return out.append(text, at);
}

std::string Explanation::to_string() const {
  std::string out;
  append_lines(*this, 0, out);
  return out;
}

std::shared_ptr<const std::vector<StoredValue>> Hit::Context::values(std::uint32_t doc) const {
  {
    const std::lock_guard lock(mutex_);
    if (last_values_ != nullptr && last_doc_ == doc) return last_values_;
  }
  auto values =
      std::make_shared<const std::vector<StoredValue>>(read_values(searcher->collection, doc));
  const std::lock_guard lock(mutex_);
  last_doc_ = doc;
  last_values_ = values;
  return values;
}

std::string Hit::document(std::string_view field) const {
  if (context_ == nullptr) return {};
  const auto& fields = context_->searcher->collection.schema().fields();
  const auto values = context_->values(id);
  for (const StoredValue& value : *values)
    if (value.field < fields.size() && fields[value.field].name == field) return value.value;
  return {};
}

Document Hit::document() const {
  if (context_ == nullptr) return {};
  return make_document(context_->searcher->collection, *context_->values(id));
}

std::vector<Passage> Hit::passages(std::string_view field, const PassageOptions& options) const {
  if (context_ == nullptr) return {};
  const Collection& collection = context_->searcher->collection;
  const auto& fields = collection.schema().fields();
  const Field* found = collection.schema().find(field);
  if (found == nullptr) return {};
  const auto number = static_cast<std::uint32_t>(found - fields.data());
  std::vector<std::string> values;
  const auto stored = context_->values(id);
  for (const StoredValue& value : *stored)
    if (value.field == number) values.push_back(value.value);
  // The terms of a keyword are whole values, not words that a text could be searched for.
  const bool analysed = found->type == FieldType::kText;
  const internal::Matcher matcher(analysed ? context_->plan : internal::PlanNode{}, collection,
                                  number);
  return internal::cut_passages(values, collection.snapshot().analyzer, matcher, options);
}

Searcher::Searcher(std::shared_ptr<const Impl> impl, std::shared_ptr<internal::ViewSource> source)
    : impl_(std::move(impl)), source_(std::move(source)) {}

Searcher Searcher::refresh() const {
  return source_ == nullptr ? *this : Searcher(source_->latest(), source_);
}

Hits Searcher::search(std::string_view text, const SearchOptions& options) const {
  ParsedQuery parsed = parse_query(text);
  Hits hits = search(parsed.query, options);
  hits.diagnostics.insert(hits.diagnostics.begin(), parsed.diagnostics.begin(),
                          parsed.diagnostics.end());
  return hits;
}

Hits Searcher::search(const Query& query, const SearchOptions& options) const {
  check(options);
  const Collection& collection = impl_->collection;
  const auto keys = internal::resolve_keys(options.sort, collection.schema());
  const internal::WorkspacePool::Loan work(impl_->workspaces);
  work->scratch.deadline = internal::Deadline(options.time_limit);
  internal::Rewritten rewritten = rewrite(collection, query, options, *work);
  const internal::ExecuteOptions how{.limit = options.limit, .count_up_to = options.count_up_to};
  const internal::SearchResult result =
      keys.empty()
          ? internal::execute(rewritten.root, collection, options.bm25, how, *work)
          : internal::execute_sorted(rewritten.root, collection, options.bm25, keys, how, *work);
  Hits hits;
  hits.total = result.total;
  hits.timed_out = rewritten.timed_out || result.timed_out;
  hits.total_is_exact = result.total_is_exact && !hits.timed_out;
  hits.diagnostics = std::move(rewritten.diagnostics);
  if (result.best.empty()) return hits;
  auto context = std::make_shared<Hit::Context>();
  context->searcher = impl_;
  context->plan = std::move(rewritten.root);
  hits.hits.reserve(result.best.size());
  for (const internal::ScoredDoc& found : result.best) {
    Hit& hit = hits.hits.emplace_back();
    hit.score = found.score;
    hit.id = found.doc;
    hit.context_ = context;
  }
  return hits;
}

Explanation Searcher::explain(const Query& query, std::uint32_t id,
                              const SearchOptions& options) const {
  check(options);
  if (id >= id_limit())
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("document {}: the searcher has {}", id, id_limit()));
  const internal::WorkspacePool::Loan work(impl_->workspaces);
  const internal::Rewritten rewritten = rewrite(impl_->collection, query, options, *work);
  return internal::explain(rewritten.root, impl_->collection, options.bm25, id);
}

std::vector<Spelling> Searcher::spellings(std::string_view text, std::size_t limit) const {
  const Collection& collection = impl_->collection;
  const Analysis analysis = collection.snapshot().analyzer.analyze(text);
  if (analysis.tokens().empty() || limit == 0) return {};
  internal::TermLookup terms;
  const internal::SnapshotVocabulary vocabulary(collection.snapshot(), terms);
  std::vector<Spelling> spellings;
  for (internal::RestoredSpelling& found :
       internal::restore_spellings(analysis.tokens().front().form, vocabulary, limit))
    spellings.push_back({std::move(found.form), found.occurrences, found.share});
  return spellings;
}

Document Searcher::document(std::uint32_t id) const {
  if (!contains(id))
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("document {}: the searcher does not have it", id));
  return make_document(impl_->collection, read_values(impl_->collection, id));
}

std::uint32_t Searcher::size() const noexcept { return impl_->collection.snapshot().live_count(); }

bool Searcher::contains(std::uint32_t id) const noexcept {
  if (id >= id_limit()) return false;
  const internal::Snapshot& snapshot = impl_->collection.snapshot();
  const std::size_t segment = snapshot.segment_of(id);
  const internal::DeletedDocsPtr& deleted = snapshot.deleted[segment];
  return deleted == nullptr || !deleted->contains(id - snapshot.doc_bases[segment]);
}

std::uint32_t Searcher::id_limit() const noexcept { return impl_->collection.doc_count(); }

std::uint64_t Searcher::generation() const noexcept {
  return impl_->collection.snapshot().manifest.generation;
}

}  // namespace izde
