// Settings of the C library's allocator, for a program that reads page after page into memory.
#pragma once

namespace lastgood {

// Keeps up to 16 MiB of freed memory for the next page instead of giving it back to the system each time: the
// page faults of getting it again cost as much CPU as the work itself. Once, at the start of main(), before
// there are threads.
void KeepFreedMemory();

}  // namespace lastgood
