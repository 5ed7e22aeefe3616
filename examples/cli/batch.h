#pragma once

#include <izde/izde.h>
#include <string>

namespace izde::cli {

/// A file of queries to run.
struct Batch {
  std::string queries;  ///< qid<TAB>text a line; "-" is standard input.
  std::string run;      ///< Where the TREC run goes; "-" is standard output.
  std::string id_field;
  SearchOptions options;
  bool syntax = false;  ///< Texts are in the query language, not plain words.
};

/// Runs every query and writes `qid Q0 docid rank score izde` lines. A line without a tab is named
/// on standard error and left out; returns kFailed then. Blanks in ids become '_', as the format
/// asks. Throws Failure, izde::Error.
int run_batch(const Index& index, const Batch& batch);

}  // namespace izde::cli
