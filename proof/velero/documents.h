// The JSON that Velero puts beside a backup, plain or in gzip. Pure; bounded in memory, whatever is packed.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/objects/fields.h"

namespace lastgood::proof::velero {

struct Unpacked {
  std::string text;
  bool whole = false;  // the stream ended as it should
};

// What comes out of a gzip, of a cut or damaged one what came before. kMalformed of what is no gzip,
// kTooLarge of more than 32 MiB.
Result<Unpacked> Gunzip(std::string_view packed);

// Reads a JSON document of any kind: `visit` gets it as the member "document". kMalformed.
Status ReadDocument(std::string_view json, const std::function<void(const Fields&)>& visit);

}  // namespace lastgood::proof::velero
