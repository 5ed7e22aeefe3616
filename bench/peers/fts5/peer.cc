// SQLite's FTS5 behind the protocol of bench/peers/run (bench/peers/protocol.md).
//
// A contentless table with positions (detail=full), one transaction, hash size as large as the
// others' buffers; then 'optimize', which is its merge to one. Its own tokenizers part words at
// signs, so a tokenizer for blanks stands here. bm25() has k1 1.2 and b 0.75 fixed, and an idf
// without Lucene's 1 + ...: only counts are compared.

#include <filesystem>
#include <memory>
#include <sqlite3.h>
#include <string>
#include <vector>

#include "../protocol.h"

namespace izde::bench {
namespace {

int create_tokenizer(void*, const char**, int, Fts5Tokenizer** out) {
  static char none;
  *out = reinterpret_cast<Fts5Tokenizer*>(&none);
  return SQLITE_OK;
}

void delete_tokenizer(Fts5Tokenizer*) {}

int tokenize(Fts5Tokenizer*, void* context, int, const char* text, int size,
             int (*token)(void*, int, const char*, int, int, int)) {
  for (int begin = 0; begin < size;) {
    int end = begin;
    while (end < size && text[end] != ' ') ++end;
    if (end > begin) {
      const int code = token(context, 0, text + begin, end - begin, begin, end);
      if (code != SQLITE_OK) return code;
    }
    begin = end + 1;
  }
  return SQLITE_OK;
}

class Database {
 public:
  Database(const std::string& path, int flags) {
    check(sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr));
    fts5_api* api = nullptr;
    sqlite3_stmt* asks = prepare("SELECT fts5(?1)");
    sqlite3_bind_pointer(asks, 1, &api, "fts5_api_ptr", nullptr);
    sqlite3_step(asks);
    sqlite3_finalize(asks);
    if (api == nullptr) throw std::runtime_error("this SQLite has no FTS5");
    fts5_tokenizer blanks{create_tokenizer, delete_tokenizer, tokenize};
    check(api->xCreateTokenizer(api, "blanks", nullptr, &blanks, nullptr));
  }
  ~Database() { sqlite3_close_v2(handle_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void check(int code) const {
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
      throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(handle_));
  }
  void run(const char* sql) const { check(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr)); }
  sqlite3_stmt* prepare(const char* sql) const {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(handle_, sql, -1, &statement, nullptr));
    return statement;
  }

 private:
  sqlite3* handle_ = nullptr;
};

std::string in_quotes(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

class Fts5Engine {
 public:
  using Query = std::string;

  static std::string version() { return std::string("SQLite FTS5 ") + sqlite3_libversion(); }

  static Indexed index(const std::string& tokens, const std::string& folder) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    Indexed indexed;
    const Stopwatch watch;
    const Database database(folder + "/fts5.db", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    database.run("PRAGMA page_size = 4096; PRAGMA cache_size = -262144; BEGIN");
    database.run("CREATE VIRTUAL TABLE t USING fts5(body, content='', tokenize='blanks')");
    database.run("INSERT INTO t(t, rank) VALUES('hashsize', 268435456)");
    sqlite3_stmt* insert = database.prepare("INSERT INTO t(rowid, body) VALUES(?1, ?2)");
    for_each_line(tokens, [&](const std::string& line) {
      sqlite3_bind_int64(insert, 1, static_cast<sqlite3_int64>(++indexed.documents));
      sqlite3_bind_text(insert, 2, line.data(), static_cast<int>(line.size()), SQLITE_STATIC);
      database.check(sqlite3_step(insert));
      sqlite3_reset(insert);
    });
    sqlite3_finalize(insert);
    database.run("COMMIT");
    indexed.seconds = watch.seconds();
    indexed.segments = 1;
    const Stopwatch merging;
    database.run("INSERT INTO t(t) VALUES('optimize')");
    indexed.merge_seconds = merging.seconds();
    database.run("VACUUM");
    return indexed;
  }

  explicit Fts5Engine(const std::string& folder)
      : database_(folder + "/fts5.db", SQLITE_OPEN_READONLY) {
    database_.run("PRAGMA cache_size = -1048576; PRAGMA mmap_size = 17179869184");
    count_ = database_.prepare("SELECT count(*) FROM t WHERE t MATCH ?1");
    top_ = database_.prepare("SELECT rowid, rank FROM t WHERE t MATCH ?1 ORDER BY rank LIMIT ?2");
  }
  ~Fts5Engine() {
    sqlite3_finalize(count_);
    sqlite3_finalize(top_);
  }
  Fts5Engine(const Fts5Engine&) = delete;
  Fts5Engine& operator=(const Fts5Engine&) = delete;

  Query prepare(const Task& task) const {
    std::string query;
    if (task.op == Operator::kPhrase) {
      for (const std::string& term : task.terms) query += (query.empty() ? "" : " ") + term;
      return in_quotes(query);
    }
    for (const std::string& term : task.terms) {
      if (!query.empty()) query += task.op == Operator::kAnd ? " AND " : " OR ";
      query += in_quotes(term);
    }
    return query;
  }

  std::uint64_t count(const Query& query) {
    bind(count_, query);
    database_.check(sqlite3_step(count_));
    const auto count = static_cast<std::uint64_t>(sqlite3_column_int64(count_, 0));
    sqlite3_reset(count_);
    return count;
  }

  std::vector<ScoredDoc> top(const Query& query, std::size_t limit) {
    bind(top_, query);
    sqlite3_bind_int64(top_, 2, static_cast<sqlite3_int64>(limit));
    std::vector<ScoredDoc> hits;
    int code = sqlite3_step(top_);
    for (; code == SQLITE_ROW; code = sqlite3_step(top_)) {
      hits.push_back({static_cast<std::uint64_t>(sqlite3_column_int64(top_, 0) - 1),
                      -sqlite3_column_double(top_, 1)});
    }
    database_.check(code);
    sqlite3_reset(top_);
    return hits;
  }

 private:
  static void bind(sqlite3_stmt* statement, const Query& query) {
    sqlite3_bind_text(statement, 1, query.data(), static_cast<int>(query.size()), SQLITE_STATIC);
  }

  Database database_;
  sqlite3_stmt* count_ = nullptr;
  sqlite3_stmt* top_ = nullptr;
};

}  // namespace
}  // namespace izde::bench

int main(int argc, char** argv) {
  return izde::bench::peer_main<izde::bench::Fts5Engine>(argc, argv);
}
