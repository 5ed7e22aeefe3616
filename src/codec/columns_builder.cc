#include "codec/columns_builder.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
#include <string>
#include <tuple>
#include <utility>

#include "base/hash.h"

namespace izde::internal {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{1} << 16;

/// Different keywords, numbered as they come.
class KeywordTable {
 public:
  std::uint32_t number_of(std::string_view keyword) {
    const auto found = numbers_.find(keyword);
    if (found != numbers_.end()) return found->second;
    const auto number = static_cast<std::uint32_t>(keywords_.size());
    keywords_.push_back(kept(keyword));
    numbers_.emplace(keywords_.back(), number);
    return number;
  }

  std::size_t bytes_used() const noexcept {
    constexpr std::size_t kCell = sizeof(std::string_view) + sizeof(std::uint64_t) + 1;
    return bytes_ + keywords_.capacity() * sizeof(std::string_view) +
           numbers_.bucket_count() * kCell;
  }

  /// Brings the keywords into order; returns the place of each number in it.
  std::vector<std::uint32_t> sort() {
    const std::size_t shared = shared_bytes();
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order;  // first bytes that differ, number
    order.reserve(keywords_.size());
    for (std::uint32_t i = 0; i < keywords_.size(); ++i)
      order.emplace_back(first_bytes(keywords_[i].substr(shared)), i);
    std::sort(order.begin(), order.end(), [this](const auto& a, const auto& b) {
      return a.first != b.first ? a.first < b.first : keywords_[a.second] < keywords_[b.second];
    });
    std::vector<std::uint32_t> places(order.size());
    std::vector<std::string_view> sorted(order.size());
    for (std::uint32_t place = 0; place < order.size(); ++place) {
      places[order[place].second] = place;
      sorted[place] = keywords_[order[place].second];
    }
    keywords_ = std::move(sorted);
    return places;
  }
  const std::vector<std::string_view>& keywords() const noexcept { return keywords_; }

 private:
  std::string_view kept(std::string_view keyword) {
    if (chunks_.empty() || chunks_.back().capacity() - chunks_.back().size() < keyword.size()) {
      chunks_.emplace_back().reserve(std::max(kChunkBytes, keyword.size()));
      bytes_ += chunks_.back().capacity();
    }
    std::string& chunk = chunks_.back();
    const std::size_t at = chunk.size();
    chunk += keyword;  // within the capacity: nothing moves
    return std::string_view(chunk).substr(at);
  }

  /// How many bytes all keywords begin with alike.
  std::size_t shared_bytes() const noexcept {
    if (keywords_.empty()) return 0;
    const std::string_view first = keywords_.front();
    std::size_t shared = first.size();
    for (const std::string_view each : keywords_) {
      const auto limit = first.begin() + static_cast<std::ptrdiff_t>(std::min(shared, each.size()));
      shared = static_cast<std::size_t>(std::mismatch(first.begin(), limit, each.begin()).first -
                                        first.begin());
    }
    return shared;
  }

  /// The first eight bytes as a number that compares as they do; short ones are filled up with 0.
  static std::uint64_t first_bytes(std::string_view text) noexcept {
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < 8; ++i)
      bytes = bytes << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
    return bytes;
  }

  struct Hash {
    using is_avalanching = void;  // NOLINT(readability-identifier-naming): boost asks for it
    std::size_t operator()(std::string_view keyword) const noexcept { return hash64(keyword); }
  };

  std::deque<std::string> chunks_;
  std::size_t bytes_ = 0;
  std::vector<std::string_view> keywords_;
  boost::unordered_flat_map<std::string_view, std::uint32_t, Hash> numbers_;
};

/// Puts values in the order of documents.
template <typename T>
void sort_docs(std::vector<DocId>& docs, std::vector<T>& values) {
  if (std::is_sorted(docs.begin(), docs.end())) return;
  std::vector<std::pair<DocId, T>> pairs;
  pairs.reserve(docs.size());
  for (std::size_t i = 0; i < docs.size(); ++i) pairs.emplace_back(docs[i], values[i]);
  std::sort(pairs.begin(), pairs.end());
  for (std::size_t i = 0; i < pairs.size(); ++i) std::tie(docs[i], values[i]) = pairs[i];
}

/// Puts values in the order of documents, and those of a document in rising order. `unique`: what a
/// document has twice is left once.
template <typename T>
void sort_values(std::vector<DocId>& docs, std::vector<T>& values, bool unique) {
  sort_docs(docs, values);
  std::size_t kept = 0;
  for (std::size_t begin = 0, end = 0; begin < docs.size(); begin = end) {
    while (end < docs.size() && docs[end] == docs[begin]) ++end;
    if (end - begin > 1)
      std::sort(values.begin() + static_cast<std::ptrdiff_t>(begin),
                values.begin() + static_cast<std::ptrdiff_t>(end));
    for (std::size_t i = begin; i < end; ++i) {
      if (unique && i > begin && values[i] == values[i - 1]) continue;
      docs[kept] = docs[begin];
      values[kept++] = values[i];
    }
  }
  docs.resize(kept);
  values.resize(kept);
}

}  // namespace

class ColumnsBuilder::Field {
 public:
  void add_number(DocId doc, std::int64_t value, bool floats) {
    floats_ = floats;
    touch(doc);
    numbers_.push_back(value);
  }
  void add_keyword(DocId doc, std::string_view keyword) {
    touch(doc);
    keywords_.push_back(table_.number_of(keyword));
  }

  std::uint32_t rows() const noexcept { return rows_; }
  std::size_t bytes_used() const noexcept {
    return docs_.capacity() * sizeof(DocId) + numbers_.capacity() * sizeof(std::int64_t) +
           keywords_.capacity() * sizeof(std::uint32_t) + table_.bytes_used();
  }

