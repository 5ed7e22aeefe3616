#pragma once

#include <string_view>
#include <vector>

#include "izde/izde.h"

#include "generator/generator.h"

namespace izde::bench {

/// The fields of a generated document.
inline Schema news_schema(bool stored = true) {
  return Schema{}
      .text("title", {.boost = 2.0F, .stored = stored})
      .text("body", {.stored = stored})
      .keyword("id", {.stored = stored})
      .keyword("source", {.stored = stored})
      .date("published", {.stored = stored});
}

inline Document to_document(const GeneratedDocument& from) {
  Document document;
  document.set("id", from.id).set("title", from.title).set("body", from.body);
  if (!from.source.empty()) document.set("source", from.source);
  if (!from.published.empty()) document.set("published", from.published);
  return document;
}

/// Adds all and commits once.
inline void write_all(Index& index, const std::vector<Document>& documents) {
  IndexWriter writer = index.writer();
  for (const Document& document : documents) writer.add(document);
  writer.commit();
}

}  // namespace izde::bench
