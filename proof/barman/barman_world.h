// For tests: a store of barman-cloud in memory, made byte by byte, healthy until a test damages it.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "base/time.h"
#include "proof/barman/barman.h"
#include "proof/barman/pack_world.h"

namespace lastgood::proof::barman {

class World {
 public:
  static constexpr std::uint64_t kSegment = 1024 * 1024, kSystem = 7714181861298719576;

  struct Object {
    std::string bytes;
    Time modified;
  };
  // Of a base; what is not set is as in a healthy one.
  struct BaseShape {
    std::string id = "20260801T000000";
    std::uint64_t begin = 2, end = 3;  // segments
    std::uint32_t timeline = 1;
    unsigned parts = 1;  // data tars
    std::vector<std::uint32_t> tablespaces = {16390};
    std::string status = "DONE";
    Duration at = std::chrono::hours(0);  // when it ended, from kBegin
  };

  std::string root = "pg/main";
  Packing packing = Packing::kPlain;  // of tars and segments
  std::map<std::string, Object> objects;
  Time now = Begin() + std::chrono::hours(48);
  std::uint64_t reads = 0;

  static Time Begin() { return *ParseRfc3339("2026-08-01T00:00:00Z"); }

  void Put(const std::string& key, std::string bytes, Duration at);
  void AddBase(const BaseShape& shape);
  // Segments of a timeline, one each ten minutes from `at` on.
  void AddWal(std::uint32_t timeline, std::uint64_t first, std::uint64_t last,
              Duration at = -std::chrono::minutes(30));
  void AddHistory(std::uint32_t timeline, const std::string& text);

  static std::string SegmentName(std::uint32_t timeline, std::uint64_t index);
  std::string WalKeyOf(std::uint32_t timeline, std::uint64_t index) const;
  std::string BaseKey(const std::string& rest, const std::string& id = "20260801T000000") const;
  std::string TarKey(const std::string& stem, const std::string& id = "20260801T000000") const;
  void Remove(const std::string& key) { EXPECT_EQ(objects.erase(key), 1u) << key; }
  Object& At(const std::string& key);
  void Cut(const std::string& key, std::size_t size);

  // Of tars, which barman-cloud packs in fewer ways.
  Packing TarPacking() const {
    return packing == Packing::kXz || packing == Packing::kZstd ? Packing::kPlain : packing;
  }

  ProvenStore Prove(Depth depth);

