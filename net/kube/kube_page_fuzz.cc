// Any bytes as a page of a list.
// Subject: net/kube/page net/kube/answer
#include <cstddef>
#include <cstdint>
#include <string>

#include "net/kube/answer.h"
#include "net/kube/page.h"
#include "net/objects/reading.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static lastgood::KubePageDecoder decoder;  // kept from page to page, as in use
  const lastgood::Resource backups{"postgresql.cnpg.io", "v1", "backups", "Backup"};
  std::string body(reinterpret_cast<const char*>(data), size);
  lastgood::ErrorFromAnswer({403, {}, body}, backups, "");
  lastgood::ProblemList problems;
  std::size_t visited = 0;
  const auto visit = [&visited](const lastgood::Fields& fields) {
    ++visited;
    fields.Timestamp({"status", "startedAt"});
    fields.EachMember({"metadata", "labels"},
                      [](std::string_view, const lastgood::Fields& label) { label.String({}); });
    return fields.status();
  };
  const auto page = decoder.Decode(body, backups, visit, problems);
  if (page.ok() && visited > page->items) __builtin_trap();
  return 0;
}
