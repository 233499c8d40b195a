// Alertmanager's files: a whole config, the same as a part of an existing one, message templates, and the
// operator's object. Pure.
#pragma once

#include "rules/groups/render.h"

namespace lastgood {

// alertmanager/alertmanager.yaml, alertmanager/route-lastgood.yaml, alertmanager/templates/lastgood.tmpl
Files AlertmanagerFiles(const GeneratorSettings& settings);
// kubernetes/alertmanager-config/alertmanagerconfig-lastgood.yaml; none without receivers in the settings,
// since the operator would put examples to work at once.
Files AlertmanagerConfigFiles(const GeneratorSettings& settings);

}  // namespace lastgood
