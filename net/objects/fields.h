// Fields: typed, forgiving reading of one Kubernetes object that arrived as JSON. A missing field or null
// is absent. A field of the wrong type is noted once, with its path, what was expected and what was found;
// reading goes on, and status() tells at the end. A view: valid only during the visit that handed it out.
// Not for sharing between threads.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace lastgood {

class Fields {
 public:
  using Path = std::initializer_list<std::string_view>;

  Fields();
  Fields(Fields&&) noexcept;
  ~Fields();

  // "" when absent.
  std::string String(Path path) const;
  std::optional<bool> Bool(Path path) const;
  std::optional<std::int64_t> Int(Path path) const;
  // RFC 3339 text; absent, null and "" are nullopt.
  std::optional<Time> Timestamp(Path path) const;
  bool Has(Path path) const;  // present and not null

  // Each element of an array / each member of an object. At most 10,000 are visited, then an error is noted.
  void EachElement(Path path, const std::function<void(const Fields&)>& visit) const;
  void EachMember(Path path,
                  const std::function<void(std::string_view key, const Fields& value)>& visit) const;
  // The value itself, for elements and members that are plain strings: String({}).

  std::string Kind() const;
  std::string Namespace() const;  // metadata.namespace
  std::string Name() const;       // metadata.name

  // Notes an error of the caller's (a value out of range) as if the reader had found it.
  void Note(Path path, std::string_view expected, std::string_view found) const;

  // The first error, else ok: "spec.cluster.name: expected a string, found a number".
  Status status() const;
  // Forgets what was noted, for another reader of the same object.
  void Forget() const;

 private:
  struct Impl;
  friend class FieldsFactory;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lastgood
