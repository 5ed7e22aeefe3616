// What izde does that the comparison over tokens leaves out: JSON lines with the whole analysis,
// and opening an index.
//
//   izde-raw index JSONL FOLDER THREADS [stored]   title and body of each document; prints
//   documents,
//                                                  text_bytes (of both), seconds (reading, parsing,
//                                                  analysis, commit) as JSON
//   izde-raw open FOLDER                           opens the index and a searcher; prints seconds,
//                                                  read_bytes (by system calls), touched_bytes
//                                                  (pages of files and memory first touched),
//                                                  documents, index_bytes as JSON

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <future>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <vector>

#include "izde/izde.h"

#include "cli/json_lines.h"
#include "peers/protocol.h"

namespace izde::bench {
namespace {

/// Hands out a file of lines, some at a time, to any number of threads.
class LineSource {
 public:
  explicit LineSource(const std::string& path) : file_(path, std::ios::binary) {
    if (!file_) throw std::runtime_error("cannot open " + path);
  }

  /// Replaces `chunk` by the next whole lines, some 256 KiB; false when there are none.
  bool take(std::string& chunk) {
    const std::lock_guard lock(mutex_);
    chunk.resize(kChunk);
    file_.read(chunk.data(), static_cast<std::streamsize>(kChunk));
    chunk.resize(static_cast<std::size_t>(file_.gcount()));
    std::string rest;
    if (!chunk.empty() && std::getline(file_, rest)) chunk += rest + '\n';
    return !chunk.empty();
  }

 private:
  static constexpr std::size_t kChunk = std::size_t{256} << 10;
  std::mutex mutex_;
  std::ifstream file_;
};

/// What one thread added.
struct Added {
  std::uint64_t documents = 0;
  std::uint64_t text_bytes = 0;
};

Added add_lines(LineSource& source, IndexWriter& writer) {
  cli::JsonLineReader reader;
  cli::JsonError error;
  Document document, taken;
  Added added;
  for (std::string chunk; source.take(chunk);) {
    for (std::size_t begin = 0; begin < chunk.size();) {
      const std::size_t end = std::min(chunk.find('\n', begin), chunk.size());
      if (!reader.read(std::string_view(chunk).substr(begin, end - begin), document, error))
        throw std::runtime_error(error.message);
      begin = end + 1;
      taken.clear();
      for (const std::string_view name : {"title", "body"}) {
        added.text_bytes += document.get(name).size();
        taken.set(name, document.get(name));
      }
      writer.add(taken);
      ++added.documents;
    }
  }
  return added;
}

void index_raw(const std::string& jsonl, const std::string& folder, std::size_t threads,
               bool stored) {
  std::filesystem::remove_all(folder);
  const Stopwatch watch;
  const FieldOptions options{.stored = stored};
  Index index = Index::open(folder, Schema{}.text("title", options).text("body", options));
  IndexWriter writer = index.writer();
  LineSource source(jsonl);
  std::vector<std::future<Added>> workers;
  for (std::size_t i = 0; i < threads; ++i)
    workers.push_back(std::async(std::launch::async, [&] { return add_lines(source, writer); }));
  Added all;
  for (auto& worker : workers) {
    const Added added = worker.get();
    all.documents += added.documents;
    all.text_bytes += added.text_bytes;
  }
  writer.commit();
  fmt::print("{{\"documents\": {}, \"text_bytes\": {}, \"seconds\": {:.6f}, \"segments\": {}}}\n",
             all.documents, all.text_bytes, watch.seconds(), index.stats().segments);
}

std::uint64_t bytes_read() {
  std::ifstream file("/proc/self/io");
  std::string name;
  std::uint64_t value = 0;
  while (file >> name >> value) {
    if (name == "rchar:") return value;
  }
  return 0;
}

std::uint64_t bytes_touched() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_minflt + usage.ru_majflt) * 4096;
}

void open_index(const std::string& folder) {
  const std::uint64_t touched = bytes_touched();
  const std::uint64_t read = bytes_read();
  const Stopwatch watch;
  const Index index = Index::open(folder);
  const Searcher searcher = index.searcher();
  const double seconds = watch.seconds();
  const std::uint64_t read_after = bytes_read();
  fmt::print(
      "{{\"seconds\": {:.6f}, \"read_bytes\": {}, \"touched_bytes\": {}, \"documents\": {}, "
      "\"index_bytes\": {}}}\n",
      seconds, read_after - read, bytes_touched() - touched, searcher.size(), index.stats().bytes);
}

int run(const std::vector<std::string>& arguments) {
  const std::size_t size = arguments.size();
  if (size == 2 && arguments[0] == "open") {
    open_index(arguments[1]);
  } else if ((size == 4 || (size == 5 && arguments[4] == "stored")) && arguments[0] == "index") {
    index_raw(arguments[1], arguments[2], std::stoul(arguments[3]), size == 5);
  } else {
    fmt::print(stderr, "usage: izde-raw index JSONL FOLDER THREADS [stored] | open FOLDER\n");
    return 2;
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace
}  // namespace izde::bench

int main(int argc, char** argv) {
  try {
    return izde::bench::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    fmt::print(stderr, "izde-raw: {}\n", error.what());
    return 1;
  }
}
