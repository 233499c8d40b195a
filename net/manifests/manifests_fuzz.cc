// Any bytes as a manifest, JSON or YAML: each object that is found is read through and through.
// Seeds: manifests
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "net/manifests/text.h"
#include "net/objects/reading.h"

namespace {

using lastgood::Fields;

void ReadThrough(const Fields& fields, int depth) {
  if (depth > 120) return;
  fields.String({"metadata", "name"});
  fields.Int({});
  fields.Timestamp({});
  fields.EachElement({}, [depth](const Fields& element) { ReadThrough(element, depth + 1); });
  fields.EachMember({}, [depth](std::string_view, const Fields& member) { ReadThrough(member, depth + 1); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  lastgood::Pad(text);
  const auto visit = [](const Fields& fields) {
    ReadThrough(fields, 0);
    return fields.status();
  };
  const std::vector<lastgood::Reading> readings = {
      {{"postgresql.cnpg.io", "v1", "backups", "Backup"}, visit, [] {}},
      {{"", "v1", "persistentvolumeclaims", "PersistentVolumeClaim"}, visit, [] {}}};
  const std::function<void(std::string_view, std::size_t)> progress;
  lastgood::ManifestSink sink(readings, progress);
  const auto status = lastgood::ReadManifestText("f", text, [] { return false; }, sink);
  const auto outcomes = std::move(sink).Finish();
  if (!status.ok() || outcomes.size() != 2) __builtin_trap();
  return 0;
}
