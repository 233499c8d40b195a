#include "collectors/jobs/memory.h"

#include "base/pack.h"

namespace lastgood {

using namespace jobs;

template <>
struct Packed<JobPlace> {
  static void Fields(auto& value, auto&& field) {
    auto& [job, instance] = value;
    field("job", job);
    field("instance", instance);
  }
};

template <>
struct Packed<PartReport> {
  static void Fields(auto& value, auto&& field) {
    auto& [success, partial, doubt, never, empty, ended, failed, failure_written, last_success, last_failure,
           recovery_point, gone] = value;
    field("success", success);
    field("partial", partial);
    field("doubt", doubt);
    field("never", never);
    field("empty", empty);
    field("ended", ended);
    field("failed", failed);
    field("failure_written", failure_written);
    field("last_success", last_success);
    field("last_failure", last_failure);
    field("recovery_point", recovery_point);
    field("gone", gone);
  }
};

template <>
struct Packed<JobReport> {
  static void Fields(auto& value, auto&& field) {
    auto& [place, outcomes, parts, told, start, duration, size, transferred, files_new, files_changed,
           success, doubtful, last_good, ended, failed, failure_written, last_success, last_failure,
           recovery_point] = value;
    field("place", place);
    field("outcomes", outcomes);
    field("parts", parts);
    field("told", told);
    field("start", start);
    field("duration", duration);
    field("size", size);
    field("transferred", transferred);
    field("files_new", files_new);
    field("files_changed", files_changed);
    field("success", success);
    field("doubtful", doubtful);
    field("last_good", last_good);
    field("ended", ended);
    field("failed", failed);
    field("failure_written", failure_written);
    field("last_success", last_success);
    field("last_failure", last_failure);
    field("recovery_point", recovery_point);
  }
};

template <>
struct Packed<PrefixReport> {
  static void Fields(auto& value, auto&& field) {
    auto& [bytes, objects] = value;
    field("bytes", bytes);
    field("objects", objects);
  }
};

template <>
struct Packed<BucketReport> {
  static void Fields(auto& value, auto&& field) {
    auto& [bucket, prefixes, limit, listed] = value;
    field("bucket", bucket);
    field("prefixes", prefixes);
    field("limit", limit);
    field("listed", listed);
  }
};

template <>
struct Packed<Report> {
  static void Fields(auto& value, auto&& field) {
    auto& [jobs, buckets, complaints, unknown] = value;
    field("jobs", jobs);
    field("buckets", buckets);
    field("complaints", complaints);
    field("unknown", unknown);
  }
};

template <>
struct Packed<Source> {
  static void Fields(auto& value, auto&& field) {
    auto& [name, read, report] = value;
    field("name", name);
    field("read", read);
    field("report", report);
  }
};

template <>
struct Packed<JobsMemory> {
  static void Fields(auto& value, auto&& field) {
    auto& [since, sources, jobs, gone, buckets, gone_buckets, parts] = value;
    field("since", since);
    field("sources", sources);
    field("jobs", jobs);
    field("gone", gone);
    field("buckets", buckets);
    field("gone_buckets", gone_buckets);
    field("parts", parts);
  }
};

namespace jobs {

std::string PackMemory(const JobsMemory& memory) {
  PackWriter writer;
  writer.Put(memory);
  return writer.Take();
}

std::optional<JobsMemory> UnpackMemory(std::string_view bytes) {
  PackReader reader(bytes);
  JobsMemory memory;
  if (!reader.Get(memory) || !reader.AtEnd()) return std::nullopt;
  return memory;
}

}  // namespace jobs
}  // namespace lastgood
