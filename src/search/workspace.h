#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "izde/analyzer.h"

#include "search/clause.h"
#include "search/clause_memory.h"
#include "search/term_lookup.h"

namespace izde::internal {

/// What one query needs beside its plan: memory to work in, when it is to end, and what it looked
/// up.
struct Workspace {
  Scratch scratch;
  ClauseMemory clauses;
  Buffer<DocId> docs;
  Buffer<double> scores;
  Buffer<std::uint32_t> which;
  Buffer<double> found, window;
  Buffer<std::uint64_t> bits, more_bits;
  TermLookup terms;
  Analysis analysis;
};

/// Workspaces that wait for the next query: allocating one costs as much as finding a rare word.
/// Any thread. Keeps as many as were in use at once.
class WorkspacePool {
 public:
  WorkspacePool() = default;
  ~WorkspacePool() { delete first_.load(); }
  WorkspacePool(const WorkspacePool&) = delete;
  WorkspacePool& operator=(const WorkspacePool&) = delete;

  /// A workspace on loan.
  class Loan {
   public:
    explicit Loan(WorkspacePool& pool) : pool_(pool), work_(pool.take()) {}
    ~Loan() { pool_.give_back(std::move(work_)); }
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;

    Workspace& operator*() const noexcept { return *work_; }
    Workspace* operator->() const noexcept { return work_.get(); }

   private:
    WorkspacePool& pool_;
    std::unique_ptr<Workspace> work_;
  };

 private:
  std::unique_ptr<Workspace> take() {
    if (std::unique_ptr<Workspace> work{first_.exchange(nullptr, std::memory_order_acquire)})
      return work;
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        auto work = std::move(idle_.back());
        idle_.pop_back();
        return work;
      }
      idle_.reserve(++made_);  // so that giving back needs no memory
    }
    return std::make_unique<Workspace>();
  }
  void give_back(std::unique_ptr<Workspace> work) noexcept {
    work->terms.clear();
    work->scratch.deadline = Deadline();
    work.reset(first_.exchange(work.release(), std::memory_order_acq_rel));
    if (work == nullptr) return;
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(work));
  }

  std::atomic<Workspace*> first_ = nullptr;  // the idle one that was given back last
  std::mutex mutex_;
  std::size_t made_ = 0;
  std::vector<std::unique_ptr<Workspace>> idle_;
};

}  // namespace izde::internal
