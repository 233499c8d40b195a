// A small document of a cluster, read with forgiveness: settings hold "true" where others hold true, one name
// where others hold a list, and fields come and go with versions. What is not of the expected type is absent.
// A view into its Document, which must live longer. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace lastgood::opensearch {

class Value {
 public:
  // A member; absent members have none of what is asked below.
  Value operator[](const char* name) const;
  bool Has(const char* name) const;
  bool IsObject() const;
  bool IsList() const;

  std::string Text() const;  // "" when it is none; cut to 1,000 bytes
  std::optional<bool> Bool() const;
  std::optional<std::int64_t> Number() const;  // also as text
  std::optional<Time> Millis() const;          // since 1970; 0 is none
  // A list of texts, or one text: "a, b".
  std::string Joined() const;

  void EachElement(const std::function<void(const Value&)>& visit) const;
  void EachMember(const std::function<void(const std::string& name, const Value&)>& visit) const;

 private:
  friend class Document;
  explicit Value(const void* json) : json_(json) {}
  const void* json_;  // nlohmann::json, which no header may name; null when absent
};

class Document {
 public:
  // kTruncated of nothing; kMalformed of what is no JSON object, or nested too deeply.
  static Result<Document> Parse(std::string_view text);
  Value root() const { return Value(json_.get()); }

 private:
  explicit Document(std::shared_ptr<const void> json) : json_(std::move(json)) {}
  std::shared_ptr<const void> json_;
};

// A moment of a document; nullopt outside the years 1970 to 9999.
std::optional<Time> MillisSince1970(const std::optional<std::int64_t>& milliseconds);

}  // namespace lastgood::opensearch
