#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace izde::cli {

/// Hands lines to threads, many at a time.
class LinePool {
 public:
  /// Called in thread `thread` of 0 to threads - 1 for a line of the input `name`.
  using Handle = std::function<void(std::size_t thread, const std::string& name,
                                    std::uint64_t number, std::string_view line)>;

  LinePool(std::size_t threads, Handle handle);
  /// Lines that no thread has begun with are dropped.
  ~LinePool();
  LinePool(const LinePool&) = delete;
  LinePool& operator=(const LinePool&) = delete;

  /// Waits while many lines are before it. Throws what a thread threw; then nothing more is done.
  void add(const std::string& name, std::uint64_t number, std::string_view line);
  /// Waits until all lines are done. Throws as add().
  void finish();

 private:
  /// Lines of one input that follow one another.
  struct Piece {
    std::string name;
    std::uint64_t first_number = 0;
    std::string text;
    std::vector<std::size_t> ends;
  };

  void hand_over();
  void work(std::size_t thread);
  void handle_piece(std::size_t thread, const Piece& piece);

  Handle handle_;
  Piece next_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Piece> waiting_;
  std::size_t at_work_ = 0;
  bool ends_ = false;
  std::exception_ptr error_;
  std::vector<std::thread> threads_;
};

}  // namespace izde::cli
