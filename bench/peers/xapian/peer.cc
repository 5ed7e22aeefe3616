// Xapian behind the protocol of bench/peers/run (bench/peers/protocol.md).
//
// Xapian is under the GPL, version 2 or later. This program is made on demand by bench/peers/run to
// measure it; it is no part of izde, links nothing of it, and nothing of izde links it.
//
// BM25Weight(1.2, 0, 1, 0.75, 0.5): k1 1.2, b 0.75, no part for the length of the query, idf
// without Lucene's 1 + ..., least length 0.5 of the mean. Its scores differ from the others': only
// counts are compared. The merge is a full compaction.

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>
#include <xapian.h>

#include "../protocol.h"

namespace izde::bench {
namespace {

class XapianEngine {
 public:
  using Query = Xapian::Query;

  static std::string version() { return std::string("Xapian ") + Xapian::version_string(); }

  static Indexed index(const std::string& tokens, const std::string& folder) {
    const std::string unmerged = folder + ".unmerged";
    for (const std::string& each : {folder, unmerged}) std::filesystem::remove_all(each);
    Indexed indexed;
    const Stopwatch watch;
    // Documents held in memory before they are written: some 256 MiB of these.
    ::setenv("XAPIAN_FLUSH_THRESHOLD", "100000", 1);
    Xapian::WritableDatabase database(unmerged, Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);
    for_each_line(tokens, [&](const std::string& line) {
      database.add_document(document_of(line));
      ++indexed.documents;
    });
    database.commit();
    indexed.seconds = watch.seconds();
    indexed.segments = 1;
    const Stopwatch merging;
    database.compact(folder, Xapian::Compactor::FULL);
    indexed.merge_seconds = merging.seconds();
    database.close();
    std::filesystem::remove_all(unmerged);
    return indexed;
  }

  explicit XapianEngine(const std::string& folder)
      : database_(folder), ranking_(database_), counting_(database_) {
    ranking_.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1, 0.75, 0.5));
    counting_.set_weighting_scheme(Xapian::BoolWeight());
  }

  Query prepare(const Task& task) const {
    const auto& terms = task.terms;
    switch (task.op) {
      case Operator::kTerm:
        return Query(terms.front());
      case Operator::kAnd:
        return Query(Query::OP_AND, terms.begin(), terms.end());
      case Operator::kOr:
        return Query(Query::OP_OR, terms.begin(), terms.end());
      case Operator::kPhrase:
        return Query(Query::OP_PHRASE, terms.begin(), terms.end(),
                     static_cast<Xapian::termcount>(terms.size()));
    }
    throw std::runtime_error("no such operator");
  }

  std::uint64_t count(const Query& query) {
    counting_.set_query(query);
    return counting_.get_mset(0, 0, database_.get_doccount()).get_matches_lower_bound();
  }

  std::vector<ScoredDoc> top(const Query& query, std::size_t limit) {
    ranking_.set_query(query);
    const Xapian::MSet found = ranking_.get_mset(0, static_cast<Xapian::doccount>(limit));
    std::vector<ScoredDoc> hits;
    for (auto hit = found.begin(); hit != found.end(); ++hit)
      hits.push_back({*hit - 1, hit.get_weight()});
    return hits;
  }

 private:
  static Xapian::Document document_of(const std::string& line) {
    Xapian::Document document;
    Xapian::termpos position = 0;
    if (line.empty()) return document;
    for (const std::string& term : split(line, ' ')) document.add_posting(term, position++);
    return document;
  }

  Xapian::Database database_;
  Xapian::Enquire ranking_;
  Xapian::Enquire counting_;
};

}  // namespace
}  // namespace izde::bench

int main(int argc, char** argv) {
  return izde::bench::peer_main<izde::bench::XapianEngine>(argc, argv);
}
