// How a command ended, when it did what it was asked. A value.
#pragma once

#include <memory>

namespace lastgood {

struct Ended {
  int code = 0;
  // What a thread that could not be ended still uses: when it is not null, main must leave without
  // destructors.
  std::shared_ptr<void> still_in_use;
};

}  // namespace lastgood
