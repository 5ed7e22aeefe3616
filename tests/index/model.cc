#include "index/model.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/values.h"
#include "index/inverter.h"
#include "index/plain_analysis.h"
#include "text/folding.h"

namespace izde::internal {
namespace {

void add_text(Model& model, std::uint32_t field, bool families, DocId doc,
              std::uint32_t& next_position, std::string_view value) {
  const std::vector<Token> tokens = split_at_blanks(value);
  if (tokens.empty()) return;
  std::map<std::uint32_t, std::set<std::string>> terms, families_at, forms;  // by position
  for (const Token& token : tokens) {
    terms[token.position].emplace(token.term);
    if (families && !token.family.empty()) families_at[token.position].emplace(token.family);
    if (has_kazakh_letter(token.form)) forms[token.position].emplace(token.form);
  }
  for (const auto& [position, here] : terms)
    for (const std::string& term : here)
      model.fields[field][term][doc].push_back(next_position + position);
  for (const auto& [position, here] : families_at)
    for (const std::string& family : here)
      model.fields[family_field(field)][family][doc].push_back(position);
  for (const auto& [position, here] : forms)
    for (const std::string& form : here) {
      std::string key;
      fold_kazakh_letters(form, key);
      ++model.forms[key + '\0' + form];
    }
  next_position += tokens.back().position + 1 + kValueGap;
  auto& lengths = model.lengths[field];
  lengths.resize(model.doc_count);
  lengths[doc] += static_cast<std::uint32_t>(terms.size());
  model.sums[field].token_count += terms.size();
}

void add_document(Model& model, DocId doc, const Document& document, const Schema& schema) {
  std::map<std::uint32_t, std::uint32_t> next_positions;
  std::set<std::uint32_t> seen;
  for (const auto& [name, value] : document.values()) {
    const Field* const field = schema.find(name);
    const auto number = static_cast<std::uint32_t>(field - schema.fields().data());
    if (field->options.stored) model.stored[doc].push_back({number, value});
    if (field->type == FieldType::kText) {
      add_text(model, number, field->options.families, doc, next_positions[number], value);
      if (next_positions[number] > 0) seen.insert(number);
      continue;
    }
    seen.insert(number);
    if (field->type == FieldType::kKeyword) {
      model.fields[number][value][doc];
      if (field->options.column) model.keywords[number][doc].insert(value);
    } else if (const auto parsed = parse_value(field->type, value)) {  // a forged schema has others
      model.numbers[number][doc].push_back(*parsed);
    }
  }
  for (const std::uint32_t number : seen) ++model.sums[number].doc_count;
}

std::string postings_difference(const SegmentReader& segment, std::uint32_t field,
                                const TermInfo& info, const Model::Postings& wanted) {
  const bool has_positions = segment.lengths(field) != nullptr;
  PostingsCursor cursor = segment.postings(field, info);
  std::vector<std::uint32_t> positions;
  std::uint64_t occurrences = 0;
  for (const auto& [doc, wanted_positions] : wanted) {
    if (cursor.next() != doc) return fmt::format("document {}, wanted {}", cursor.doc(), doc);
    const bool has_freq = has_positions || is_family_field(field);
    const std::size_t freq = has_freq ? wanted_positions.size() : 1;
    if (cursor.freq() != freq) return fmt::format("frequency {}, wanted {}", cursor.freq(), freq);
    occurrences += freq;
    if (!has_positions) continue;
    cursor.positions(positions);
    if (positions != wanted_positions) return fmt::format("positions in document {}", doc);
  }
  if (cursor.next() != kNoMoreDocs) return fmt::format("document {} too many", cursor.doc());
  if (info.doc_freq != wanted.size() || info.total_term_freq != occurrences)
    return fmt::format("statistics {} {}", info.doc_freq, info.total_term_freq);
  return {};
}

std::string field_difference(const SegmentReader& segment, std::uint32_t field,
                             const std::map<std::string, Model::Postings>& terms) {
  if (segment.terms().term_count(field) != terms.size())
    return fmt::format("{} terms, wanted {}", segment.terms().term_count(field), terms.size());
  const auto cursor = segment.terms().seek(field, "");
  for (const auto& [term, wanted] : terms) {
    if (!cursor->next() || cursor->term() != term) return fmt::format("no term {}", term);
    const auto found = segment.terms().find(field, term);
    if (!found) return fmt::format("term {} is not found", term);
    for (const TermInfo& info : {*found, cursor->info()})
      if (const std::string text = postings_difference(segment, field, info, wanted); !text.empty())
        return fmt::format("term {}: {}", term, text);
  }
  return cursor->next() ? fmt::format("term {} too many", cursor->term()) : std::string();
}

std::string lengths_difference(const SegmentReader& segment, const Model& model,
                               std::uint32_t field) {
  const LengthsReader* const lengths = segment.lengths(field);
  const auto wanted = model.lengths.find(field);
  if ((lengths != nullptr) != (wanted != model.lengths.end())) return "lengths";
  if (lengths == nullptr) return {};
  for (DocId doc = 0; doc < wanted->second.size(); ++doc)
    if ((*lengths)[doc] != wanted->second[doc])
      return fmt::format("length {} of document {}", (*lengths)[doc], doc);
  return {};
}

std::string forms_difference(const SegmentReader& segment, const Model& model) {
  const auto cursor = segment.terms().seek(kFormsField, "");
  for (const auto& [form, count] : model.forms)
    if (!cursor->next() || cursor->term() != form || cursor->info().doc_freq != count)
      return fmt::format("form {}", form);
  return cursor->next() ? "a form too many" : "";
}

std::string stored_difference(const SegmentReader& segment, const Model& model) {
  for (DocId doc = 0; doc < model.doc_count; ++doc) {
    const std::vector<StoredValue> values = segment.stored().read(doc);
    const std::vector<StoredValue>& wanted = model.stored[doc];
    const auto same = [](const StoredValue& a, const StoredValue& b) {
      return a.field == b.field && a.value == b.value;
    };
    if (!std::equal(values.begin(), values.end(), wanted.begin(), wanted.end(), same))
      return fmt::format("stored values of document {}", doc);
  }
  return {};
}

/// The places of a document's values; none when it has none.
ColumnReader::Places places_of(const ColumnReader& column, DocId doc) {
  const std::uint32_t row = column.row_of(doc);
  return row == ColumnReader::kNoRow ? ColumnReader::Places{0, 0} : column.places(row);
}

std::string columns_difference(const SegmentReader& segment, const Model& model) {
  const std::size_t columns = model.numbers.size() + model.keywords.size();
  if (segment.columns().columns().size() != columns) return fmt::format("not {} columns", columns);
  for (const auto& [field, docs] : model.numbers) {
    const ColumnReader* const column = segment.column(field);
    if (column == nullptr || column->rows() != docs.size()) return "a column of numbers";
    for (auto [doc, wanted] : docs) {
      std::sort(wanted.begin(), wanted.end());
      std::vector<std::int64_t> found;
      const ColumnReader::Places places = places_of(*column, doc);
      for (std::uint64_t place = places.begin; place < places.end; ++place)
        found.push_back(column->value(column->code(place)));
      if (found != wanted) return fmt::format("numbers of field {}, document {}", field, doc);
    }
  }
  for (const auto& [field, docs] : model.keywords) {
    const ColumnReader* const column = segment.column(field);
    if (column == nullptr || column->rows() != docs.size()) return "a column of keywords";
    for (const auto& [doc, wanted] : docs) {
      std::set<std::string> found;
      const ColumnReader::Places places = places_of(*column, doc);
      for (std::uint64_t place = places.begin; place < places.end; ++place)
        found.insert(column->keyword(column->code(place)));
      if (found != wanted) return fmt::format("keywords of field {}, document {}", field, doc);
    }
  }
  return {};
}

std::string sums_difference(const SegmentInfo& info, const Model& model) {
  if (info.fields.size() != model.sums.size()) return "figures of fields";
  for (const FieldSums& sums : info.fields) {
    const auto wanted = model.sums.find(sums.field);
    if (wanted == model.sums.end() || wanted->second.doc_count != sums.doc_count ||
        wanted->second.token_count != sums.token_count)
      return fmt::format("figures of field {}", sums.field);
  }
  return {};
}

}  // namespace

Model model_of(std::span<const Document> documents, const Schema& schema) {
  Model model;
  model.doc_count = static_cast<std::uint32_t>(documents.size());
  model.stored.resize(documents.size());
  for (DocId doc = 0; doc < model.doc_count; ++doc)
    add_document(model, doc, documents[doc], schema);
  return model;
}

std::string difference(const SegmentReader& segment, const Model& model) {
  if (segment.doc_count() != model.doc_count)
    return fmt::format("{} documents, wanted {}", segment.doc_count(), model.doc_count);
  for (const auto& [field, terms] : model.fields) {
    for (const std::string& text :
         {field_difference(segment, field, terms), lengths_difference(segment, model, field)})
      if (!text.empty()) return fmt::format("field {}: {}", field, text);
    if (!is_family_field(field) && !model.fields.contains(family_field(field)) &&
        segment.terms().term_count(family_field(field)) > 0)
      return fmt::format("field {} has families", field);
  }
  for (const std::string& text :
       {forms_difference(segment, model), stored_difference(segment, model),
        columns_difference(segment, model), sums_difference(segment.info(), model)})
    if (!text.empty()) return text;
  return {};
}

std::string difference(const Snapshot& snapshot, std::span<const Document> documents) {
  if (snapshot.doc_count != documents.size())
    return fmt::format("{} documents, wanted {}", snapshot.doc_count, documents.size());
  for (const Document& document : documents)
    for (const auto& [name, value] : document.values())
      if (snapshot.manifest.schema.find(name) == nullptr) return "no field " + name;
  for (std::size_t i = 0; i < snapshot.segments.size(); ++i) {
    const SegmentReader& segment = *snapshot.segments[i];
    const Model model = model_of(documents.subspan(snapshot.doc_bases[i], segment.doc_count()),
                                 snapshot.manifest.schema);
    if (const std::string text = difference(segment, model); !text.empty())
      return fmt::format("segment {}: {}", i, text);
  }
  return {};
}

Schema test_schema() {
  return Schema{}
      .text("title", {.boost = 2.0F})
      .text("body")
      .keyword("source")
      .date("published")
      .text("hidden", {.stored = false, .families = false})
      .integer("year")
      .floating("price", {.stored = false})
      .boolean("active")
      .keyword("code", {.column = false});
}

Document random_document(Random& random) {
  static const std::vector<std::string> kWords = {
      "тіл", "қала", "кала", "мектеп", "ғылым", "а", "су", "су|сү", "қан|қан", "тілші|тел|тілек"};
  const auto text = [&](std::uint32_t most) {
    std::string value;
    for (std::uint32_t left = random() % (most + 1); left > 0; --left) {
      value += random() % 3 == 0 ? "w" + std::to_string(random() % (1 + random() % 300))
                                 : kWords[random() % (1 + random() % kWords.size())];
      value += ' ';
    }
    return value;
  };
  Document document;
  if (random() % 4 != 0) document.add("title", text(5));
  for (std::uint32_t left = random() % 3; left > 0; --left) document.add("body", text(60));
  for (std::uint32_t left = random() % 3; left > 0; --left)
    document.add("source", "s" + std::to_string(random() % 4));
  if (random() % 2 == 0)
    document.add("published", fmt::format("20{:02}-0{}-11", random() % 30, 1 + random() % 9));
  for (std::uint32_t left = random() % 3; left > 0; --left)
    document.add("year", 1990 + random() % 40);
  if (random() % 3 != 0) document.add("price", static_cast<double>(random() % 10000) / 100);
  if (random() % 5 == 0) document.add("active", random() % 2 == 0);
  if (random() % 5 == 0) document.add("code", random() % 100);
  if (random() % 5 == 0) document.add("hidden", text(3));
  return document;
}

}  // namespace izde::internal
