// izde index: files in, an index out.
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <izde/izde.h>
#include <mutex>

#include "command.h"
#include "index_settings.h"
#include "inputs.h"
#include "interrupt.h"
#include "json_lines.h"
#include "line_pool.h"
#include "line_reader.h"
#include "progress.h"

namespace izde::cli {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// A bad line under --strict: it has been reported, the run ends.
class StrictStop : public std::exception {};

std::uint64_t total_bytes(const std::vector<Input>& inputs) {
  std::uint64_t total = 0;
  for (const Input& input : inputs) {
    if (input.bytes == 0 && input.path == "-") return 0;
    total += input.bytes;
  }
  return total;
}

/// Feeds inputs to a writer; counts, reports, commits.
class Indexer {
 public:
  Indexer(const IndexSettings& settings, Index& index, const std::vector<Input>& inputs)
      : settings_(settings),
        writer_(index.writer(settings.writer)),
        progress_(total_bytes(inputs)),
        workers_(settings.threads) {}

  int run(const std::vector<Input>& inputs) {
    try {
      if (settings_.threads == 1) {
        for (const Input& input : inputs) add_input(input, nullptr);
      } else {
        add_in_threads(inputs);
      }
    } catch (const StrictStop&) {
      return stop(kFailed, "stopped at the first bad line (--strict)");
    }
    if (interrupted()) return stop(kInterrupted, "interrupted");
    writer_.commit();
    writer_.wait_for_merges();
    progress_.clear();
    report_end();
    return bad_lines_ == 0 ? kDone : kFailed;
  }

 private:
  /// What a thread reads documents with.
  struct Worker {
    JsonLineReader json;
    Document document;
  };

  void add_in_threads(const std::vector<Input>& inputs) {
    LinePool pool(settings_.threads, [this](std::size_t thread, const std::string& name,
                                            std::uint64_t number, std::string_view line) {
      add_line(workers_[thread], name, number, line);
    });
    for (const Input& input : inputs) add_input(input, &pool);
    if (!interrupted()) pool.finish();
  }

  /// Lines go to the pool, if there is one.
  void add_input(const Input& input, LinePool* pool) {
    if (interrupted()) return;
    LineReader reader(input.path);
    clear_progress();
    reader.decode_as(settings_.encoding);
    if (input.format == InputFormat::kText) {
      add_text(input, reader.rest());
    } else {
      std::string_view line;
      while (!interrupted() && reader.next(line)) {
        if (pool != nullptr)
          pool->add(reader.name(), reader.line_number(), line);
        else
          add_line(workers_[0], reader.name(), reader.line_number(), line);
        progress(bytes_ + reader.bytes());
      }
    }
    bytes_ += reader.bytes();
    progress(bytes_);
  }

  void add_line(Worker& worker, const std::string& name, std::uint64_t number,
                std::string_view line) {
    if (number == 1 && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
    JsonError error;
    if (worker.json.read(line, worker.document, error)) {
      add_document(worker.document, fmt::format("{}:{}", name, number));
    } else {
      reject(fmt::format("{}:{}: byte {}: {}", name, number, error.column, error.message));
    }
  }

  void add_text(const Input& input, std::string_view body) {
    if (body.starts_with(kByteOrderMark)) body.remove_prefix(kByteOrderMark.size());
    Document document;
    document.set(settings_.id_field, input.path)
        .set("title", std::filesystem::path(input.path).filename().string())
        .set("body", body);
    add_document(document, input.path);
  }

  void add_document(const Document& document, const std::string& place) {
    try {
      writer_.add(document);
    } catch (const Error& error) {  // of this document alone, unless the next call throws as well
      if (error.code() != ErrorCode::kInvalidArgument &&
          error.code() != ErrorCode::kResourceExhausted) {
        throw;
      }
      reject(fmt::format("{}: {}", place, error.what()));
      return;
    }
    const std::uint64_t documents = ++documents_;
    if (settings_.commit_every != 0 && documents % settings_.commit_every == 0) writer_.commit();
  }

  void reject(const std::string& message) {
    warn(message);
    ++bad_lines_;
    if (settings_.strict) throw StrictStop();
  }

  void warn(const std::string& message) {
    const std::lock_guard lock(terminal_);
    progress_.clear();
    fmt::print(stderr, "izde: {}\n", message);
  }

  void progress(std::uint64_t bytes) {
    if (settings_.quiet) return;
    const std::lock_guard lock(terminal_);
    progress_.update(documents_, bytes);
  }

  void clear_progress() {
    const std::lock_guard lock(terminal_);
    progress_.clear();
  }

  int stop(int code, std::string_view why) {
    const std::uint64_t dropped = writer_.pending_documents();
    writer_.close();
    warn(fmt::format("index: {}: {} documents of this run are in the index, {} are dropped", why,
                     grouped(documents_ - dropped), grouped(dropped)));
    return code;
  }

  void report_end() {
    if (bad_lines_ > 0) {
      fmt::print(stderr, "izde: index: {} bad line{} left out\n", grouped(bad_lines_),
                 bad_lines_ == 1 ? "" : "s");
    }
    if (!settings_.quiet) fmt::print(stderr, "{}\n", progress_.summary(documents_, bytes_));
  }

  const IndexSettings& settings_;
  IndexWriter writer_;
  Progress progress_;
  std::vector<Worker> workers_;
  std::mutex terminal_;  ///< Guards what is written to it, progress_ too.
  std::atomic<std::uint64_t> documents_ = 0;
  std::atomic<std::uint64_t> bad_lines_ = 0;
  std::uint64_t bytes_ = 0;  // of the inputs that are done
};

}  // namespace

int run_index(const Arguments& arguments) {
  const std::optional<IndexSettings> settings = read_index_settings(arguments);
  if (!settings) return kDone;
  const std::vector<Input> inputs = find_inputs(settings->inputs);
  Index index = open_index(*settings);
  catch_interrupts();
  return Indexer(*settings, index, inputs).run(inputs);
}

}  // namespace izde::cli
