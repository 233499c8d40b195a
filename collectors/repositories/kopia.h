// A kopia repository: read from a listing, and made facts of. How many snapshots there are and when the last
// one was made is encrypted; the newest metadata only says that none is newer. Errors: the bucket could not
// be read. Not for sharing between threads.
#pragma once

#include "collectors/repositories/kopia_listing.h"
#include "collectors/repositories/repository_plan.h"

namespace lastgood {

// Pure: what a listing says at `now`. `format_damage` is what is wrong inside kopia.repository, "" if
// nothing.
RepositoryReading AssembleKopia(const RepositoryPlan& plan, const KopiaListing& listing,
                                const std::string& format_damage, Time now);

// What is wrong with the text of kopia.repository; "" when it is JSON as kopia writes it.
std::string KopiaFormatDamage(std::string_view text);

class KopiaRepository {
 public:
  KopiaRepository(RepositoryPlan plan, Bucket bucket, const Clock& clock)
      : plan_(std::move(plan)), bucket_(std::move(bucket)), clock_(clock) {}

  Result<RepositoryReading> Read(const Pass& pass) const;

 private:
  Result<KopiaListing> List(const Pass& pass) const;
  Result<std::string> ReadFormat(const KopiaListing& listing, const Deadline& deadline) const;

  const RepositoryPlan plan_;
  const Bucket bucket_;
  const Clock& clock_;
};

}  // namespace lastgood
