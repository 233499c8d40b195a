#include "collectors/shared/secrets.h"

#include <fmt/format.h>

#include "base/coding.h"

namespace lastgood {
namespace {

Result<SecretData> Read(KubeSource& kubernetes, const SecretRef& secret, const Deadline& deadline) {
  const std::string name = NameOf(secret);
  std::optional<SecretData> data;
  const Reading reading{.resource = kSecrets,
                        .visit =
                            [&](const Fields& fields) {
                              data.emplace();
                              // Of a Secret in manifests; the API server gives `data` alone.
                              fields.EachMember({"stringData"},
                                                [&](std::string_view key, const Fields& value) {
                                                  data->emplace(key, value.String({}));
                                                });
                              fields.EachMember({"data"}, [&](std::string_view key, const Fields& value) {
                                if (std::optional<std::string> text = DecodeBase64(value.String({})))
                                  data->emplace(key, *std::move(text));
                              });
                              return fields.status();
                            },
                        .restart = [&] { data.reset(); },
                        .name = secret.name,
                        .namespace_ = secret.namespace_};
  const std::vector<Result<ReadOutcome>> outcomes = kubernetes.Read({&reading, 1}, deadline);
  if (!outcomes.at(0).ok()) return Error(outcomes[0].error()).In(name);
  for (const Problem& problem : outcomes[0]->problems) return problem.error;
  if (data) return *std::move(data);
  return Error{ErrorCode::kNotFound, name + ": there is none of this name"};
}

}  // namespace

ReadSecret SecretReader(const std::shared_ptr<KubeSource>& kubernetes) {
  if (kubernetes == nullptr) return {};
  return [kubernetes](const SecretRef& secret, const Deadline& deadline) {
    return Read(*kubernetes, secret, deadline);
  };
}

}  // namespace lastgood
