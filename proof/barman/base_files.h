// The files of the base backups of one server, as a listing shows them: for each base its tars, by the names
// that barman-cloud gives them, and whether one of them is missing or empty. Bounded. Values; not for sharing
// between threads.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/s3/bucket_types.h"
#include "proof/barman/wal_name.h"

namespace lastgood::proof::barman {

struct TarPart {
  std::uint32_t number = 0;  // 0: "data.tar", 1: "data_0001.tar"
  std::uint64_t size = 0;
};

// The tars of the data directory ("data") or of one tablespace (its OID), all packed alike.
struct TarSet {
  std::string stem;
  Packing packing = Packing::kPlain;
  std::vector<TarPart> parts;  // as they were listed

  std::uint64_t Bytes() const;
  const TarPart& Last() const;  // the one of the highest number; there is one
  std::string NameOf(const TarPart& part) const;
};

// Which tar of a set is missing or empty, in words; "" when its numbers have no hole.
std::string WhatTarsLack(const TarSet& set);

struct BaseFiles {
  std::string id;
  std::vector<TarSet> sets;
  std::optional<std::uint64_t> info_size;  // of backup.info
  Time info_modified;
  Time newest;              // of all of its files
  std::string keep;         // the key of its keep annotation; "" without one
  std::string unknown;      // a file that barman-cloud does not write
  std::string mixed;        // a tar that is packed otherwise than the others of its set
  bool too_many = false;    // tars: not all were kept
  bool label_file = false;  // beside the tars, as for data that lies in snapshots of disks

  const TarSet* Find(std::string_view stem) const;
};

class BaseListing {
 public:
  static constexpr std::size_t kMostBases = 4096;    // the newest are kept
  static constexpr std::size_t kMostParts = 65'536;  // of all bases together
  static constexpr std::size_t kMostSets = 1024;     // of one base

  // `file`: its name below the folder of the base `id`.
  void Add(std::string_view id, std::string_view file, const BucketObject& object);

  const std::map<std::string, BaseFiles, std::less<>>& bases() const { return bases_; }  // oldest first
  std::uint64_t dropped() const { return dropped_; }

 private:
  BaseFiles* Base(std::string_view id);
  void AddTar(BaseFiles& base, std::string_view file, std::uint64_t size);

  std::map<std::string, BaseFiles, std::less<>> bases_;
  std::size_t parts_ = 0;
  std::uint64_t dropped_ = 0;
};

}  // namespace lastgood::proof::barman
