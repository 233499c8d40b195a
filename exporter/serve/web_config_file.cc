#include "exporter/serve/web_config_file.h"

#include <algorithm>

namespace lastgood {

Result<std::unique_ptr<WebConfigFile>> WebConfigFile::Open(const std::string& file) {
  auto opened = std::make_unique<WebConfigFile>();
  if (file.empty()) return opened;
  opened->file_ = file;
  LASTGOOD_RETURN_IF_ERROR(opened->Read());
  return opened;
}

void WebConfigFile::Watch(const std::string& file) {
  if (!file.empty()) watched_.emplace_back(file, FileStamp::Of(file));
}

bool WebConfigFile::Changed() const {
  return std::any_of(watched_.begin(), watched_.end(),
                     [](const auto& watched) { return FileStamp::Of(watched.first) != watched.second; });
}

// Both or neither: who may come in by a new config may not do so past the certificates that it asks for.
Status WebConfigFile::Read() {
  watched_.clear();
  Watch(file_);  // before it is read: a change meanwhile is not missed
  LASTGOOD_ASSIGN(WebConfig read, ReadWebConfig(file_));
  auto config = std::make_shared<const WebConfig>(std::move(read));
  for (const PemSource* source : {&config->cert, &config->key, &config->client_ca}) Watch(source->file);
  LASTGOOD_ASSIGN(TlsContext tls, MakeTlsContext(config).In(file_));
  in_force_ = {std::move(config), std::move(tls)};
  return Ok();
}

WebConfigInForce WebConfigFile::Current(std::optional<Error>& mistake) {
  const std::lock_guard lock(mutex_);
  if (!Changed()) return in_force_;
  Status status = Read();
  if (!status.ok()) mistake = std::move(status).error();
  return in_force_;
}

}  // namespace lastgood
