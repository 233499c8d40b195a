// Where the page of a thing is: object/<system>/<namespace>/<kind>/<name>, each part percent-encoded, "-" for
// what is empty (no Kubernetes name is "-"). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/facts.h"

namespace lastgood {

inline constexpr std::string_view kObjectPages = "/object/";

// Seen from the status page: without '/' at its beginning.
std::string ObjectPath(const ObjectKey& key);
// Of a path that begins with kObjectPages. An empty part is as good as "-", also where a proxy has merged its
// slashes; nullopt for what names nothing.
std::optional<ObjectKey> ReadObjectPath(std::string_view path);

}  // namespace lastgood
