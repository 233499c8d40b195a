// A bucket in memory that answers listings as S3 does: of objects (tokens, start-after, a delimiter) and of
// versions, page by page, with the faults that some servers have. Answers may be asked for from any thread.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/coding.h"
#include "net/http/http.h"
#include "tests/support/s3_pages.h"

namespace lastgood {

struct S3TestBucket {
  std::vector<S3TestObject> objects;  // as raw bytes, sorted by key; a key may come twice
  std::size_t page_size = 1000;
  bool ignores_start = false;  // lists from the beginning, wherever it is told to start
  bool start_is_inclusive = false;
  std::size_t drops_behind = 0;  // so many keys behind a start that is no key
  bool knows_delimiters = true;

  void Sort() { std::ranges::sort(objects, {}, &S3TestObject::key); }

  HttpResponse Answer(const HttpRequest& request) const {
    const std::string_view url = request.url;
    const std::string query(url.substr(std::min(url.find('?'), url.size() - 1) + 1));
    if (Has(query, "versions")) return {200, {}, Versions(query)};
    if (!Value(query, "delimiter").empty()) {
      if (knows_delimiters) return {200, {}, Folders(query)};
      return {501, {}, S3TestError("NotImplemented")};
    }
    if (Value(query, "list-type") == "2") return {200, {}, Page(query)};
    return {501, {}, S3TestError("NotImplemented")};
  }

 private:
  static bool Has(const std::string& query, const std::string& name) {
    return ("&" + query).find("&" + name + "=") != std::string::npos;
  }
  static std::string Value(const std::string& query, const std::string& name) {
    const std::string all = "&" + query;
    const std::size_t at = all.find("&" + name + "=");
    if (at == std::string::npos) return "";
    const std::size_t begin = at + name.size() + 2;
    return DecodeUrl(all.substr(begin, all.find('&', begin) - begin));
  }

  std::size_t Behind(const std::string& key) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(objects, key, {}, &S3TestObject::key) -
                                    objects.begin());
  }

  std::size_t From(const std::string& query) const {
    const std::string token = Value(query, "continuation-token");
    if (!token.empty()) return static_cast<std::size_t>(std::stoul(token.substr(1)));
    const std::string start = Value(query, "start-after");
    if (start.empty() || ignores_start) return 0;
    const std::size_t behind = Behind(start);
    const bool known = behind > 0 && objects[behind - 1].key == start;
    if (known) return start_is_inclusive ? behind - 1 : behind;
    return std::min(objects.size(), behind + drops_behind);
  }

  std::string Page(const std::string& query) const {
    const std::string prefix = Value(query, "prefix");
    std::vector<S3TestObject> page;
    for (std::size_t i = From(query); i < objects.size(); ++i) {
      if (!objects[i].key.starts_with(prefix)) continue;
      if (page.size() == page_size) return S3TestPage(page, true, "t" + std::to_string(i));
      page.push_back(objects[i]);
      page.back().key = PercentEncode(objects[i].key, true);
    }
    return S3TestPage(page);
  }

  // The folders alone: nobody asks for the objects beside them.
  std::string Folders(const std::string& query) const {
    const std::string prefix = Value(query, "prefix"), start = Value(query, "start-after");
    std::string folders, last;
    for (std::size_t i = Behind(start); i < objects.size(); ++i) {
      const std::string& key = objects[i].key;
      if (!key.starts_with(prefix)) continue;
      const std::size_t slash = key.find('/', prefix.size());
      if (slash == std::string::npos || key.substr(0, slash + 1) == last) continue;
      last = key.substr(0, slash + 1);
      folders +=
          fmt::format("<CommonPrefixes><Prefix>{}</Prefix></CommonPrefixes>", PercentEncode(last, true));
    }
    return "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>" + folders +
           "</ListBucketResult>";
  }

  // Each object has a current version of its own size, and an older one of a byte.
  std::string Versions(const std::string& query) const {
    const std::string key = Value(query, "key-marker"), version = Value(query, "version-id-marker");
    std::string entries, next;
    std::size_t count = 0;
    for (std::size_t i = key.empty() ? 0 : Behind(key) - (version.empty() ? 0 : 1); i < objects.size(); ++i) {
      if (!objects[i].key.starts_with(Value(query, "prefix"))) continue;
      for (const bool current : {true, false}) {
        if (current && i + 1 == Behind(key) && !version.empty()) continue;
        if (count++ == page_size) return VersionsPage(entries, next);
        const std::string name = PercentEncode(objects[i].key, true);
        entries += fmt::format(
            "<Version><Key>{}</Key><IsLatest>{}</IsLatest><LastModified>{}</LastModified><Size>{}</Size></"
            "Version>",
            name, current, objects[i].modified, current ? objects[i].size : "1");
        next = fmt::format("<NextKeyMarker>{}</NextKeyMarker>{}", name,
                           current ? "<NextVersionIdMarker>1</NextVersionIdMarker>" : "");
      }
    }
    return VersionsPage(entries, "");
  }

  static std::string VersionsPage(const std::string& entries, const std::string& next) {
    return fmt::format(
        "<ListVersionsResult><EncodingType>url</EncodingType><IsTruncated>{}</IsTruncated>{}{}</"
        "ListVersionsResult>",
        !next.empty(), next, entries);
  }
};

}  // namespace lastgood
