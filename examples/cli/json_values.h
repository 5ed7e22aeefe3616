#pragma once

#include <boost/json.hpp>
#include <izde/izde.h>
#include <string_view>

namespace izde::cli {

/// A JSON string of `text`; bytes that are no UTF-8 become U+FFFD, which JSON cannot hold
/// otherwise.
boost::json::string json_text(std::string_view text);

/// {"value": ..., "what": ..., "parts": [...]}
boost::json::value json_explanation(const Explanation& explanation);

/// {"text": ..., "offset": ..., "marks": [[begin, end], ...]}, all in bytes.
boost::json::value json_passage(const Passage& passage);

/// {name: value} with an array where a name has several values. Numbers and booleans of fields of
/// these types are such in JSON, the same as in the documents, where JSON has them (not infinity).
boost::json::value json_document(const Document& document, const Schema& schema);

/// The JSON text of a value; numbers with the fewest digits that give the same number.
std::string serialized(const boost::json::value& value);

/// {"offset": ..., "length": ..., "message": ...}
boost::json::value json_diagnostic(const Diagnostic& diagnostic);

}  // namespace izde::cli
