// What this program was built from; the build defines these in CMakeLists.txt.
#pragma once

#include <string_view>

namespace lastgood {

extern const std::string_view kBuildVersion, kBuildRevision, kBuildCompiler;

}  // namespace lastgood
