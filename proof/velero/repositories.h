// The repositories of kopia and restic beside the backups, one for each namespace, which hold the data of
// volumes. Both are encrypted: of kopia's the names tell whether it can be opened, of restic's also whether a
// snapshot is there, and whether its files are what their names are the checksums of.
//
// What is read of a repository is read once. Not for sharing between threads.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/repositories/kopia_listing.h"
#include "collectors/repositories/restic_listing.h"
#include "proof/proof.h"
#include "proof/velero/judgement.h"
#include "proof/velero/layout.h"
#include "proof/velero/volumes.h"

namespace lastgood::proof::velero {

class Repositories {
 public:
  // `prefix`: what stands before "kopia/" and "restic/".
  explicit Repositories(std::string prefix) : prefix_(std::move(prefix)) {}

  // Of the areas kKopia and kRestic. False: there are more of them than we keep.
  bool Add(const Place& place, const BucketObject& object);

  // Whether any repository can be opened, as far as names and sizes tell.
  bool AnyUsable() const;
  // Whether the data of the volume are there.
  Judgement Holds(const Volume& volume, const ReadPart& read, Depth depth);
  // What of them was not looked at.
  std::vector<std::string> Unread() const;

 private:
  struct Kopia {
    KopiaListing listing;
    std::optional<Judgement> judgement;
  };
  struct Restic {
    explicit Restic(const std::string& prefix) : listing(prefix) {}
    ResticListing listing;
    bool too_large = false;
    std::optional<Judgement> judgement;
    std::map<std::string, Judgement> snapshots;  // that were looked into
  };

  Judgement HoldsKopia(const Volume& volume, const ReadPart& read, Depth depth);
  Judgement HoldsRestic(const Volume& volume, const ReadPart& read, Depth depth);
  bool IsRestic(const Volume& volume) const;

  std::string prefix_;
  std::map<std::string, Kopia, std::less<>> kopia_;
  std::map<std::string, Restic, std::less<>> restic_;
};

}  // namespace lastgood::proof::velero
