#pragma once

// The frame of the peers' programs written in C++: command line, tasks, clock.
// bench/peers/protocol.md says what they answer. Standard library only, so that each program links
// its own engine and nothing else.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <fstream>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace izde::bench {

inline constexpr std::size_t kBufferBytes = std::size_t{256} << 20;
inline constexpr std::size_t kShownHits = 10;

enum class Operator : std::uint8_t { kTerm, kAnd, kOr, kPhrase };

/// One line of a file of tasks.
struct Task {
  std::size_t limit = 0;  ///< 0: count.
  Operator op = Operator::kTerm;
  std::vector<std::string> terms;
};

struct ScoredDoc {
  std::uint64_t doc = 0;
  double score = 0;
};

/// Answer to `index`.
struct Indexed {
  std::uint64_t documents = 0;
  std::size_t segments = 0;
  double seconds = 0;
  double merge_seconds = 0;
};

/// Answer to one task.
struct Timed {
  std::int64_t best_ns = std::numeric_limits<std::int64_t>::max();
  std::int64_t used_ns = 0;
  std::size_t rounds = 0;
  std::string result;
};

class Stopwatch {
 public:
  std::int64_t nanoseconds() const {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start_).count();
  }
  double seconds() const { return static_cast<double>(nanoseconds()) / 1e9; }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

inline std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

inline std::vector<Task> read_tasks(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot open " + path);
  std::vector<Task> tasks;
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string> parts = split(line, '\t');
    if (parts.size() != 3) throw std::runtime_error("no task: " + line);
    Task& task = tasks.emplace_back();
    task.limit = std::stoul(parts[0]);
    task.terms = split(parts[2], ' ');
    if (parts[1] == "TERM")
      task.op = Operator::kTerm;
    else if (parts[1] == "AND")
      task.op = Operator::kAnd;
    else if (parts[1] == "OR")
      task.op = Operator::kOr;
    else if (parts[1] == "PHRASE")
      task.op = Operator::kPhrase;
    else
      throw std::runtime_error("unknown operator " + parts[1]);
  }
  return tasks;
}

/// Calls `use` with each line of a file of tokens.
template <typename Use>
void for_each_line(const std::string& path, const Use& use) {
  std::vector<char> buffer(std::size_t{1} << 20);
  std::ifstream file;
  file.rdbuf()->pubsetbuf(buffer.data(), static_cast<std::streamsize>(buffer.size()));
  file.open(path);
  if (!file) throw std::runtime_error("cannot open " + path);
  for (std::string line; std::getline(file, line);) use(line);
}

inline std::string shown(const std::vector<ScoredDoc>& hits) {
  std::ostringstream out;
  out.precision(17);
  for (std::size_t i = 0; i < std::min(hits.size(), kShownHits); ++i) {
    out << (i > 0 ? " " : "") << hits[i].doc << ':' << hits[i].score;
  }
  return out.str();
}

template <typename Engine, typename Query>
void run_task(Engine& engine, const Query& query, std::size_t limit, Timed& timed) {
  std::uint64_t count = 0;
  std::vector<ScoredDoc> hits;
  const Stopwatch watch;
  if (limit == 0)
    count = engine.count(query);
  else
    hits = engine.top(query, limit);
  const std::int64_t elapsed = watch.nanoseconds();
  timed.best_ns = std::min(timed.best_ns, elapsed);
  timed.used_ns += elapsed;
  if (timed.rounds++ == 0) timed.result = limit == 0 ? std::to_string(count) : shown(hits);
}

template <typename Engine>
void search(const std::string& folder, const std::string& path, std::size_t rounds,
            std::int64_t budget_ns) {
  const std::vector<Task> tasks = read_tasks(path);
  Engine engine(folder);
  std::vector<typename Engine::Query> queries;
  for (const Task& task : tasks) queries.push_back(engine.prepare(task));
  std::vector<Timed> timed(tasks.size());
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      if (round > 0 && timed[i].used_ns >= budget_ns) continue;
      run_task(engine, queries[i], tasks[i].limit, timed[i]);
    }
  }
  for (const Timed& each : timed) {
    std::printf("%lld\t%zu\t%s\n", static_cast<long long>(each.best_ns), each.rounds,
                each.result.c_str());
  }
}

template <typename Engine>
void index(const std::string& tokens, const std::string& folder, std::size_t rounds) {
  Indexed best = Engine::index(tokens, folder);
  for (std::size_t round = 1; round < rounds; ++round) {
    const Indexed again = Engine::index(tokens, folder);
    best.seconds = std::min(best.seconds, again.seconds);
    best.merge_seconds = std::min(best.merge_seconds, again.merge_seconds);
  }
  std::printf(
      "{\"documents\": %llu, \"segments\": %zu, \"seconds\": %.6f, \"merge_seconds\": %.6f}\n",
      static_cast<unsigned long long>(best.documents), best.segments, best.seconds,
      best.merge_seconds);
}

/// The main() of a program. An Engine has `Query`; static `std::string version()` and
/// `Indexed index(tokens, folder)`, which empties the folder first; a constructor from the folder;
/// `Query prepare(const Task&)`, `uint64_t count(const Query&)`,
/// `std::vector<ScoredDoc> top(const Query&, limit)`.
template <typename Engine>
int peer_main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  const std::string command = arguments.empty() ? "" : arguments[0];
  try {
    if (command == "version" && arguments.size() == 1) {
      std::printf("%s\n", Engine::version().c_str());
    } else if (command == "index" && arguments.size() == 4) {
      index<Engine>(arguments[1], arguments[2], std::stoul(arguments[3]));
    } else if (command == "search" && arguments.size() == 5) {
      search<Engine>(arguments[1], arguments[2], std::stoul(arguments[3]),
                     std::stoll(arguments[4]) * 1'000'000);
    } else {
      std::fprintf(
          stderr,
          "usage: %s version | index TOKENS FOLDER ROUNDS | search FOLDER TASKS ROUNDS BUDGET_MS\n",
          argv[0]);
      return 2;
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", argv[0], error.what());
    return 1;
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace izde::bench
