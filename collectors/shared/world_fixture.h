// For tests: a small world of one system's Kubernetes objects, written as YAML, and the facts that follow
// from it. A system's own World derives from it and says in Add() which kinds it has.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.h"
#include "collectors/shared/table.h"
#include "model/facts.h"
#include "tests/support/objects.h"

namespace lastgood {

inline Time At(std::string_view text) { return ParseRfc3339(text).value(); }
inline std::string Text(const std::optional<Time>& time) { return time ? FormatRfc3339(*time) : "absent"; }

template <typename World, typename Tables, Facts (*Assemble)(const Tables&, Time)>
struct WorldOf {
  std::shared_ptr<Tables> shared = std::make_shared<Tables>();  // so that a World is a value
  Tables& tables = *shared;
  Time now;

  explicit WorldOf(Time time) : now(time) {}

  // Adds the documents of that kind to their table.
  template <typename Row>
  void Fill(Table<Row>& table, Decode<Row> decode, std::string_view kind, std::string_view yaml) {
    FillTable<Row>(table, decode, kind, yaml, now);
  }
  template <typename Row>
  World& Unread(Table<Row>& table, std::string why) {
    table = {};
    table.unread = std::move(why);
    return static_cast<World&>(*this);
  }
  Facts All() const { return Assemble(tables, now); }
  // The only object; a default one when there is none.
  ObjectFacts Object() const {
    const Facts facts = All();
    EXPECT_EQ(facts.objects.size(), 1U);
    return facts.objects.empty() ? ObjectFacts() : facts.objects.front();
  }
  Track OnlyTrack() const {
    const ObjectFacts object = Object();
    EXPECT_EQ(object.tracks.size(), 1U);
    return object.tracks.empty() ? Track() : object.tracks.front();
  }
};

}  // namespace lastgood
