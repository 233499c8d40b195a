// What can be told of a document without parsing it: which kinds of object it may hold. A folder of a Git
// repository is mostly charts, settings and other people's kinds, and a parser is a hundred times slower than
// a look at the word behind `kind:`. In doubt a document is worth parsing. Pure.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace lastgood {

using Kinds = std::set<std::string, std::less<>>;

struct Glimpse {
  Kinds kinds;          // empty and not unsure: no Kubernetes object can be in it
  bool unsure = false;  // it may hold any

  // Lists are wanted whatever they hold.
  bool MayHold(const Kinds& wanted) const;
  void Add(const Glimpse& other);
};

Glimpse GlanceAtYaml(std::string_view document);
// Also of several documents, and of a text that ends in the middle.
Glimpse GlanceAtJson(std::string_view text);

}  // namespace lastgood
