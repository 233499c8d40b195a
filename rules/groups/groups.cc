#include "rules/groups/groups.h"

#include <fmt/format.h>

namespace lastgood {

std::string LabelPhrase(const GeneratorSettings& settings, Label label) {
  return "{{ $labels." + settings.names.Of(label) + " }}";
}

std::string ObjectPhrase(const GeneratorSettings& settings) {
  const std::string name_space = "$labels." + settings.names.Of(Label::kNamespace);
  return fmt::format(
      "{{{{ $labels.kind }}}} {{{{ with {} }}}}{{{{ . }}}}/{{{{ end }}}}{{{{ $labels.name }}}} "
      "({{{{ $labels.system }}}})",
      name_space);
}

Words ObjectWords(const GeneratorSettings& settings, std::string summary, const std::string& sentence) {
  if (!settings.per_namespace) return {std::move(summary), ObjectPhrase(settings) + " " + sentence};
  const std::string counted = "{{ $value }} {{ $labels.system }} objects in " +
                              LabelPhrase(settings, Label::kNamespace) + ": " + summary;
  return {std::move(summary), counted};
}

}  // namespace lastgood
