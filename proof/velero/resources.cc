#include "proof/velero/resources.h"

#include <fmt/format.h>

#include "base/time.h"
#include "proof/velero/documents.h"

namespace lastgood::proof::velero {
namespace {

constexpr std::size_t kLongest = 500;
constexpr std::size_t kMostShown = 10;

void ReadNames(const Fields& list, std::set<std::string>& names) {
  list.EachElement({}, [&](const Fields& name) { names.insert(Cut(name.String({}), kLongest)); });
}

}  // namespace

Result<Resources> ParseResources(std::string_view json) {
  Resources resources;
  LASTGOOD_RETURN_IF_ERROR(ReadDocument(json, [&](const Fields& fields) {
    fields.EachMember({"document"}, [&](std::string_view kind, const Fields& list) {
      ++resources.kinds;
      if (kind == "v1/Namespace") ReadNames(list, resources.namespaces);
      if (kind == "v1/PersistentVolumeClaim") ReadNames(list, resources.claims);
    });
  }));
  return resources;
}

std::string Named(const std::set<std::string>& names) {
  std::string shown;
  std::size_t count = 0;
  for (const std::string& name : names) {
    if (count++ == kMostShown) return fmt::format("{} and {} more", shown, names.size() - kMostShown);
    shown += (shown.empty() ? "" : ", ") + name;
  }
  return shown;
}

}  // namespace lastgood::proof::velero
