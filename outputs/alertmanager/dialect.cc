#include "outputs/alertmanager/dialect.h"

#include <cctype>

namespace lastgood::alertmanager {

std::string Dialect::Key(const std::string& name) const {
  if (!kubernetes) return name;
  std::string key;
  for (std::size_t i = 0; i < name.size(); ++i)
    key += name[i] == '_' ? static_cast<char>(std::toupper(static_cast<unsigned char>(name[++i]))) : name[i];
  // Go's way with initials: apiURL, chatID.
  for (const auto& [word, initials] : {std::pair{"Url", "URL"}, {"Id", "ID"}})
    if (key.ends_with(word)) key.replace(key.size() - std::string(word).size(), std::string::npos, initials);
  return key;
}

void Dialect::Field(const std::string& name, const std::string& value) const {
  yaml::Pair(out, Key(name), value);
}

void Dialect::Template(const std::string& name, const std::string& value) const {
  if (value.find('\n') == std::string::npos)
    yaml::Quoted(out, Key(name), value);
  else
    yaml::Pair(out, Key(name), value);
}

void Dialect::Bare(const std::string& name, const std::string& value) const {
  yaml::Plain(out, Key(name), value);
}

void Dialect::Secret(const std::string& name, const std::string& file) const {
  if (!kubernetes) return yaml::Pair(out, name + "_file", file);
  // Whose name says it, beside the one that holds the URL itself.
  yaml::Begin(out, Key(name == "url" ? "url_secret" : name), YAML::BeginMap);
  yaml::Pair(out, "name", kSecretName);
  yaml::Pair(out, "key", file.substr(file.rfind('/') + 1));
  out << YAML::EndMap;
}

void Dialect::Map(const std::string& name,
                  const std::vector<std::pair<std::string, std::string>>& values) const {
  yaml::Begin(out, Key(name), kubernetes ? YAML::BeginSeq : YAML::BeginMap);
  for (const auto& [key, value] : values) {
    if (kubernetes) {
      out << YAML::BeginMap;
      yaml::Pair(out, "key", key);
      Template("value", value);
      out << YAML::EndMap;
    } else {
      Template(key, value);
    }
  }
  out << (kubernetes ? YAML::EndSeq : YAML::EndMap);
}

}  // namespace lastgood::alertmanager
