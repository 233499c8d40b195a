#include "net/s3/aws_profile.h"

#include "base/config_reader.h"
#include "base/text.h"

namespace lastgood {
namespace {

// "value # comment" is value.
std::string_view WithoutComment(std::string_view line) {
  for (std::size_t i = 1; i < line.size(); ++i)
    if ((line[i] == '#' || line[i] == ';') && (line[i - 1] == ' ' || line[i - 1] == '\t'))
      return line.substr(0, i);
  return line;
}

// Reads line after line into the section that it stands in.
class Decoder {
 public:
  explicit Decoder(AwsConfigFile& file) : file_(file) {}

  void Read(std::string_view line) {
    const bool indented = line.starts_with(' ') || line.starts_with('\t');
    line = Trim(WithoutComment(line));
    if (line.empty() || line[0] == '#' || line[0] == ';') return;
    if (line[0] == '[') return Begin(Trim(line.substr(1, line.find(']') - 1)));
    const std::size_t equals = line.find('=');
    if (section_ == nullptr || equals == std::string_view::npos) return;
    const std::string name = Lower(Trim(line.substr(0, equals)));
    const std::string value(Trim(line.substr(equals + 1)));
    if (indented && !above_.empty()) {
      (*section_)[above_ + "." + name] = value;
    } else {
      above_ = value.empty() ? name : "";
      (*section_)[name] = value;
    }
  }

 private:
  void Begin(std::string_view heading) {
    const std::size_t space = heading.find_first_of(" \t");
    const std::string_view kind = heading.substr(0, space);
    const std::string name(space == std::string_view::npos ? "" : Trim(heading.substr(space)));
    above_.clear();
    section_ = nullptr;
    if (kind == "services" && !name.empty()) section_ = &file_.services[name];
    if (kind == "profile" && name == "default") file_.profiles[name].clear();  // it beats [default]
    if (kind == "profile" && !name.empty()) section_ = &file_.profiles[name];
    if (kind == "default" && name.empty() && !explicit_default_) section_ = &file_.profiles["default"];
    explicit_default_ = explicit_default_ || (kind == "profile" && name == "default");
  }

  AwsConfigFile& file_;
  AwsSection* section_ = nullptr;
  std::string above_;  // the key that nested ones belong to
  bool explicit_default_ = false;
};

std::string Find(const AwsSection& section, const std::string& key) {
  const auto found = section.find(key);
  return found == section.end() ? "" : found->second;
}

}  // namespace

AwsConfigFile DecodeAwsConfig(std::string_view text) {
  AwsConfigFile file;
  Decoder decoder(file);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    decoder.Read(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return file;
}

AwsProfile::AwsProfile(const Getenv& getenv, const std::string& name) : getenv_(getenv), name_(name) {
  if (name_.empty()) name_ = Variable("AWS_PROFILE");
  named_ = !name_.empty();
  if (!named_) name_ = "default";
  file_ = Variable("AWS_CONFIG_FILE");
  if (file_.empty()) file_ = Variable("HOME") + "/.aws/config";
  // As for AWS' tools, a file that is not there says nothing.
  if (const Result<std::string> text = ReadSecretFile(file_); text.ok()) config_ = DecodeAwsConfig(*text);
}

const AwsSection* AwsProfile::section() const {
  const auto found = config_.profiles.find(name_);
  return found == config_.profiles.end() ? nullptr : &found->second;
}

std::string AwsProfile::Variable(const std::string& name) const { return getenv_(name.c_str()).value_or(""); }

std::string AwsProfile::Setting(const std::string& key) const {
  return section() == nullptr ? "" : Find(*section(), key);
}

std::string AwsProfile::Region() const {
  for (const char* name : {"AWS_REGION", "AWS_DEFAULT_REGION"})
    if (std::string region = Variable(name); !region.empty()) return region;
  return Setting("region");
}

std::string AwsProfile::CaBundle() const {
  std::string bundle = Variable("AWS_CA_BUNDLE");
  return bundle.empty() ? Setting("ca_bundle") : bundle;
}

AwsEndpoint AwsProfile::EndpointOf(const std::string& service) const {
  std::string ignored = Lower(Variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"));
  if (ignored.empty()) ignored = Lower(Setting("ignore_configured_endpoint_urls"));
  if (ignored == "true") return {};
  for (const std::string& name : {"AWS_ENDPOINT_URL_" + Upper(service), std::string("AWS_ENDPOINT_URL")})
    if (std::string url = Variable(name); !url.empty()) return {url, name};
  if (const auto services = config_.services.find(Setting("services")); services != config_.services.end())
    if (std::string url = Find(services->second, service + ".endpoint_url"); !url.empty())
      return {url, file_ + ", services " + services->first + ", endpoint_url"};
  if (std::string url = Setting("endpoint_url"); !url.empty())
    return {url, file_ + ", profile " + name_ + ", endpoint_url"};
  return {};
}

}  // namespace lastgood
