// One Kubernetes object as JSON text, parsed by itself, so that a broken one costs no other. JSON text given
// here is followed by kTextPadding readable bytes (simdjson reads ahead). Used by one thread; memory is kept
// from object to object.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/objects/fields.h"
#include "net/objects/reading.h"

namespace lastgood {

inline constexpr std::size_t kTextPadding = 64;
// Of nesting; managedFields, the deepest that is common, needs about 20.
inline constexpr std::size_t kMostObjectDepth = 100;

// Appends the padding: spaces, so that the text stays the same JSON.
void Pad(std::string& text);

struct ObjectName {
  std::string api_version, kind, namespace_, name;  // "" when unknown
};

// "Backup app/db-1", for messages: cut, and without control characters.
std::string Shown(const ObjectName& name);
ObjectName NameOf(const Fields& fields);
// An object without a name cannot be told from another.
Status RequireName(const Fields& fields, const ObjectName& name);
// A Problem whose message begins with the object's name.
Problem MakeProblem(const ObjectName& name, Error error);

class ObjectParser {
 public:
  ObjectParser();
  ~ObjectParser();

  // Valid until the next call. kMalformed says what is wrong with the text.
  Result<Fields> Parse(std::string_view json);
  // What can be told of an object that Parse refused.
  ObjectName Guess(std::string_view json);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lastgood
