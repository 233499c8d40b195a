// One matcher of an Alertmanager route, `severity=~"critical|warning"`, read and judged as Alertmanager does
// (pkg/labels/parse.go): its regular expressions are RE2's, and match the whole value. What cannot be read is
// no error here: it cannot tell whether it matches, and says why. Values, safe from any thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace lastgood {

class Matcher {
 public:
  // `op` is one of =, !=, =~, !~.
  Matcher(std::string label, std::string_view op, std::string value);
  // One that cannot be read, and why.
  explicit Matcher(std::string problem) : problem_(std::move(problem)) {}

  // `a="b"`, or several in braces: `{a="b", c=~"d|e"}`.
  static std::vector<Matcher> Read(std::string_view text);

  // An absent label is an empty one. nullopt: nobody can tell, for the reason in problem().
  std::optional<bool> Matches(const std::map<std::string, std::string>& labels) const;
  const std::string& problem() const { return problem_; }

 private:
  std::string label_, value_, problem_;
  bool negated_ = false;
  std::shared_ptr<const re2::RE2> regex_;  // null: the value itself
};

}  // namespace lastgood
