#include "base/memory.h"

#include <malloc.h>

namespace lastgood {

void KeepFreedMemory() {
#ifdef __GLIBC__
  constexpr int kMiB = 1024 * 1024;
  mallopt(M_TRIM_THRESHOLD, 16 * kMiB);
  mallopt(M_MMAP_THRESHOLD, 8 * kMiB);
#endif
}

}  // namespace lastgood
