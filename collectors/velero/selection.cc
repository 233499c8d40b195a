// Which claims a Schedule takes, by its template and by what its newest good backup really holds.
#include "collectors/velero/selection.h"

#include <fmt/format.h>

#include <algorithm>

#include "collectors/shared/selector.h"
#include "collectors/velero/case.h"
#include "collectors/velero/decode_backup.h"
#include "collectors/velero/decode_schedule.h"
#include "collectors/velero/decode_store.h"
#include "collectors/velero/track.h"

namespace lastgood::velero {
namespace {

std::vector<std::string> ListAt(const Fields& fields, std::string_view key) {
  std::vector<std::string> list;
  fields.EachElement({"spec", "template", key},
                     [&](const Fields& element) { list.push_back(element.String({})); });
  return list;
}

bool NamesClaims(const std::vector<std::string>& resources) {
  return std::any_of(resources.begin(), resources.end(), [](const std::string& resource) {
    return resource == "*" || resource == "pvc" || resource == "persistentvolumeclaim" ||
           resource == "persistentvolumeclaims" || resource == "persistentvolumeclaims.";
  });
}

// A pod brings the claims that it mounts.
bool NamesPods(const std::vector<std::string>& resources) {
  return std::any_of(resources.begin(), resources.end(), [](const std::string& resource) {
    return resource == "po" || resource == "pod" || resource == "pods" || resource == "pods.";
  });
}

std::string WhyWithoutClaims(const Fields& fields) {
  for (const std::string_view key : {"includedResources", "includedNamespaceScopedResources"}) {
    const std::vector<std::string> only = ListAt(fields, key);
    if (!only.empty() && !NamesClaims(only) && !NamesPods(only))
      return fmt::format("its {} leaves claims out", key);
  }
  for (const std::string_view key : {"excludedResources", "excludedNamespaceScopedResources"})
    if (NamesClaims(ListAt(fields, key))) return fmt::format("its {} leaves claims out", key);
  return "";
}

}  // namespace

std::vector<Selection> SelectionsOf(const Fields& fields) {
  Selection base;
  base.namespaces = ListAt(fields, "includedNamespaces");
  base.except_namespaces = ListAt(fields, "excludedNamespaces");
  base.why_not = WhyWithoutClaims(fields);
  base.labels.push_back({"velero.io/exclude-from-backup", Requirement::Operator::kNotIn, {"true"}});
  std::vector<Selection> selections;
  const auto add = [&](const Fields& selector) {
    selections.push_back(base);
    AddRequirements(selector, selections.back().labels);
  };
  fields.EachMember({"spec", "template"}, [&](std::string_view key, const Fields& value) {
    if (key == "labelSelector") add(value);
  });
  fields.EachElement({"spec", "template", "orLabelSelectors"}, add);
  if (selections.empty()) selections.push_back(std::move(base));
  return selections;
}

// The uploads of the newest good backup are what it holds of volumes, and snapshots by the storage: of those
// Velero keeps only the count.
std::vector<Selection> CoversOf(const Case& one, const Uploads& uploads) {
  std::vector<Selection> covers =
      one.schedule == nullptr ? std::vector<Selection>() : one.schedule->selections;
  const BackupRow* newest = NewestGood(one);
  if (newest == nullptr) return covers;
  Selection held, empty{.why_not = "the volume was empty, so its newest good backup holds nothing of it"};
  for (const UploadRow* upload : uploads.Of(*newest))
    if (upload->state == AttemptState::kCompleted)
      if (std::string uid(uploads.ClaimOf(*upload)); !uid.empty())
        (upload->empty ? empty : held).uids.push_back(std::move(uid));
  const std::string unread = uploads.UnreadOf(*newest);
  // Snapshots that a DataUpload moves are counted, too.
  const std::int64_t snapshots =
      newest->snapshots - (newest->operations ? static_cast<std::int64_t>(held.uids.size()) : 0);
  for (Selection& selection : covers) {
    if (!selection.why_not.empty()) continue;
    selection.as_of = newest->started.Or(newest->created).Get();
    if (snapshots > 0) {
      selection.count = snapshots;
      selection.counted = "volume snapshot";
    }
    if (!unread.empty()) {
      selection.unsure = fmt::format("which volumes its newest good backup holds is not known: {}", unread);
    } else if (snapshots <= 0) {
      selection.why_not = held.uids.empty() ? "its newest good backup holds the data of no volume"
                                            : "its newest good backup does not hold its data";
    }
  }
  if (!held.uids.empty()) covers.push_back(std::move(held));
  if (!empty.uids.empty()) covers.insert(covers.begin(), std::move(empty));
  return covers;
}

}  // namespace lastgood::velero
