// Repositories and dumps in a bucket, by the names of its files: one listing, and no file is read.
#pragma once

#include "exporter/discover/found.h"
#include "net/s3/bucket.h"

namespace lastgood {

// What was found before an error or the deadline is kept, and a remark says that it is not all.
void SearchBucket(const Bucket& bucket, const FoundBucket& place, const Deadline& deadline, Found& found);

// "app-20261130.sql.gz" is "app-%Y%m%d.sql.gz"; nullopt: no name of a dump with its date. Pure.
std::optional<std::string> DumpPattern(std::string_view name);

}  // namespace lastgood
