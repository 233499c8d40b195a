// Text from a config inside what Prometheus reads as a template: annotations and the values of labels. Pure.
#pragma once

#include <string>
#include <string_view>

namespace lastgood {

// A name as it is, whatever braces are in it.
std::string TemplateText(std::string_view name);

// The value of a label as somebody wrote it: {{ $labels.name }} and {{ $value }} stay templates, everything
// else is as it is.
std::string TemplateValue(std::string_view value);

}  // namespace lastgood
