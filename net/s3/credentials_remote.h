// Keys that another service hands out for a while: STS for a web identity token (IRSA), a container's
// credentials URI (EKS Pod Identity, ECS), the instance metadata service (IMDSv2 only). Each source is absent
// unless its environment variables are set, but the last, which is tried for two seconds. The decoders are
// pure; the sources may be read from any thread.
#pragma once

#include <string_view>

#include "base/result.h"
#include "net/s3/credentials.h"

namespace lastgood {

KeySource WebIdentityKeys(const KeyEnvironment& environment);
KeySource ContainerKeys(const KeyEnvironment& environment);
KeySource InstanceKeys(const KeyEnvironment& environment);

// AssumeRoleWithWebIdentityResponse, XML.
Result<ExpiringKeys> DecodeStsKeys(std::string_view body);
// {"AccessKeyId", "SecretAccessKey", "Token", "Expiration"}, JSON.
Result<ExpiringKeys> DecodeJsonKeys(std::string_view body);

// Whether the credentials URI may be asked without TLS: this host, or the addresses that AWS gave the agents.
bool IsLocalCredentialsHost(std::string_view host);

}  // namespace lastgood
