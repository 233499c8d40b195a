// The fields of what can be lost and of what proves it, as the state file calls them. A field that is added
// to one of these and not here does not compile. Pure data.
#pragma once

#include <array>

#include "base/pack.h"
#include "model/facts.h"
#include "model/protection.h"

namespace lastgood {

template <>
struct Packed<Protection> {
  static constexpr auto kNames = [] {
    std::array<std::string_view, kProtections.size()> names;
    for (std::size_t i = 0; i < names.size(); ++i) names[i] = kProtections[i].name;
    return names;
  }();
};

template <>
struct Packed<Requirement::Operator> {
  static constexpr std::array<std::string_view, 4> kNames = {"In", "NotIn", "Exists", "DoesNotExist"};
};

template <>
struct Packed<Cron::Plain> {
  static void Fields(auto& value, auto&& field) {
    auto& [seconds, minutes, hours, days, months, weekdays, any_day, any_weekday, every, zone] = value;
    field("seconds", seconds);
    field("minutes", minutes);
    field("hours", hours);
    field("days", days);
    field("months", months);
    field("weekdays", weekdays);
    field("any_day", any_day);
    field("any_weekday", any_weekday);
    field("every", every);
    field("zone", zone);
  }
};

template <>
struct Packed<Cron> {
  using Plain = Cron::Plain;
  static Plain To(const Cron& cron) { return cron.ToPlain(); }
  static bool From(const Plain& plain, Cron& cron) {
    const Result<Cron> made = Cron::FromPlain(plain);
    if (made.ok()) cron = *made;
    return made.ok();
  }
};

template <>
struct Packed<ObjectKey> {
  static void Fields(auto& value, auto&& field) {
    auto& [system, namespace_, kind, name] = value;
    field("system", system);
    field("namespace", namespace_);
    field("kind", kind);
    field("name", name);
  }
};

template <>
struct Packed<BackupCounts> {
  static void Fields(auto& value, auto&& field) {
    auto& [completed, partial, failed, running, pending] = value;
    field("completed", completed);
    field("partial", partial);
    field("failed", failed);
    field("running", running);
    field("pending", pending);
  }
};

template <>
struct Packed<Usage> {
  static void Fields(auto& value, auto&& field) {
    auto& [bytes, objects] = value;
    field("bytes", bytes);
    field("objects", objects);
  }
};

template <>
struct Packed<RunOutcome> {
  static constexpr std::array<std::string_view, 3> kNames = {"good", "partial", "failed"};
};

template <>
struct Packed<Run> {
  static void Fields(auto& value, auto&& field) {
    auto& [ended, outcome, bytes] = value;
    field("ended", ended);
    field("outcome", outcome);
    field("bytes", bytes);
  }
};

template <>
struct Packed<Track> {
  static void Fields(auto& value, auto&& field) {
    auto& [method, destination, policies, schedules, schedules_from, counts, last_success_start,
           last_success_finish, last_success_at_most, ahead, last_success_duration, last_success_bytes,
           last_success_transferred_bytes, typical_bytes, typical_duration, last_failure,
           last_failure_message, running_since, running_detail, recovery_point, recovery_window_start,
           retention, retention_backups, kept_for, expires, why_late, files_new, files_changed, beside_data,
           endpoint, runs, stored] = value;
    field("method", method);
    field("destination", destination);
    field("policies", policies);
    field("schedules", schedules);
    field("schedules_from", schedules_from);
    field("counts", counts);
    field("last_success_start", last_success_start);
    field("last_success_finish", last_success_finish);
    field("last_success_at_most", last_success_at_most);
    field("ahead", ahead);
    field("last_success_duration", last_success_duration);
    field("last_success_bytes", last_success_bytes);
    field("last_success_transferred_bytes", last_success_transferred_bytes);
    field("typical_bytes", typical_bytes);
    field("typical_duration", typical_duration);
    field("last_failure", last_failure);
    field("last_failure_message", last_failure_message);
    field("running_since", running_since);
    field("running_detail", running_detail);
    field("recovery_point", recovery_point);
    field("recovery_window_start", recovery_window_start);
    field("retention", retention);
    field("retention_backups", retention_backups);
    field("kept_for", kept_for);
    field("expires", expires);
    field("why_late", why_late);
    field("files_new", files_new);
    field("files_changed", files_changed);
    field("beside_data", beside_data);
    field("endpoint", endpoint);
    field("runs", runs);
    field("stored", stored);
  }
};

template <>
struct Packed<ProofFacts> {
  static void Fields(auto& value, auto&& field) {
    auto& [proof, restorable, gathered, detail] = value;
    field("proof", proof);
    field("restorable", restorable);
    field("gathered", gathered);
    field("detail", detail);
  }
};

template <>
struct Packed<Requirement> {
  static void Fields(auto& value, auto&& field) {
    auto& [key, op, values] = value;
    field("key", key);
    field("op", op);
    field("values", values);
  }
};

template <>
struct Packed<Selection> {
  static void Fields(auto& value, auto&& field) {
    auto& [namespaces, except_namespaces, names, uids, labels, annotations, as_of, why_not, unsure, count,
           counted] = value;
    field("namespaces", namespaces);
    field("except_namespaces", except_namespaces);
    field("names", names);
    field("uids", uids);
    field("labels", labels);
    field("annotations", annotations);
    field("as_of", as_of);
    field("why_not", why_not);
    field("unsure", unsure);
    field("count", count);
    field("counted", counted);
  }
};

template <>
struct Packed<WorkloadFacts> {
  static void Fields(auto& value, auto&& field) {
    auto& [key, uid, observed, created, labels, annotations, claims, claim_names, max_age, ignore] = value;
    field("key", key);
    field("uid", uid);
    field("observed", observed);
    field("created", created);
    field("labels", labels);
    field("annotations", annotations);
    field("claims", claims);
    field("claim_names", claim_names);
    field("max_age", max_age);
    field("ignore", ignore);
  }
};

template <>
struct Packed<ObjectFacts> {
  static void Fields(auto& value, auto&& field) {
    auto& [key, observed, created, protection, protection_detail, restoring_since, max_age, ignore, tracks,
           covers, wal_archiving, wal_archiving_detail, proofs, inspect, unread, notes] = value;
    field("key", key);
    field("observed", observed);
    field("created", created);
    field("protection", protection);
    field("protection_detail", protection_detail);
    field("restoring_since", restoring_since);
    field("max_age", max_age);
    field("ignore", ignore);
    field("tracks", tracks);
    field("covers", covers);
    field("wal_archiving", wal_archiving);
    field("wal_archiving_detail", wal_archiving_detail);
    field("proofs", proofs);
    field("inspect", inspect);
    field("unread", unread);
    field("notes", notes);
  }
};

template <>
struct Packed<RestoreTestFacts> {
  static void Fields(auto& value, auto&& field) {
    auto& [key, restores, observed, created, last_success, last_failure, last_success_at_most,
           last_failure_message, recovered_to, duration, backups_known, untested_since, schedules, max_age,
           max_data_age, detail, inspect, unread] = value;
    field("key", key);
    field("restores", restores);
    field("observed", observed);
    field("created", created);
    field("last_success", last_success);
    field("last_failure", last_failure);
    field("last_success_at_most", last_success_at_most);
    field("last_failure_message", last_failure_message);
    field("recovered_to", recovered_to);
    field("duration", duration);
    field("backups_known", backups_known);
    field("untested_since", untested_since);
    field("schedules", schedules);
    field("max_age", max_age);
    field("max_data_age", max_data_age);
    field("detail", detail);
    field("inspect", inspect);
    field("unread", unread);
  }
};

}  // namespace lastgood
