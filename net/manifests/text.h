// One file of manifests, given as text: JSON or YAML, documents, lists, and what is wrong with them. What can
// be read of a broken file is read. Pure but for the sink.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/manifests/glance.h"
#include "net/manifests/sink.h"

namespace lastgood {

// `text` is padded with Pad(). `stop` is asked now and then; when it says true the reading ends with
// kTimeout. Any other mistake goes to the sink. Documents that hold no kind that the sink wants are not
// parsed.
Status ReadManifestText(const std::string& name, const std::string& text, const std::function<bool()>& stop,
                        ManifestSink& sink);

// What is in such a text, by a glance.
Glimpse GlanceAtText(std::string_view text);

}  // namespace lastgood
