// One page of a list, as an API server answers it: each item is reduced by the visitor as it is come upon,
// then the token of the next page is found. Used by one thread; memory is kept from page to page.
#pragma once

#include <functional>
#include <string>

#include "net/objects/list_json.h"
#include "net/objects/object.h"
#include "net/objects/problems.h"
#include "net/objects/reading.h"
#include "net/objects/whole_list.h"

namespace lastgood {

class KubePageDecoder {
 public:
  struct Page {
    std::size_t items = 0;
    std::string continue_token;  // "" at the end
    std::string resource_version;
  };

  // Pads and changes `body`. Items that cannot be read become problems; kMalformed when it is no list of
  // the resource, kTruncated when it ends early.
  Result<Page> Decode(std::string& body, const Resource& resource,
                      const std::function<Status(const Fields&)>& visit, ProblemList& problems);

 private:
  using Visit = std::function<Status(const Fields&)>;
  Result<ListEnd> Walk(std::string& body, const Resource& resource, const Visit& visit, ProblemList& problems,
                       std::size_t& items);
  void Text(std::string_view json, const Resource& resource, const Visit& visit, ProblemList& problems);
  void Item(const Fields& fields, bool replaced, const Resource& resource, const Visit& visit,
            ProblemList& problems) const;

  WholeListParser wholes_;
  ListParser lists_;
  ObjectParser objects_;
  bool repaired_ = false;
};

}  // namespace lastgood
