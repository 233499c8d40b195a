// The files and folders that lastgood.yaml names: are they there, and may we read them? Errors are kConfig,
// with the place of the name.
#pragma once

#include <string>

#include "base/result.h"

namespace lastgood {

// `text` is what stands in `file`; `home` is for names that start with "~/". What the generated Alertmanager
// and Grafana files name lies on other machines, and is left alone.
Status CheckReferencedFiles(const std::string& text, const std::string& file, const std::string& home);

}  // namespace lastgood
