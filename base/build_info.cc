#include "base/build_info.h"

namespace lastgood {

const std::string_view kBuildVersion = LASTGOOD_VERSION;
const std::string_view kBuildRevision = LASTGOOD_REVISION;
#ifdef __clang__
const std::string_view kBuildCompiler = "Clang " __clang_version__;
#else
const std::string_view kBuildCompiler = "GCC " __VERSION__;
#endif

}  // namespace lastgood
