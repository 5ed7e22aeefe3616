#pragma once

#include <boost/json.hpp>
#include <izde/izde.h>
#include <string>
#include <string_view>
#include <vector>

#include "output.h"
#include "terminal.h"

namespace izde::cli {

/// What of a hit is shown.
struct ResultStyle {
  std::string id_field;
  std::vector<std::string> passage_fields;  ///< Empty: the text fields where something matched.
  Colors colors;
  bool explain = false;
};

/// Shows the outcome of one search.
class ResultPrinter {
 public:
  ResultPrinter(const Index& index, const Searcher& searcher, ResultStyle style, Output& out);

  /// A list for people.
  void print_list(const Hits& hits, const Query& query, const SearchOptions& options,
                  double milliseconds);

  /// One JSON object on one line.
  void print_json(const Hits& hits, std::string_view text, const Query& query,
                  const SearchOptions& options, double milliseconds);

 private:
  struct FieldPassages {
    std::string field;
    std::vector<Passage> passages;
  };

  std::vector<FieldPassages> passages_of(const Hit& hit) const;
  boost::json::object json_passages(const Hit& hit) const;
  void print_hit(std::size_t rank, const Hit& hit);
  std::string title_of(const Hit& hit) const;
  std::string shown(const Passage& passage) const;

  const Searcher& searcher_;
  Schema schema_;
  ResultStyle style_;
  Output& out_;
  std::vector<std::string> text_fields_;  // stored, without the title
  bool has_title_ = false;
};

/// The document's id: its `id_field`, or "#" and its number when it has none.
std::string id_of(const Hit& hit, std::string_view id_field);

}  // namespace izde::cli
