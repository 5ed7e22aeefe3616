#include "line_pool.h"

#include <utility>

namespace izde::cli {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{128} << 10;
constexpr std::size_t kPiecesAThread = 2;

}  // namespace

LinePool::LinePool(std::size_t threads, Handle handle) : handle_(std::move(handle)) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this, i] { work(i); });
}

LinePool::~LinePool() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
    waiting_.clear();
    changed_.notify_all();
  }
  for (std::thread& thread : threads_) thread.join();
}

void LinePool::add(const std::string& name, std::uint64_t number, std::string_view line) {
  const bool follows = name == next_.name && number == next_.first_number + next_.ends.size();
  if (!next_.ends.empty() && (!follows || next_.text.size() >= kPieceBytes)) hand_over();
  if (next_.ends.empty()) {
    next_.name = name;
    next_.first_number = number;
  }
  next_.text += line;
  next_.ends.push_back(next_.text.size());
}

void LinePool::hand_over() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] {
    return waiting_.size() < kPiecesAThread * threads_.size() || error_ != nullptr;
  });
  if (error_ != nullptr) std::rethrow_exception(error_);
  if (!next_.ends.empty()) waiting_.push_back(std::exchange(next_, {}));
  changed_.notify_all();
}

void LinePool::finish() {
  hand_over();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return (waiting_.empty() && at_work_ == 0) || error_ != nullptr; });
  if (error_ != nullptr) std::rethrow_exception(error_);
}

void LinePool::work(std::size_t thread) {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ends_ || (!waiting_.empty() && error_ == nullptr); });
    if (ends_) return;
    const Piece piece = std::move(waiting_.front());
    waiting_.pop_front();
    ++at_work_;
    changed_.notify_all();
    lock.unlock();
    std::exception_ptr error;
    try {
      handle_piece(thread, piece);
    } catch (...) {
      error = std::current_exception();
    }
    lock.lock();
    --at_work_;
    if (error != nullptr && error_ == nullptr) error_ = error;
    changed_.notify_all();
  }
}

void LinePool::handle_piece(std::size_t thread, const Piece& piece) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < piece.ends.size(); ++i) {
    {
      const std::lock_guard lock(mutex_);
      if (ends_ || error_ != nullptr) return;
    }
    handle_(thread, piece.name, piece.first_number + i,
            std::string_view(piece.text).substr(begin, piece.ends[i] - begin));
    begin = piece.ends[i];
  }
}

}  // namespace izde::cli
