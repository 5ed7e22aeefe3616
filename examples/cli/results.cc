#include "results.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "json_values.h"
#include "progress.h"

namespace izde::cli {

namespace json = boost::json;

namespace {

constexpr std::string_view kTitle = "title";
constexpr std::size_t kShownFields = 2;  // of those where something matched

bool has_marks(const std::vector<Passage>& passages) {
  return std::any_of(passages.begin(), passages.end(),
                     [](const Passage& passage) { return !passage.marks.empty(); });
}

// Closing quotes are passed over byte by byte: of a letter that shares a byte with them its first
// byte stays, which is no sign either.
bool ends_sentence(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t\r\n\"»”)");
  if (last == std::string_view::npos) return true;
  return std::string_view(".!?").find(text[last]) != std::string_view::npos ||
         text.substr(0, last + 1).ends_with("…");
}

/// What to put before and after a passage that `value` goes on beyond.
struct Ellipses {
  std::string_view before, after;
};

Ellipses ellipses_of(const Passage& passage, std::string_view value) {
  const std::size_t end = passage.offset + passage.text.size();
  if (end > value.size() || value.substr(passage.offset, passage.text.size()) != passage.text) {
    return {};  // a later value of the field, or one with bytes that are no UTF-8
  }
  const bool runs_on = value.find_first_not_of(" \t\r\n", end) != std::string_view::npos;
  return {ends_sentence(value.substr(0, passage.offset)) ? "" : "… ",
          runs_on && !ends_sentence(passage.text) ? " …" : ""};
}

std::string indented(std::string_view lines, std::string_view indent) {
  std::string text;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    text += fmt::format("{}{}\n", indent, lines.substr(0, end));
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return text;
}

}  // namespace

std::string id_of(const Hit& hit, std::string_view id_field) {
  const std::string id = hit.document(id_field);
  return id.empty() ? fmt::format("#{}", hit.id) : id;
}

ResultPrinter::ResultPrinter(const Index& index, const Searcher& searcher, ResultStyle style,
                             Output& out)
    : searcher_(searcher), schema_(index.schema()), style_(std::move(style)), out_(out) {
  for (const Field& field : schema_.fields()) {
    if (field.type != FieldType::kText || !field.options.stored) continue;
    if (field.name == kTitle) {
      has_title_ = true;
    } else {
      text_fields_.push_back(field.name);
    }
  }
}

// The fields asked for; else those with a match, and the first with any text when none has one.
std::vector<ResultPrinter::FieldPassages> ResultPrinter::passages_of(const Hit& hit) const {
  std::vector<FieldPassages> chosen;
  FieldPassages fallback;
  const bool asked = !style_.passage_fields.empty();
  for (const std::string& field : asked ? style_.passage_fields : text_fields_) {
    std::vector<Passage> passages = hit.passages(field);
    if (passages.empty()) continue;
    if (asked || has_marks(passages)) {
      chosen.push_back({field, std::move(passages)});
    } else if (fallback.passages.empty()) {
      fallback = {field, std::move(passages)};
    }
    if (!asked && chosen.size() == kShownFields) break;
  }
  if (chosen.empty() && !fallback.passages.empty()) chosen.push_back(std::move(fallback));
  return chosen;
}

// Blanks take the place of control characters byte by byte, so the marks stay where they are.
std::string ResultPrinter::shown(const Passage& passage) const {
  Passage safe = passage;
  safe.text = one_line(passage.text);
  return safe.marked(style_.colors.mark, style_.colors.reset);
}

std::string ResultPrinter::title_of(const Hit& hit) const {
  if (!has_title_) return {};
  const std::vector<Passage> passages = hit.passages(kTitle);
  if (!passages.empty() && has_marks(passages)) return shown(passages.front());
  const std::string title = one_line(hit.document(kTitle));
  return title.empty() ? title
                       : fmt::format("{}{}{}", style_.colors.title, title, style_.colors.reset);
}

void ResultPrinter::print_hit(std::size_t rank, const Hit& hit) {
  const std::string title = title_of(hit);
  out_.write(fmt::format("{}. {}{}{}[{}, score {:.3f}]{}\n", rank, title, title.empty() ? "" : "  ",
                         style_.colors.dim, one_line(id_of(hit, style_.id_field)), hit.score,
                         style_.colors.reset));
  for (const FieldPassages& field : passages_of(hit)) {
    const std::string value = hit.document(field.field);
    for (const Passage& passage : field.passages) {
      const Ellipses ellipses = ellipses_of(passage, value);
      out_.write(fmt::format("   {}{}{}\n", ellipses.before, shown(passage), ellipses.after));
    }
  }
}

void ResultPrinter::print_list(const Hits& hits, const Query& query, const SearchOptions& options,
                               double milliseconds) {
  if (hits.total == 0) {
    out_.write("nothing found\n");
    return;
  }
  out_.write(fmt::format("{}{}{} document{}, {:.1f} ms{}\n", style_.colors.dim,
                         hits.total_is_exact ? "" : "at least ", grouped(hits.total),
                         hits.total == 1 ? "" : "s", milliseconds, style_.colors.reset));
  for (std::size_t i = 0; i < hits.size(); ++i) {
    print_hit(i + 1, hits[i]);
    if (style_.explain) {
      out_.write(indented(searcher_.explain(query, hits[i].id, options).to_string(), "   | "));
    }
  }
}

json::object ResultPrinter::json_passages(const Hit& hit) const {
  std::vector<FieldPassages> fields = passages_of(hit);
  if (has_title_ && style_.passage_fields.empty()) {  // where a list marks the title itself
    std::vector<Passage> title = hit.passages(kTitle);
    if (has_marks(title)) fields.insert(fields.begin(), {std::string(kTitle), std::move(title)});
  }
  json::object result;
  for (const FieldPassages& field : fields) {
    json::array& places = result[json_text(field.field)].emplace_array();
    for (const Passage& passage : field.passages) places.push_back(json_passage(passage));
  }
  return result;
}

void ResultPrinter::print_json(const Hits& hits, std::string_view text, const Query& query,
                               const SearchOptions& options, double milliseconds) {
  json::array list;
  for (const Hit& hit : hits) {
    json::object item{{"id", json_text(id_of(hit, style_.id_field))},
                      {"score", hit.score},
                      {"fields", json_document(hit.document(), schema_)},
                      {"passages", json_passages(hit)}};
    if (style_.explain) {
      item["explanation"] = json_explanation(searcher_.explain(query, hit.id, options));
    }
    list.push_back(std::move(item));
  }
  json::array diagnostics;
  for (const Diagnostic& one : hits.diagnostics) diagnostics.push_back(json_diagnostic(one));
  const json::object result{{"query", json_text(text)},
                            {"total", hits.total},
                            {"total_is_exact", hits.total_is_exact},
                            {"milliseconds", milliseconds},
                            {"hits", std::move(list)},
                            {"diagnostics", std::move(diagnostics)}};
  out_.write(serialized(result));
  out_.write("\n");
}

}  // namespace izde::cli
