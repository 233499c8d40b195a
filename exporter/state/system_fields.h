// The fields of destinations, buckets, logs, and of all facts and what their collector says of itself, as the
// state file calls them. A field that is added to one of these and not here does not compile. Pure data.
#pragma once

#include "exporter/state/object_fields.h"
#include "model/snapshot.h"

namespace lastgood {

template <>
struct Packed<CopyFacts> {
  static void Fields(auto& value, auto&& field) {
    auto& [name, from, to, from_endpoint, to_endpoint, missing_objects, missing_bytes, oldest_missing,
           deadline, checked, detail] = value;
    field("name", name);
    field("from", from);
    field("to", to);
    field("from_endpoint", from_endpoint);
    field("to_endpoint", to_endpoint);
    field("missing_objects", missing_objects);
    field("missing_bytes", missing_bytes);
    field("oldest_missing", oldest_missing);
    field("deadline", deadline);
    field("checked", checked);
    field("detail", detail);
  }
};

template <>
struct Packed<PolicyFacts> {
  static void Fields(auto& value, auto&& field) {
    auto& [key, schedule, timezone, next_run, last_run, suspended, valid, detail, fault, remedy] = value;
    field("key", key);
    field("schedule", schedule);
    field("timezone", timezone);
    field("next_run", next_run);
    field("last_run", last_run);
    field("suspended", suspended);
    field("valid", valid);
    field("detail", detail);
    field("fault", fault);
    field("remedy", remedy);
  }
};

template <>
struct Packed<DestinationFacts> {
  static void Fields(auto& value, auto&& field) {
    auto& [system, namespace_, name, url, available, detail, last_check, check_deadline, maintenance,
           maintenance_deadline, maintenance_detail, observed] = value;
    field("system", system);
    field("namespace", namespace_);
    field("name", name);
    field("url", url);
    field("available", available);
    field("detail", detail);
    field("last_check", last_check);
    field("check_deadline", check_deadline);
    field("maintenance", maintenance);
    field("maintenance_deadline", maintenance_deadline);
    field("maintenance_detail", maintenance_detail);
    field("observed", observed);
  }
};

template <>
struct Packed<PrefixFacts> {
  static void Fields(auto& value, auto&& field) {
    auto& [prefix, current, noncurrent, incomplete, newest, oldest] = value;
    field("prefix", prefix);
    field("current", current);
    field("noncurrent", noncurrent);
    field("incomplete", incomplete);
    field("newest", newest);
    field("oldest", oldest);
  }
};

template <>
struct Packed<BucketRisk> {
  static void Fields(auto& value, auto&& field) {
    auto& [prefix, what] = value;
    field("prefix", prefix);
    field("what", what);
  }
};

template <>
struct Packed<BucketFacts> {
  static void Fields(auto& value, auto&& field) {
    auto& [name, url, endpoint, prefixes, used_bytes, limit_bytes, listed, noncurrent_counted,
           incomplete_counted, listing_deadline, list_duration, list_requests, features, risks, unread,
           notes] = value;
    field("name", name);
    field("url", url);
    field("endpoint", endpoint);
    field("prefixes", prefixes);
    field("used_bytes", used_bytes);
    field("noncurrent_counted", noncurrent_counted);
    field("incomplete_counted", incomplete_counted);
    field("limit_bytes", limit_bytes);
    field("listed", listed);
    field("listing_deadline", listing_deadline);
    field("list_duration", list_duration);
    field("list_requests", list_requests);
    field("features", features);
    field("risks", risks);
    field("unread", unread);
    field("notes", notes);
  }
};

template <>
struct Packed<StreamFacts> {
  static void Fields(auto& value, auto&& field) {
    auto& [name, selector, newest_entry, deadline, checked] = value;
    field("name", name);
    field("selector", selector);
    field("newest_entry", newest_entry);
    field("deadline", deadline);
    field("checked", checked);
  }
};

template <>
struct Packed<LogsFacts> {
  static void Fields(auto& value, auto&& field) {
    auto& [name, url, ready, detail, streams, notes, window_bytes, window, received_bytes,
           discarded_samples] = value;
    field("name", name);
    field("url", url);
    field("ready", ready);
    field("detail", detail);
    field("streams", streams);
    field("notes", notes);
    field("window_bytes", window_bytes);
    field("window", window);
    field("received_bytes", received_bytes);
    field("discarded_samples", discarded_samples);
  }
};

template <>
struct Packed<Facts> {
  static void Fields(auto& value, auto&& field) {
    auto& [objects, policies, destinations, buckets, logs, restore_tests, copies, workloads] = value;
    field("objects", objects);
    field("policies", policies);
    field("destinations", destinations);
    field("buckets", buckets);
    field("logs", logs);
    field("restore_tests", restore_tests);
    field("copies", copies);
    field("workloads", workloads);
  }
};

template <>
struct Packed<UnreadObject> {
  static void Fields(auto& value, auto&& field) {
    auto& [kind, namespace_, name, error] = value;
    field("kind", kind);
    field("namespace", namespace_);
    field("name", name);
    field("error", error);
  }
};

// Counters begin anew with the process, as others do; the interval is the config's; the memory stands beside.
template <>
struct Packed<CollectorState> {
  static void Fields(auto& value, auto&& field) {
    auto& [kind, source, place, interval, finished, absent, not_in_dump, in_part, tells_coverage, success,
           started, last_success, duration, errors, failures, unread, kinds, memory] = value;
    field("kind", kind);
    field("source", source);
    field("place", place);
    field("finished", finished);
    field("absent", absent);
    field("not_in_dump", not_in_dump);
    field("in_part", in_part);
    field("success", success);
    field("started", started);
    field("last_success", last_success);
    field("duration", duration);
    field("failures", failures);
    field("unread", unread);
    field("kinds", kinds);
  }
};

}  // namespace lastgood
