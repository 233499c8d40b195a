// One Assessment as JUnit's XML, as Jenkins and GitLab read it (https://github.com/jenkinsci/xunit-plugin,
// junit-10.xsd): a test for each row that is worth showing. Pure.
#pragma once

#include <string>

#include "exporter/report/gate.h"

namespace lastgood {

// A finding below `fail_on` is no failure, and what could not be told is an error.
std::string RenderJUnit(const Assessment& assessment, const GateContext& context);

}  // namespace lastgood
