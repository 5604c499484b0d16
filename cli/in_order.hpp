// Work that several threads do, and whose results come out in the order in which it was given.
//
// Purpose: blocks of rows are answered in parallel. Input: tasks, and for each thread a way to do one. Output: results,
// the oldest first. At most `most` tasks are held, so that memory does not grow with their number.
#pragma once

#include <condition_variable>
#include <csignal>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace pasal::cli {

template <typename Task, typename Result>
class InOrder {
public:
  using Work = std::function<Result(const Task&)>;

  // `make_work` is called in each thread. One thread is the caller's own.
  InOrder(std::size_t threads, const std::function<Work()>& make_work) : most_(threads == 1 ? 1 : 2 * threads + 1) {
    if (threads == 1) {
      own_work_ = make_work();
      return;
    }
    // A signal comes to the thread that reads and writes.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this, make_work] { work(make_work); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
  // What has not been begun is dropped.
  ~InOrder() {
    {
      const std::lock_guard lock(mutex_);
      waiting_.clear();
      is_over_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  InOrder(const InOrder&) = delete;
  InOrder& operator=(const InOrder&) = delete;

  bool is_full() const { return given_.size() >= most_; }
  bool is_empty() const { return given_.empty(); }

  void give(Task task) {
    auto job = std::make_shared<Job>(std::move(task));
    given_.push_back(job);
    if (own_work_) {
      do_job(*job, own_work_);
      return;
    }
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(job));
    }
    changed_.notify_one();
  }

  // The result of the oldest task, once it is there. What was thrown in its thread is thrown here.
  std::pair<Task, Result> take() {
    const std::shared_ptr<Job> job = std::move(given_.front());
    given_.pop_front();
    {
      std::unique_lock lock(mutex_);
      done_.wait(lock, [&] { return job->result || job->failure; });
    }
    if (job->failure) std::rethrow_exception(job->failure);
    return {std::move(job->task), std::move(*job->result)};
  }

private:
  struct Job {
    explicit Job(Task given) : task(std::move(given)) {}
    Task task;
    std::optional<Result> result;
    std::exception_ptr failure;
  };

  void do_job(Job& job, const Work& work) {
    std::optional<Result> result;
    std::exception_ptr failure;
    try {
      result = work(job.task);
    } catch (...) {
      failure = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    job.result = std::move(result);
    job.failure = failure;
  }

  void work(const std::function<Work()>& make_work) {
    const Work work = make_work();
    while (true) {
      std::shared_ptr<Job> job;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return is_over_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        job = std::move(waiting_.front());
        waiting_.pop_front();
      }
      do_job(*job, work);
      done_.notify_one();
    }
  }

  std::size_t most_;
  Work own_work_;                          // of one thread
  std::deque<std::shared_ptr<Job>> given_;  // by age; the caller's
  std::mutex mutex_;                        // guards what follows, and the results of jobs
  std::condition_variable changed_;
  std::condition_variable done_;
  std::deque<std::shared_ptr<Job>> waiting_;
  bool is_over_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace pasal::cli
