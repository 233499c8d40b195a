// A kubeconfig as kubectl reads it: which server, who we are there. Files that may rotate are only named in
// what is returned. May be called from any thread.
#pragma once

#include "net/kube/access.h"

namespace lastgood {

// `paths` may be several files with ":" between them, of which the first that sets a value wins. `context` ""
// is current-context. "~" is `home`. kNotFound without a file, else kConfig.
Result<KubeAccess> KubeconfigAccess(const std::string& paths, const std::string& context,
                                    const std::string& home);

}  // namespace lastgood
