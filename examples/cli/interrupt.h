#pragma once

namespace izde::cli {

/// From now on Ctrl-C (and SIGTERM) does not end the program, but makes interrupted() true and ends
/// a wait for input.
void catch_interrupts();

/// Whether Ctrl-C was pressed since catch_interrupts().
bool interrupted() noexcept;

}  // namespace izde::cli