  void write(std::uint32_t field, ColumnsWriter& writer) {
    if (keywords_.empty()) {
      sort_values(docs_, numbers_, false);
      writer.add_numbers(field, docs_, numbers_, floats_);
      return;
    }
    const std::vector<std::uint32_t> places = table_.sort();
    for (std::uint32_t& number : keywords_) number = places[number];
    sort_values(docs_, keywords_, true);
    writer.add_keywords(field, docs_, keywords_, table_.keywords());
  }

 private:
  void touch(DocId doc) {
    if (docs_.empty() || docs_.back() != doc) ++rows_;
    docs_.push_back(doc);
  }

  std::vector<DocId> docs_;
  std::uint32_t rows_ = 0;
  bool floats_ = false;
  std::vector<std::int64_t> numbers_;
  std::vector<std::uint32_t> keywords_;
  KeywordTable table_;
};

ColumnsBuilder::ColumnsBuilder() = default;
ColumnsBuilder::~ColumnsBuilder() = default;
ColumnsBuilder::ColumnsBuilder(ColumnsBuilder&&) noexcept = default;
ColumnsBuilder& ColumnsBuilder::operator=(ColumnsBuilder&&) noexcept = default;

ColumnsBuilder::Field& ColumnsBuilder::field(std::uint32_t number) {
  if (number >= fields_.size()) fields_.resize(number + 1);
  if (fields_[number] == nullptr) fields_[number] = std::make_unique<Field>();
  return *fields_[number];
}

void ColumnsBuilder::add_number(std::uint32_t number, DocId doc, std::int64_t value, bool floats) {
  field(number).add_number(doc, value, floats);
}

void ColumnsBuilder::add_keyword(std::uint32_t number, DocId doc, std::string_view keyword) {
  field(number).add_keyword(doc, keyword);
}

std::size_t ColumnsBuilder::bytes_used() const noexcept {
  std::size_t bytes = 0;
  for (const auto& field : fields_)
    if (field != nullptr) bytes += field->bytes_used();
  return bytes;
}

std::vector<ColumnsBuilder::FieldRows> ColumnsBuilder::rows() const {
  std::vector<FieldRows> rows;
  for (std::uint32_t i = 0; i < fields_.size(); ++i)
    if (fields_[i] != nullptr) rows.push_back({i, fields_[i]->rows()});
  return rows;
}

void ColumnsBuilder::write(ColumnsWriter& writer) {
  for (std::uint32_t i = 0; i < fields_.size(); ++i)
    if (fields_[i] != nullptr) fields_[i]->write(i, writer);
}

namespace {

/// Calls use(new document, code) for all values of a source's column, in the order of the source.
template <typename Use>
void for_each_value(const ColumnSource& source, const ColumnReader& column, const Use& use) {
  for (DocId doc = 0; doc < source.doc_count; ++doc) {
    const DocId to = source.new_docs.empty() ? source.base + doc : source.new_docs[doc];
    if (to == kNoMoreDocs) continue;
    const std::uint32_t row = column.row_of(doc);
    if (row == ColumnReader::kNoRow) continue;
    const ColumnReader::Places places = column.places(row);
    for (std::uint64_t place = places.begin; place < places.end; ++place)
      use(to, column.code(place));
  }
}

using Part = std::pair<const ColumnSource*, const ColumnReader*>;

void merge_numbers(std::uint32_t field, std::span<const Part> parts, ColumnsWriter& writer) {
  std::vector<DocId> docs;
  std::vector<std::int64_t> values;
  bool floats = false;
  for (const auto& [source, column] : parts) {
    floats = floats || column->has_floats();
    for_each_value(*source, *column, [&, reader = column](DocId doc, std::uint64_t code) {
      docs.push_back(doc);
      values.push_back(reader->value(code));
    });
  }
  if (docs.empty()) return;
  sort_values(docs, values, false);
  writer.add_numbers(field, docs, values, floats);
}

/// Keywords that no document has any more do not come along.
void merge_keywords(std::uint32_t field, std::span<const Part> parts, ColumnsWriter& writer) {
  KeywordTable table;
  std::vector<DocId> docs;
  std::vector<std::uint32_t> ordinals;
  for (const auto& [source, column] : parts) {
    constexpr std::uint32_t kUnknown = 0xFFFFFFFF;
    std::vector<std::uint32_t> numbers(column->greatest_code() + 1, kUnknown);
    for_each_value(*source, *column, [&, reader = column](DocId doc, std::uint64_t code) {
      if (code >= numbers.size() || numbers[code] == kUnknown) {
        const std::uint32_t number = table.number_of(reader->keyword(code));  // checks the code
        numbers[code] = number;
      }
      docs.push_back(doc);
      ordinals.push_back(numbers[code]);
    });
  }
  if (docs.empty()) return;
  const std::vector<std::uint32_t> places = table.sort();
  for (std::uint32_t& number : ordinals) number = places[number];
  sort_values(docs, ordinals, true);
  writer.add_keywords(field, docs, ordinals, table.keywords());
}

}  // namespace

void merge_columns(std::span<const ColumnSource> sources, ColumnsWriter& writer) {
  std::vector<std::uint32_t> fields;
  for (const ColumnSource& source : sources)
    for (const ColumnReader& column : source.columns->columns()) fields.push_back(column.field());
  std::sort(fields.begin(), fields.end());
  fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
  for (const std::uint32_t field : fields) {
    std::vector<Part> parts;
    for (const ColumnSource& source : sources)
      if (const ColumnReader* const column = source.columns->find(field))
        parts.emplace_back(&source, column);
    if (parts.front().second->has_keywords())
      merge_keywords(field, parts, writer);
    else
      merge_numbers(field, parts, writer);
  }
}

}  // namespace izde::internal
