// A YAML scalar as JSON text, typed as YAML's core schema says. Pure.
#pragma once

#include <string>
#include <string_view>

namespace lastgood {

// A JSON string, quoted and escaped; invalid UTF-8 becomes U+FFFD.
std::string JsonString(std::string_view text);

// `tag` as yaml-cpp gives it: "?" for a plain scalar, "!" for a quoted one, else an explicit tag. A number
// that JSON cannot carry (infinite, or an integer of more than 18 digits) stays text.
std::string ScalarToJson(std::string_view tag, const std::string& value);

}  // namespace lastgood
