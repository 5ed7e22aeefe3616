#include "interrupt.h"

#include <csignal>

namespace izde::cli {

namespace {
volatile std::sig_atomic_t was_interrupted = 0;
extern "C" void note_interrupt(int /*signal*/) { was_interrupted = 1; }
}  // namespace

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = note_interrupt;                // without SA_RESTART: a waiting read() returns
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // a second Ctrl-C ends the program at once
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() noexcept { return was_interrupted != 0; }

}  // namespace izde::cli