 private:
  std::string Info(const BaseShape& shape) const;
};

// The first page's long header, noise, and the zeros of what was not used.
inline std::string SegmentBytes(std::uint64_t index) {
  std::string bytes = LittleEndian(0xd110, 2) + LittleEndian(2, 2) + LittleEndian(1, 4) +
                      LittleEndian(index * World::kSegment, 8) + LittleEndian(0, 8) +
                      LittleEndian(World::kSystem, 8) + LittleEndian(World::kSegment, 4) +
                      LittleEndian(8192, 4);
  bytes += Noise(200'000, static_cast<unsigned>(index));
  bytes.resize(World::kSegment, '\0');
  return bytes;
}

inline void World::Put(const std::string& key, std::string bytes, Duration at) {
  objects[key] = {std::move(bytes), Begin() + at};
}

inline std::string World::SegmentName(std::uint32_t timeline, std::uint64_t index) {
  return NameOf(SegmentSize::Of(kSegment)->At(timeline, index));
}

inline std::string World::WalKeyOf(std::uint32_t timeline, std::uint64_t index) const {
  return WalKey(root, SegmentSize::Of(kSegment)->At(timeline, index), packing);
}

inline std::string World::BaseKey(const std::string& rest, const std::string& id) const {
  return fmt::format("{}/base/{}/{}", root, id, rest);
}

inline std::string World::TarKey(const std::string& stem, const std::string& id) const {
  return BaseKey(fmt::format("{}.tar{}", stem, ExtensionOf(TarPacking())), id);
}

inline World::Object& World::At(const std::string& key) {
  EXPECT_TRUE(objects.contains(key)) << key;
  return objects[key];
}

inline void World::Cut(const std::string& key, std::size_t size) {
  Object& object = At(key);
  ASSERT_LT(size, object.bytes.size());
  object.bytes.resize(size);
}

inline void World::AddWal(std::uint32_t timeline, std::uint64_t first, std::uint64_t last, Duration at) {
  for (std::uint64_t index = first; index <= last; ++index, at += std::chrono::minutes(10))
    Put(WalKeyOf(timeline, index), Pack(packing, SegmentBytes(index)), at);
}

inline void World::AddHistory(std::uint32_t timeline, const std::string& text) {
  Put(HistoryKey(root, timeline, packing), Pack(packing, text), std::chrono::hours(1));
}

inline std::string World::Info(const BaseShape& shape) const {
  std::string tablespaces;
  for (const std::uint32_t oid : shape.tablespaces)
    tablespaces += fmt::format("{}('ts', {}, '/path')", tablespaces.empty() ? "" : ", ", oid);
  const auto lsn = [](std::uint64_t index, unsigned offset) {
    return fmt::format("{:X}/{:X}", index * kSegment >> 32, (index * kSegment & 0xffffffff) + offset);
  };
  return fmt::format(
      "backup_label='START WAL LOCATION: {} (file {})\\n'\nbegin_time={}\nbegin_wal={}\nbegin_xlog={}\n"
      "cluster_size=100000\ncompression=None\nencryption=None\nend_time={}\nend_wal={}\nend_xlog={}\n"
      "error=None\nstatus={}\nsystemid={}\ntablespaces={}\ntimeline={}\nversion=150018\n"
      "xlog_segment_size={}\n",
      lsn(shape.begin, 0x28), SegmentName(shape.timeline, shape.begin),
      FormatRfc3339(Begin() + shape.at - std::chrono::minutes(12)), SegmentName(shape.timeline, shape.begin),
      lsn(shape.begin, 0x28), FormatRfc3339(Begin() + shape.at), SegmentName(shape.timeline, shape.end),
      lsn(shape.end, 0x138), shape.status, kSystem, tablespaces.empty() ? "None" : "[" + tablespaces + "]",
      shape.timeline, kSegment);
}

inline void World::AddBase(const BaseShape& shape) {
  for (unsigned part = 0; part < shape.parts; ++part) {
    std::vector<TarMember> members = {{fmt::format("base/5/{}", 1000 + part), Noise(300'000, part)}};
    if (part + 1 == shape.parts) {
      members.push_back({"pg_xact/0000", Noise(8192)});
      members.push_back({"global/pg_control", Noise(296) + std::string(7896, '\0')});
      members.push_back({"backup_label", fmt::format("START WAL LOCATION: 0/{:X} (file {})\nCHECKPOINT\n",
                                                     shape.begin * kSegment + 0x28,
                                                     SegmentName(shape.timeline, shape.begin))});
    }
    Put(TarKey(part == 0 ? "data" : fmt::format("data_{:04}", part), shape.id),
        Pack(TarPacking(), MakeTar(members)), shape.at);
  }
  for (const std::uint32_t oid : shape.tablespaces)
    Put(TarKey(std::to_string(oid), shape.id),
        Pack(TarPacking(),
             MakeTar({{"PG_15_202209061/", ""}, {"PG_15_202209061/5/16385", Noise(200'000, oid)}})),
        shape.at);
  Put(BaseKey("backup.info", shape.id), Info(shape), shape.at + std::chrono::seconds(5));
}

inline ProvenStore World::Prove(Depth depth) {
  BarmanScan scan(root);
  for (const auto& [key, object] : objects) scan.Add({key, object.bytes.size(), object.modified, "", ""});
  const Result<ProvenStore> store = scan.Prove(
      [this](const std::string& key, const ByteRange& range) -> Result<std::string> {
        ++reads;
        const auto found = objects.find(key);
        if (found == objects.end()) return Error{ErrorCode::kNotFound, key + " is not there"};
        const std::string& bytes = found->second.bytes;
        return range.offset > bytes.size()
                   ? std::string()
                   : bytes.substr(range.offset, range.length == 0 ? std::string::npos : range.length);
      },
      depth, now);
  EXPECT_TRUE(store.ok());
  return store.ok() ? *store : ProvenStore();
}

// A base with a tablespace, its WAL, and WAL for hours: what most tests damage. Segments 1 to 9.
inline World Healthy(Packing packing = Packing::kPlain) {
  static std::map<Packing, World> made;  // packing takes a while
  World& world = made[packing];
  if (!world.objects.empty()) return world;
  world.packing = packing;
  world.AddBase({});
  world.AddWal(1, 1, 9);
  return world;
}

// "true", "false: why", "unknown: why".
inline std::string Say(const ProvenBackup& backup) {
  if (backup.restorable == true) return backup.reason.empty() ? "true" : "true but " + backup.reason;
  return (backup.restorable ? "false: " : "unknown: ") + backup.reason;
}

}  // namespace lastgood::proof::barman
